package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The answers of `assay sql --format json` keep to their schema.
class SqlJsonTest {
    @TempDir private Path folder;

    private String run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertThat(Main.run(words, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)))
                .as(err.toString(UTF_8)).isZero();
        return out.toString(UTF_8);
    }

    @Test
    void answersKeepToTheSchema() throws IOException {
        String store = folder.resolve("s.duckdb").toString();
        run("snapshot", "save", "--store", store, "demo/sensor.ko");
        for (String sql : new String[] {"SELECT * FROM sites", "SELECT * FROM snapshots",
            "SELECT * FROM roots WHERE false",
            "SELECT 1e300 * 1e300 AS f, {'a': 1, 'b': [NULL, 'x']} AS s, 9007199254740993 AS n, MAP {'k': 2} AS m"}) {
            String answer = run("sql", "--store", store, "--format", "json", sql);
            assertThat(Contracts.problems("sql", answer)).as(sql).isEmpty();
            assertThat(Contracts.undescribed("sql", Contracts.JSON.readTree(answer))).as(sql)
                    .allMatch(field -> field.startsWith("/rows[][]/")); // names of the question's own
        }
        assertThat(run("sql", "--store", store, "--format", "json", "SELECT 9007199254740993 AS n"))
                .contains("\"9007199254740993\"");
    }
}
