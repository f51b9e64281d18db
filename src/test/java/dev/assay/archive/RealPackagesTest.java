package dev.assay.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.testing.Tools;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packages of Debian's kernels, against what `dpkg-deb` and `xz` take out of them.
@Tag("real-kernel")
class RealPackagesTest {
    @TempDir private Path folder;

    private static List<Path> packages(String glob) throws IOException {
        String set = System.getenv("ASSAY_CORPUS");
        Path cache = set == null ? Path.of(System.getProperty("user.home"), ".cache/assay-corpus") : Path.of(set);
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(cache)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(cache, glob)) {
                files.forEach(found::add);
            }
        }
        Assumptions.assumeFalse(found.isEmpty(), "skipped: no " + glob + " in the cache of packages");
        return found;
    }

    @Test
    void everyModuleOfAPackageIsThereAndWhole() throws IOException, InterruptedException {
        Tools.require("dpkg-deb");
        Tools.require("xz");
        Path deb = packages("linux-modules-*_amd64.deb").getFirst();
        String expected = Tools.run(List.of("sh", "-c", """
                cd "$1" && dpkg-deb -x "$2" . && find . -name '*.ko.xz' -print0 | xargs -0 xz -d &&
                find . -name '*.ko' -print0 | xargs -0 sha256sum""", "sh", folder.toString(), deb.toString()));
        List<String> sums = expected.lines().map(line -> line.substring(68) + ".xz ELF " + line.substring(0, 64))
                .sorted().toList();
        Findings<String> found = Walks.over(Limits.DEFAULT, 2, deb);
        assertThat(found.unreadable()).isEmpty();
        assertThat(found.answers().stream().map(answer -> answer.substring(answer.indexOf('!') + 1)).sorted().toList())
                .hasSizeGreaterThan(100).isEqualTo(sums);
    }

    @Test
    void everyKernelIsUnpacked() throws IOException {
        for (Path deb : packages("linux-binary-*.deb")) {
            Findings<String> found = Walks.over(Limits.DEFAULT, 1, deb);
            assertThat(found.unreadable()).isEmpty();
            assertThat(found.answers()).singleElement().asString().contains(
                    deb.toString().endsWith("amd64.deb") ? " ELF " : " FLAT_KERNEL ");
        }
    }
}
