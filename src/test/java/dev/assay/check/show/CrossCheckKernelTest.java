package dev.assay.check.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.archive.Leaf;
import dev.assay.archive.Limits;
import dev.assay.archive.Progress;
import dev.assay.archive.Walk;
import dev.assay.testing.Given;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Kernels as they ship: what kallsyms says agrees with what they export.
@Tag("real-kernel")
class CrossCheckKernelTest {
    private static final Pattern EXPORTS = Pattern
            .compile("  ([0-9]+) of ([0-9]+) exported symbols .*?(?:, ([0-9]+) are not in it)?");

    @ParameterizedTest
    @ValueSource(strings = {"AMD64", "ARM64", "LOONG64", "RISCV64"})
    void everyExportIsWhereKallsymsHasIt(String machine) throws IOException {
        Path packed = Given.file("ASSAY_DEB_" + machine);
        List<String> images = Walk.over(List.of(packed), Limits.DEFAULT, 1, Progress.NONE,
                (Leaf leaf) -> Optional.of(leaf.name())).answers();
        Table table = ShownFile.look(Path.of(images.getFirst()), List.of(), ShownFile::symbols);
        assertThat(table.notes()).isEmpty();
        Matcher exports = EXPORTS.matcher(table.title().get(1));
        assertThat(exports.matches()).as(table.title().toString()).isTrue();
        int absent = exports.group(3) == null ? 0 : Integer.parseInt(exports.group(3));
        assertThat(Integer.parseInt(exports.group(1))).isGreaterThan(8000)
                .isEqualTo(Integer.parseInt(exports.group(2)) - absent);
    }
}
