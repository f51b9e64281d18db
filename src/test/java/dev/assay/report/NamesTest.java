package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Names of files and functions as the listing shows them.
class NamesTest {
    @ParameterizedTest
    @CsvSource({
        "/usr/lib/rustlib/src/rust/library/core/src/ffi/c_str.rs, core/src/ffi/c_str.rs",
        "/rustc/4eb161250e340c8f48f66e2b929ef4a5bed7c181/library/core/src/str/mod.rs, core/src/str/mod.rs",
        "/usr/src/rustc-1.85.1/library/core/src/num/mod.rs, core/src/num/mod.rs",
        "library/alloc/src/vec.rs, alloc/src/vec.rs",
        "rust/kernel/str.rs, rust/kernel/str.rs",
        "rust/library/core/src/str.rs, rust/library/core/src/str.rs",
        "/src/library/corehound.rs, /src/library/corehound.rs",
        "library/, library/",
    })
    void libraryFilesAreShownFromTheirCrate(String file, String shown) {
        assertThat(SourcePath.shown(file)).isEqualTo(shown);
        assertThat(SourcePath.isLibrary(file)).isEqualTo(!file.equals(shown));
    }

    @Test
    void aFileNameWithALineFeedCanStillBeOfTheLibrary() {
        assertThat(SourcePath.shown("library/core/a\nb.rs")).isEqualTo("core/a\\u{a}b.rs");
    }

    @ParameterizedTest
    @CsvSource({
        "abcdefghij, 10, abcdefghij",
        "abcdefghij, 9, ab…efghij",
        "abcdefghij, 4, a…ij",
        "abcdefghij, 3, …ij",
        "abcdefghij, 0, abcdefghij",
        "\uD83E\uDD80\uD83E\uDD80\uD83E\uDD80\uD83E\uDD80\uD83E\uDD80, 4, \uD83E\uDD80…\uD83E\uDD80\uD83E\uDD80",
    })
    void longNamesLoseTheirMiddle(String path, int width, String shown) {
        assertThat(FunctionPath.shorten(path, width)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "kernel::module_param::set_param::<i8> | kernel::module_param::set_param | <i8>",
        "a::f::<b::<c>, d::<e::<f>>> | a::f | <b::<c>, d::<e::<f>>>",
        "a::f::<fn(u8) -> u8> | a::f | <fn(u8) -> u8>",
        "<a::T<u8>>::f | <a::T<u8>>::f | ''",
        "<a::T<u8>> | <a::T<u8>> | ''",
        "a>>>> | a>>>> | ''",
        "<u8> | <u8> | ''",
        "::<u8> | '' | <u8>",
    })
    void genericArgumentsAtTheEnd(String path, String base, String arguments) {
        assertThat(FunctionPath.base(path)).isEqualTo(base);
        assertThat(FunctionPath.arguments(path)).isEqualTo(arguments);
    }
}
