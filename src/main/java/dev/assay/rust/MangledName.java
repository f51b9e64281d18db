package dev.assay.rust;

import dev.assay.bytes.Slice;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a symbol's name tells about the Rust item behind it. Closed: a new kind must be handled by every reader of it.
///
/// Paths are written as rustc's own demangler writes them in its short form: without crate hashes, without the legacy
/// hash, without the types of constants. Nothing here throws for any text; what is not a Rust name is [NotRust].
///
/// Two limits keep hostile names harmless (back references can make a short symbol denote an endless path): nesting of
/// more than 500 levels, and paths of more than 64 KiB. A path that hits one ends with `{recursion limit reached}` or
/// `{size limit reached}`; its crates are still told. (rustc's demangler uses the same words; its size limit is 1 MB.)
public sealed interface MangledName {
    /// A name in the scheme of Rust RFC 2603 (`_R…`), the only one that kernels are built with.
    ///
    /// @param path           of the item, as people write it
    /// @param base           the path without generic arguments at its end: `f` of `f::<u8>`
    /// @param definedIn      crate of the item; for a method the crate that holds its `impl` block
    /// @param instantiatedIn crate whose compilation made this copy of a generic item, if the symbol says
    /// @param suffix         what the code generator appended, with its dot: `.cold`, `.llvm.123`; else empty
    record V0(String path, String base, String definedIn, @Nullable String instantiatedIn, String suffix)
            implements MangledName {
        @Override
        public Optional<String> crate() {
            return Optional.of(definedIn);
        }

        @Override
        public Optional<String> instantiatingCrate() {
            return Optional.ofNullable(instantiatedIn);
        }
    }

    /// A name in the older scheme (`_ZN…17h<16 hex digits>E`), rustc's default up to 1.97 outside kernels.
    ///
    /// It does not record the crate of an `impl`. The rule here: a plain path is defined in its first segment;
    /// `<T as Trait>::f` in the crate of `T` or of `Trait`, whichever can name the other (not `core`, then not
    /// `alloc`, then not `std`; two crates outside the library: that of `T`). A `T` that is no plain path names none.
    ///
    /// @param path      of the item, as people write it
    /// @param definedIn crate of the item by the rule above, if it gives one
    /// @param hash      of the item and its types
    /// @param suffix    what the code generator appended, with its dot; else empty
    record Legacy(String path, @Nullable String definedIn, long hash, String suffix) implements MangledName {
        @Override
        public String base() {
            return path;
        }

        @Override
        public Optional<String> crate() {
            return Optional.ofNullable(definedIn);
        }

        @Override
        public Optional<String> instantiatingCrate() {
            return Optional.empty();
        }
    }

    /// Not a Rust name, or one that breaks its scheme.
    ///
    /// @param raw the symbol itself
    record NotRust(String raw) implements MangledName {
        @Override
        public String path() {
            return raw;
        }

        @Override
        public String base() {
            return raw;
        }

        @Override
        public String suffix() {
            return "";
        }

        @Override
        public Optional<String> crate() {
            return Optional.empty();
        }

        @Override
        public Optional<String> instantiatingCrate() {
            return Optional.empty();
        }
    }

    /// The item's path as people write it; the symbol itself if it is not a Rust name.
    String path();

    /// The path without generic arguments at its end.
    String base();

    /// What the code generator appended to the name, with its dot; else empty.
    String suffix();

    /// The crate that defines the item; for a method the crate that holds its `impl` block.
    Optional<String> crate();

    /// The crate whose compilation made this copy of a generic item.
    Optional<String> instantiatingCrate();

    /// Reads the name of a symbol, as it stands in a symbol table or in `DW_AT_linkage_name`.
    static MangledName of(String symbol) {
        if (symbol.startsWith("_R")) {
            return V0Name.read(symbol);
        }
        if (symbol.startsWith("_ZN")) {
            return LegacyName.read(symbol);
        }
        return new NotRust(symbol);
    }

    /// Whether `symbol` has the form of a Rust name: a first look, which does not parse it.
    ///
    /// `__pfx__RNv…` names the padding that the kernel puts before a function, so it is none.
    static boolean isMangled(String symbol) {
        if (symbol.startsWith("_R")) {
            return symbol.length() > 2 && isPathTag(symbol.charAt(2));
        }
        return symbol.startsWith("_ZN") && LegacyName.endOfHash(symbol) >= 0;
    }

    /// [#isMangled] for the NUL-terminated string at `offset` of a string table. Reads two bytes of a name in C.
    static boolean isRust(Slice strings, long offset) {
        if (strings.u8(offset) != '_') {
            return false;
        }
        int second = strings.u8(offset + 1);
        if (second == 'R') {
            return isPathTag((char) strings.u8(offset + 2));
        }
        return second == 'Z' && strings.u8(offset + 2) == 'N' && isMangled(strings.string(offset));
    }

    private static boolean isPathTag(char tag) {
        return switch (tag) {
            case 'C', 'I', 'M', 'N', 'X', 'Y' -> true;
            default -> false;
        };
    }
}
