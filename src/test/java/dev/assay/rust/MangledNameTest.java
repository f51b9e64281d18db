package dev.assay.rust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.bytes.Slice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MangledNameTest {
    static Stream<List<String>> names() {
        return Resource.rows("mangled-names.tsv").stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void readsNamesAsRustcDoes(List<String> row) {
        MangledName name = MangledName.of(row.get(0));

        assertThat(name).isNotInstanceOf(MangledName.NotRust.class);
        assertThat(name.path()).isEqualTo(row.get(1));
        assertThat(name.suffix()).isEqualTo(row.get(2).equals("-") ? "" : row.get(2));
        assertThat(name.crate()).isEqualTo(crate(row.get(3)));
        assertThat(name.instantiatingCrate()).isEqualTo(crate(row.get(4)));
        assertThat(MangledName.isMangled(row.get(0))).isTrue();
    }

    private static Optional<String> crate(String column) {
        return column.equals("-") ? Optional.empty() : Optional.of(column.replace("\"", ""));
    }

    @Test
    void theTableIsNotEmpty() {
        assertThat(names()).hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "_", "_R", "_RN", "main", "rust_begin_unwind", "_ZN3fooE", "_ZN3foo17h0123456789abcdeE", "_Rfoo",
        "_R0NvC1a1b",
        // Padding that the kernel puts before a function.
        "__pfx__RNvC1a3foo", "__pfx__RNvNtCs123_4core9panicking5panic",
        // Lengths, tags and references that lead nowhere.
        "_RNvC9a3foo", "_RNvC1a99999999999999999999foo", "_RNvB_3foo", "_RIC1aBz_E", "_RIC1ahh", "_RC1a!",
        "_RNvC1a3f-o",
        // A lifetime that nothing binds, a boolean 2, a surrogate, broken UTF-8, half a byte.
        "_RIC1aL0_E", "_RIC1aKb2_E", "_RIC1aKcd800_E", "_RIC1aKReff_E", "_RIC1aKRe616_E",
        // Bytes that no compiler writes: a control character, a space, a letter outside ASCII.
        "_RNvC1a3f\u001bo", "_RNvC1a3f o", "_RNvC1a2\u00e9", "_ZN3a\u001bc17h0123456789abcdefE",
        // A segment of no length, a length too long, a hash of capital letters.
        "_ZN017h0123456789abcdefE", "_ZN99abc17h0123456789abcdefE", "_ZN3foo17h0123456789ABCDEFE",
    })
    void leavesOtherNamesAlone(String symbol) {
        assertThat(MangledName.of(symbol)).isEqualTo(new MangledName.NotRust(symbol));
    }

    @Test
    void tellsPathsWithoutTheirOwnGenericArguments() {
        assertThat(MangledName.of("_RINvNtCs123_4core9panicking13assert_failedjjEB4_").base())
                .isEqualTo("core::panicking::assert_failed");
        assertThat(MangledName.of("_RNCINvC1a1fhE0B2_").base()).isEqualTo("a::f::<u8>::{closure#0}");
    }

    @Test
    void aBadInstantiatingCrateDoesNotSpoilTheName() {
        MangledName name = MangledName.of("_RINvC1a1fhEB5_");
        assertThat(name.path()).isEqualTo("a::f::<u8>");
        assertThat(name.instantiatingCrate()).isEmpty();
    }

    @Test
    void legacyImplementationsBelongToWhoeverCanNameTheOther() {
        assertThat(crateOfImplementation("a..T", "core..fmt..Debug")).contains("a");
        assertThat(crateOfImplementation("core..T", "a..Trait")).contains("a");
        assertThat(crateOfImplementation("alloc..Vec$LT$T$GT$", "core..Drop")).contains("alloc");
        assertThat(crateOfImplementation("core..T", "std..Read")).contains("std");
        assertThat(crateOfImplementation("a..T", "b..Trait")).contains("a");
        assertThat(crateOfImplementation("$RF$T", "b..Trait")).contains("b");
        assertThat(crateOfImplementation("$u5b$u8$u5d$", "Odd")).isEmpty();
    }

    private static Optional<String> crateOfImplementation(String type, String trait) {
        String segment = "_$LT$" + type + "$u20$as$u20$" + trait + "$GT$";
        MangledName name = MangledName.of("_ZN" + segment.length() + segment + "1f17h0123456789abcdefE");
        assertThat(name).isInstanceOf(MangledName.Legacy.class);
        return name.crate();
    }

    @Test
    void identifiersThatWouldReachTheTerminalAsControlsStayEncoded() {
        // U+202E turns the reading direction; U+0080 is a control character.
        assertThat(MangledName.of("_RNvC1au5q6e5a").path()).startsWith("a::").doesNotContain("\u202e");
        assertThat(MangledName.of("_RNvC1au1a").path()).isEqualTo("a::punycode{a}");
    }

    @Test
    void pathsWithoutEndAreCutOff() {
        // Each tuple holds its predecessor twice: 2^40 elements.
        StringBuilder symbol = new StringBuilder("_RIC1aTuuE");
        int previous = 4;
        for (int i = 0; i < 40; i++) {
            int next = symbol.length() - 2;
            symbol.append('T').append(reference(previous)).append(reference(previous)).append('E');
            previous = next;
        }
        MangledName bomb = MangledName.of(symbol.append('E').toString());
        assertThat(bomb.path()).hasSizeLessThan(70_000).endsWith("{size limit reached}");
        assertThat(bomb.crate()).contains("a");

        // A slice of itself.
        MangledName circle = MangledName.of("_RIC1aSB3_E");
        assertThat(circle.path()).endsWith("{recursion limit reached}");
        assertThat(circle.crate()).contains("a");

        // Ten million lifetimes.
        assertThat(MangledName.of("_RIC1aFGFFFF_EuE").path()).endsWith("{size limit reached}");
        // Nothing but nesting.
        assertThat(MangledName.of("_RIC1a" + "S".repeat(10_000) + "uE")).isInstanceOf(MangledName.NotRust.class);
        assertThat(MangledName.of("_RIC1a" + "S".repeat(400) + "uE").path())
                .isEqualTo("a::<" + "[".repeat(400) + "()" + "]".repeat(400) + ">");
    }

    private static String reference(int position) {
        if (position == 0) {
            return "B_";
        }
        int value = position - 1;
        String digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        StringBuilder text = new StringBuilder();
        do {
            text.insert(0, digits.charAt(value % 62));
            value /= 62;
        } while (value > 0);
        return "B" + text + "_";
    }

    @Test
    void looksAtStringTablesWithoutReadingWholeNames() {
        String table = "main\0_RNvC1a1b\0__pfx__RNvC1a1b\0_ZN1a17h0123456789abcdefE\0_ZN1aE\0_Rx\0\0_\0_R\0";
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = table.getBytes(UTF_8);
            MemorySegment segment = arena.allocate(bytes.length);
            MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
            Slice strings = Slice.of("file", ".strtab", segment);
            long offset = 0;
            for (String symbol : table.substring(0, table.length() - 1).split("\0", -1)) {
                assertThat(MangledName.isRust(strings, offset)).as(symbol).isEqualTo(MangledName.isMangled(symbol));
                offset += symbol.length() + 1;
            }
        }
    }
}
