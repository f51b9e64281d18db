package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.show.SiteCode;
import dev.assay.check.show.Table;
import dev.assay.check.show.Table.Column;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTextTest {
    private static final List<Column> COLUMNS = List.of(new Column("size", true, 8), new Column("name", false, 8),
            new Column("notes", false, 8));

    private static String print(Table table) throws IOException {
        StringBuilder out = new StringBuilder();
        TableText.write(table, out);
        return out.toString();
    }

    @Test
    void columnsStandInLineAndLongCellsStickOut() throws IOException {
        assertThat(print(new Table(List.of("a.ko  2 facts"), COLUMNS,
                List.of(List.of("1", "a", ""), List.of("12345", "abcdefghijklmnop", "x"), List.of("7", "abcdefg", "y")),
                List.of("one unit")))).isEqualTo("""
                        a.ko  2 facts

                         size  name      notes
                            1  a
                        12345  abcdefghijklmnop  x
                            7  abcdefg   y

                        unknown: one unit
                        """);
    }

    @Test
    void textFromTheFileCannotDriveTheTerminal() throws IOException {
        String hostile = "\u001b[31m\u202e\n\u0007";
        String text = print(new Table(List.of(hostile), COLUMNS, List.of(List.of(hostile, hostile, hostile)),
                List.of(hostile)));
        assertThat(text.codePoints().filter(c -> c != '\n')).allMatch(c -> c >= ' ' && c < 0x7f);
        assertThat(text.lines()).hasSize(6);
    }

    @Test
    void commandsComeBehindTheCode() throws IOException {
        StringBuilder out = new StringBuilder();
        ShowText.write(new SiteCode.Found(new Table(List.of("t"), COLUMNS, List.of(), List.of()),
                List.of("objdump -d 'a\u001bb'")), out);
        assertThat(out.toString()).endsWith("\n\nthe same without assay:\n  objdump -d 'a\\u{1b}b'\n");
    }
}
