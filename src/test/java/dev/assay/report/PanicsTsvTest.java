package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.panics.Panics;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PanicsTsvTest {
    @Test
    void oneLineForEachSite() throws IOException {
        Golden.compare("several.tsv", print(Models.several()));
        assertThat(print(Models.only(Models.kernel())).lines()).hasSize(1 + 71);
    }

    @Test
    void everyLineHasEveryColumn() throws IOException {
        String hostile = print(Models.only(Models.hostile()));
        Golden.compare("hostile.tsv", hostile);
        assertThat((hostile + print(Models.several())).lines())
                .allSatisfy(line -> assertThat(line.split("\t", -1)).hasSize(30));
    }

    @Test
    void someColumnsSayFromWhereASiteIsReached() throws IOException {
        String text = print(Models.only(Models.gaps()), Models.reach());
        Golden.compare("reach.tsv", text);
        assertThat(text.lines().map(line -> String.join("|", List.of(line.split("\t", -1)).subList(21, 25))))
                .containsExactly(
                        "reach|root|root_count|unknown_edges",
                        "reached|.ioctl of drm_driver driver_ops|17|0",
                        "reached|initcall level 6 (device), driver_init|1|0",
                        "only-through-unknown-edges|exported driver_read|1|2",
                        "not-reached||0|0",
                        "|||");
    }

    @Test
    void escapesCanBeUndone() {
        assertThat(Printable.field("a\tb\\u{9}\n")).isEqualTo("a\\u{9}b\\\\u{9}\\u{a}");
        assertThat(Printable.of("a\\b")).isEqualTo("a\\b");
    }

    private static String print(Panics panics) throws IOException {
        return print(panics, PanicsView.plain());
    }

    private static String print(Panics panics, PanicsView view) throws IOException {
        StringBuilder out = new StringBuilder();
        PanicsTsv.write(panics, view, out);
        return out.toString();
    }
}
