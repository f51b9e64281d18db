package dev.assay.report.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.panics.Frame;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Where files are, and how their names are written.
class PlacesTest {
    private static Spot spot(Finding finding) {
        return Objects.requireNonNull(SourceRoots.of(List.of(finding)).of(finding));
    }

    @Test
    void theBuildFolderIsWhatAFileHasInFrontThatIsAlsoKnownWithoutIt() {
        Frame same = new Frame("f", "/build/linux-7.3/rust/kernel/str.rs", 1, 1);
        Frame other = new Frame("g", "/build/linux-7.3/./drivers/../rust/kernel/fmt.rs", 1, 1);
        Frame outside = new Frame("h", "/build/other/x.rs", 1, 1);
        SourceRoots roots = SourceRoots.of(List.of(Given.at("rust/kernel/str.rs", same, other, outside)));

        assertThat(roots.of(same)).isEqualTo(new Spot(Spot.Base.TREE, "rust/kernel/str.rs", 1, 1));
        assertThat(roots.of(other)).isEqualTo(new Spot(Spot.Base.TREE, "rust/kernel/fmt.rs", 1, 1));
        assertThat(roots.of(outside)).isEqualTo(new Spot(Spot.Base.NONE, "/build/other/x.rs", 1, 1));
    }

    @Test
    void theCrateKernelIsWhereItIsInEveryTree() {
        Frame kernel = new Frame("<kernel::str::CStr>::len", "/src/rust/kernel/linux/rust/kernel/str.rs", 1, 1);
        Frame alike = new Frame("driver::f", "/home/me/rust/kernel/drivers/a.rs", 1, 1);
        SourceRoots roots = SourceRoots.of(List.of(Given.at("/src/rust/kernel/linux/drivers/a.rs", kernel, alike)));

        assertThat(roots.of("/src/rust/kernel/linux/drivers/a.rs", 1, 1).path()).isEqualTo("drivers/a.rs");
        assertThat(roots.of(kernel)).isEqualTo(new Spot(Spot.Base.TREE, "rust/kernel/str.rs", 1, 1));
        assertThat(roots.of(alike)).extracting(Spot::base).isEqualTo(Spot.Base.NONE);
    }

    @Test
    void theLibraryBeginsAtItsCrate() {
        assertThat(spot(Given.at("/rustc/59807616e1fa/library/core/src/option.rs")))
                .isEqualTo(new Spot(Spot.Base.LIBRARY, "core/src/option.rs", 3, 4));
    }

    @Test
    void noPathLeavesTheTree() {
        assertThat(spot(Given.at("a/../../etc/passwd")).base()).isEqualTo(Spot.Base.NONE);
        assertThat(spot(Given.at("./a//b/../c.rs")).path()).isEqualTo("a/c.rs");
        assertThat(spot(Given.at("/../etc/x")).path()).isEqualTo("/etc/x");
    }

    @Test
    void linesThatNoFileHasAreLeftOut() {
        SourceRoots roots = SourceRoots.of(List.of());

        assertThat(roots.of("a.rs", Long.MAX_VALUE, 1)).isEqualTo(new Spot(Spot.Base.TREE, "a.rs", 0, 0));
        assertThat(roots.of("a.rs", 7, -1)).isEqualTo(new Spot(Spot.Base.TREE, "a.rs", 7, 0));
    }

    @Test
    void urisComeBackAsTheyWere() {
        for (String path : List.of("a b%20/ü:#?.rs", "p.deb!a/b.ko", "名前", "-x", "a+b,c=@~")) {
            assertThat(URI.create("x:/" + FileUri.of(path)).getPath()).isEqualTo("/" + path);
            assertThat(URI.create(FileUri.of("/" + path)).getPath()).isEqualTo("/" + path);
        }
        assertThat(FileUri.of("//host/share")).isEqualTo("file:///host/share");
        assertThat(FileUri.of("http://x")).isEqualTo("http%3A//x");
    }

    @Test
    void namesOfClosuresLoseTheirBraces() {
        assertThat(MessageText.of("a::{closure#0}::{impl}::{shim:vtable#0} {0} {} {x")).isEqualTo(
                "a::closure#0::impl::shim:vtable#0 {{0}} {{}} {{x");
        assertThat(MessageText.of("[a](b)")).isEqualTo("[a] (b)");
    }
}
