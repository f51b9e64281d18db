package dev.assay.check.panics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The panic sites of one image.
///
/// @param image    what was read
/// @param coverage how much of it
/// @param sites    in order of section and offset; machinery and pass-throughs among them
/// @param evidence what another disassembler can confirm of it
/// @param links    what it tells other images of the same kernel
public record ImagePanics(Identity image, Coverage coverage, List<Site> sites, Evidence evidence, Links links) {
    public ImagePanics {
        sites = List.copyOf(sites);
    }

    /// An answer that other images learn nothing from.
    public ImagePanics(Identity image, Coverage coverage, List<Site> sites, Evidence evidence) {
        this(image, coverage, sites, evidence, Links.NONE);
    }

    /// An answer that nothing can confirm.
    public ImagePanics(Identity image, Coverage coverage, List<Site> sites) {
        this(image, coverage, sites, Evidence.NONE);
    }

    /// Whether a function is a panic entry of this image: it never returns, and raises a panic.
    public boolean raises(String symbol) {
        Links.Raise raise = links.raises().get(symbol);
        return raise != null && !raise.returns();
    }

    /// Whether anything in it comes from rustc. A kernel has an answer even if not.
    public boolean hasRust() {
        return coverage.rustFunctions() > 0 || coverage.panicEntries() > 0 || coverage.hasDwarf()
                || !image.rustc().isEmpty();
    }

    /// What tells one image from another.
    ///
    /// @param path     as the user named it
    /// @param kind     `kernel`, `module` or `object`
    /// @param machine  `x86-64`, `aarch64`, `riscv64`
    /// @param release  of the kernel it is or was built for (`7.3.4+deb13-amd64`); null if it does not say
    /// @param buildId  lower-case hexadecimal; null if it has none
    /// @param rustc    versions of rustc that its code came from, sorted; empty if it does not say
    /// @param names    where the names of its functions come from: `symtab`, `kallsyms` or `none`
    /// @param debugFile where its DWARF came from when that is another file; else null
    public record Identity(
            String path,
            String kind,
            String machine,
            @Nullable String release,
            @Nullable String buildId,
            List<String> rustc,
            String names,
            @Nullable String debugFile) {
        public Identity {
            rustc = List.copyOf(rustc);
        }
    }
}
