package dev.assay.check.panics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.testing.Given;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Kernels in the packages that people install: stripped, compressed, without DWARF and without a symbol table.
@Tag("real-kernel")
class ShippedKernelTest {
    private static Panics panics(Path path) {
        Panics panics = new PanicSearch(Use.ALL, List.of()).run(List.of(path));
        assertThat(panics.unreadable()).isEmpty();
        return panics;
    }

    /// The kernel in a package; modules that may lie beside it are no part of the question.
    private static ImagePanics kernel(Path path) {
        return panics(path).images().stream().filter(image -> image.image().kind().equals("kernel")).findFirst()
                .orElseThrow();
    }

    private static List<Site> sites(ImagePanics answer) {
        return answer.sites().stream().filter(site -> site.role() == Role.SITE).toList();
    }

    /// All that can be known without DWARF.
    private static List<String> facts(ImagePanics answer) {
        return answer.sites().stream().map(site -> "%s %x %s+0x%x %s %s %s %s %s %s %s".formatted(site.role().id(),
                Objects.requireNonNull(site.address()), site.section(), site.offset(), site.kind().id(),
                site.location(), site.function(), site.crate(), site.entry(), site.phase(), site.fingerprint()))
                .toList();
    }

    /// The names in kallsyms, the locations in the constants and the code are those of the vmlinux that the image was
    /// made from; so every site must be the same one, in the same order.
    @ParameterizedTest
    @CsvSource({"ASSAY_DEB_CLOUD_AMD64, ASSAY_VMLINUX_AMD64", "ASSAY_DEB_CLOUD_ARM64, ASSAY_VMLINUX_ARM64"})
    void aStrippedImageHasTheSitesOfItsVmlinux(String shipped, String linked) {
        ImagePanics stripped = kernel(Given.file(shipped));
        ImagePanics whole = kernel(Given.file(linked));
        assertThat(stripped.image().names()).isEqualTo("kallsyms");
        assertThat(whole.image().names()).isEqualTo("symtab");
        assertThat(stripped.image().buildId()).isNotNull().isEqualTo(whole.image().buildId());
        assertThat(facts(stripped)).hasSizeGreaterThan(300).isEqualTo(facts(whole));
        assertThat(stripped.coverage().isComplete()).as(stripped.coverage().toString()).isTrue();
        assertThat(stripped.coverage().rustFunctionsScanned()).isEqualTo(stripped.coverage().rustFunctions());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ASSAY_DEB_AMD64", "ASSAY_DEB_ARM64", "ASSAY_DEB_LOONG64"})
    void everySiteOfAStrippedImageHasALocation(String variable) {
        ImagePanics answer = kernel(Given.file(variable));
        assertThat(answer.coverage().isComplete()).as(answer.coverage().toString()).isTrue();
        assertThat(answer.coverage().selfCheckOnly()).isEmpty();
        assertThat(sites(answer)).hasSizeGreaterThan(200)
                .allSatisfy(site -> assertThat(String.valueOf(site.location())).as(site.toString())
                        .matches("[^:]+\\.rs:[1-9][0-9]*:[1-9][0-9]*"));
        assertThat(sites(answer).stream().map(Site::fingerprint)).doesNotHaveDuplicates();
        if ("7.3.4+deb13-amd64".equals(answer.image().release())) {
            assertThat(sites(answer)).hasSize(340); // counted independently, in this release
        }
    }

    /// No Rust is an answer of its own, and complete: names were found, and none of them is from rustc.
    @ParameterizedTest
    @ValueSource(strings = {"ASSAY_DEB_RISCV64", "ASSAY_DEB_BOOKWORM_AMD64", "ASSAY_DEB_TRIXIE_AMD64"})
    void aKernelWithoutRustSaysSo(String variable) {
        Panics panics = panics(Given.file(variable));
        ImagePanics answer = panics.images().getFirst();
        assertThat(panics.images()).hasSize(1);
        assertThat(answer.image().kind()).isEqualTo("kernel");
        assertThat(answer.image().release()).isNotNull();
        assertThat(answer.image().names()).isEqualTo("kallsyms");
        assertThat(answer.image().rustc()).isEmpty();
        assertThat(answer.hasRust()).isFalse();
        assertThat(answer.sites()).isEmpty();
        assertThat(answer.coverage().isComplete()).as(answer.coverage().toString()).isTrue();
    }

    /// A package may also be read from the debug package's side: it holds the vmlinux with DWARF and its modules.
    @Test
    void debugInformationIsFoundByItsBuildId() {
        Path vmlinux = Given.file("ASSAY_VMLINUX_AMD64");
        Panics panics = new PanicSearch(Use.ALL, List.of(vmlinux)).run(List.of(Given.file("ASSAY_DEB_CLOUD_AMD64")));
        ImagePanics answer = panics.images().getFirst();
        assertThat(panics.unreadable()).isEmpty();
        assertThat(answer.image().debugFile()).isEqualTo(vmlinux.toString());
        assertThat(sites(answer)).isNotEmpty()
                .allSatisfy(site -> assertThat(site.inlined()).as(site.toString()).isNotEmpty());
    }
}
