package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Questions in SQL, and the forms of their answers.
class SqlCommandTest {
    private static final String VALUES = "SELECT 1 AS a, 'x,\"y\"\u001b[31m' AS b, NULL AS c,"
            + " 18446744073709551615::UBIGINT AS d, [1, 2] AS e, 1.5 AS f, true AS g, '' AS h";

    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        out.reset();
        err.reset();
        return Main.run(args, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    private String answer(String format, String sql) {
        String store = folder.resolve("s.duckdb").toString();
        assertThat(run("snapshot", "save", "--store", store, "demo/sensor.ko")).isZero();
        assertThat(run("sql", "--store", store, "--format", format, sql)).as(err.toString(UTF_8)).isZero();
        return out.toString(UTF_8);
    }

    @Test
    void aTableStandsInLine() {
        assertThat(answer("text", "SELECT kind, count(*) AS n FROM sites GROUP BY ALL ORDER BY 2 DESC, 1 LIMIT 3"))
                .isEqualTo("""
                        kind          n
                        bounds-check  4
                        add-overflow  2
                        mul-overflow  2
                        """);
    }

    @Test
    void fieldsAreEscapedAndQuoted() {
        assertThat(answer("csv", VALUES)).isEqualTo("""
                a,b,c,d,e,f,g,h
                1,"x,""y""\\u{1b}[31m",,18446744073709551615,"[1, 2]",1.5,true,""
                """);
        assertThat(answer("tsv", VALUES)).isEqualTo(
                "a\tb\tc\td\te\tf\tg\th\n1\tx,\"y\"\\u{1b}[31m\t\t18446744073709551615\t[1, 2]\t1.5\ttrue\t\n");
    }

    @Test
    void jsonKeepsTypes() {
        assertThat(answer("json", VALUES).replaceAll("\\s+", "")).contains("\"schema\":\"assay/sql/1\"",
                "{\"name\":\"d\",\"type\":\"UBIGINT\"}",
                "\"rows\":[[1,\"x,\\\"y\\\"\\u001B[31m\",null,\"18446744073709551615\",[1,2],1.5,true,\"\"]]");
    }

    @Test
    void aLongAnswerIsPrintedAsItComes() {
        assertThat(answer("text", "SELECT range AS n FROM range(5000)").lines()).hasSize(5001);
    }

    @Test
    void troubleIsOneLineAndStatusTwo() {
        answer("text", "SELECT 1");
        String store = folder.resolve("s.duckdb").toString();
        assertThat(run("sql", "--store", store, "SELECT nix FROM sites")).isEqualTo(2);
        assertThat(err.toString(UTF_8).lines()).singleElement().asString().startsWith("line 1, column 8: ");
        assertThat(run("sql", "--store", store, "DROP VIEW sites")).isEqualTo(2);
        assertThat(run("sql", "--store", folder.resolve("none").toString(), "SELECT 1")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("no snapshots yet");
        assertThat(run("sql", "SELECT", "1")).isEqualTo(2);
    }
}
