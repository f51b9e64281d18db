package dev.assay.check.panics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest(name = "[{0}] on [{1}]: {2}")
    @CsvSource({
        "'', '', true",
        "'', a, false",
        "*, '', true",
        "*, a::b/c, true",
        "?, '', false",
        "?, a, true",
        "?, ab, false",
        "?, \uD83E\uDD80, true",
        "a*c, abcbc, true",
        "a*c, abcb, false",
        "*::probe, driver::probe, true",
        "*::probe, driver::probe::{closure#0}, false",
        "driver::*, driver::probe, true",
        "DRIVER::*, driver::probe, false",
        "a?b*?c, axbyc, true",
        "a?b*?c, axbc, false",
        "**a**, bab, true",
        "a.c, abc, false",
        "[a], a, false",
        "[a], [a], true",
        "core::option::Option<*>, core::option::Option<u8>, true",
    })
    void matchesTheWholeText(String pattern, String text, boolean expected) {
        assertThat(new Glob(pattern).matches(text)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "[{0}] on [{1}]: {2}")
    @CsvSource({
        "c_str.rs, /usr/lib/rustlib/src/rust/library/core/src/ffi/c_str.rs, true",
        "core/src/ffi/*, /usr/lib/rustlib/src/rust/library/core/src/ffi/c_str.rs, true",
        "str.rs, /usr/lib/rustlib/src/rust/library/core/src/ffi/c_str.rs, false",
        "rust/kernel/str.rs, rust/kernel/str.rs, true",
        "kernel/str.rs, rust/kernel/str.rs, true",
        "/kernel/str.rs, rust/kernel/str.rs, false",
        "drivers/*, drivers/net/phy/qt2025.rs, true",
        "drivers/*, rust/kernel/drivers.rs, false",
        "*str.rs, core/src/ffi/c_str.rs, true",
    })
    void findsAFileByTheEndOfItsPath(String pattern, String path, boolean expected) {
        assertThat(new Glob(pattern).matchesPath(path)).isEqualTo(expected);
    }

    @Test
    void manyStarsDoNotTakeForever() {
        String text = "a".repeat(10_000);
        assertThat(new Glob("*a".repeat(40) + "*b").matches(text)).isFalse();
        assertThat(new Glob("*a".repeat(40) + "*").matches(text)).isTrue();
    }

    @Test
    void agreesWithRegularExpressions() {
        long seed = 20_261_122;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20_000; round++) {
            String pattern = text(random, "ab*?", 8);
            String text = text(random, "ab", 10);
            boolean expected = Pattern.matches(pattern.replace("*", ".*").replace("?", "."), text);
            assertThat(new Glob(pattern).matches(text))
                    .as("seed %d, round %d: %s on %s", seed, round, pattern, text)
                    .isEqualTo(expected);
        }
    }

    private static String text(SplittableRandom random, String alphabet, int longest) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(longest + 1); left > 0; left--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
