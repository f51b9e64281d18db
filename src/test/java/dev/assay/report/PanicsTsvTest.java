package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.panics.Panics;
import java.io.IOException;
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
                .allSatisfy(line -> assertThat(line.split("\t", -1)).hasSize(21));
    }

    @Test
    void escapesCanBeUndone() {
        assertThat(Printable.field("a\tb\\u{9}\n")).isEqualTo("a\\u{9}b\\\\u{9}\\u{a}");
        assertThat(Printable.of("a\\b")).isEqualTo("a\\b");
    }

    private static String print(Panics panics) throws IOException {
        StringBuilder out = new StringBuilder();
        PanicsTsv.write(panics, PanicsView.plain(), out);
        return out.toString();
    }
}
