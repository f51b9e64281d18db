package dev.assay.check.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.diff.Change.What;
import dev.assay.check.panics.PanicSearch;
import dev.assay.check.panics.Use;
import dev.assay.check.survey.Survey;
import dev.assay.rust.SourceLocation;
import dev.assay.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A small driver, edited as people edit, and compiled before and after.
class DiffDriversTest {
    private static final String DRIVER = """
            #![no_std]
            #[inline(never)]
            pub fn sum(a: u32, b: u32, c: u32) -> u32 {
                let mut total = a;
                total += b;
                total += c;
                total
            }
            #[inline(never)]
            pub fn pick(values: &[u8], at: usize) -> u8 {
                let first = values[at];
                let second = values[at + 2];
                first - second
            }
            """;

    @TempDir Path folder;

    @Test
    void theSameInAnotherFolder() throws IOException, InterruptedException {
        assertThat(said(DRIVER, DRIVER)).isEmpty();
    }

    @Test
    void aLineAbove() throws IOException, InterruptedException {
        assertThat(said(DRIVER, DRIVER.replace("#![no_std]\n", "#![no_std]\n// Sums.\n"))).isEmpty();
    }

    @Test
    void aCheckInTheMiddleOfOthers() throws IOException, InterruptedException {
        assertThat(said(DRIVER, DRIVER.replace("    first - second", "    let third = values[at + 3];\n"
                + "    first - second - third"))).containsExactly("added bounds-check 13");
    }

    @Test
    void aCheckInTheMiddleOfEquals() throws IOException, InterruptedException {
        assertThat(said(DRIVER, DRIVER.replace("    total += c;", "    total += b;\n    total += c;")))
                .containsExactly("1 of 3 add-overflow 5 6 7");
    }

    @Test
    void aFunctionWithAnotherName() throws IOException, InterruptedException {
        assertThat(said(DRIVER, DRIVER.replace("fn pick(", "fn choose("))).hasSize(3)
                .allMatch(line -> line.startsWith("moved "));
    }

    @Test
    void aFunctionInAnotherFile() throws IOException, InterruptedException {
        String function = DRIVER.substring(DRIVER.lastIndexOf("#[inline"));
        Files.writeString(folder.resolve("other.rs"), "\n\n\n" + function);
        assertThat(said(DRIVER, DRIVER.replace(function, "#[path = \"../../other.rs\"]\npub mod other;\n"))).hasSize(3)
                .allMatch(line -> line.startsWith("moved "));
    }

    @Test
    void aCheckThatGoes() throws IOException, InterruptedException {
        assertThat(said(DRIVER, DRIVER.replace("values[at + 2]", "values[at]"))).containsExactly(
                "removed bounds-check 12",
                "removed sub-overflow 13"); // which leaves `x - x`
    }

    private List<String> said(String before, String after) throws IOException, InterruptedException {
        Diff diff = Diff.of(compiled("a", before), compiled("b/longer", after));
        List<String> said = new ArrayList<>();
        ImageDiff image = diff.images().getFirst();
        for (Change change : image.changes()) {
            if (change.what() != What.UNCHANGED && change.what() != What.SHIFTED) {
                said.add(change.what().id() + " " + change.site().kind() + " " + line(change.site().location()));
            }
        }
        for (Group group : image.groups()) {
            StringBuilder lines = new StringBuilder();
            group.after().forEach(site -> lines.append(' ').append(line(site.location())));
            said.add(group.surplus() + " of " + group.after().size() + " " + group.any().kind() + lines);
        }
        return said;
    }

    private static long line(@Nullable SourceLocation location) {
        return location == null ? 0 : location.line();
    }

    private Survey compiled(String name, String source) throws IOException, InterruptedException {
        Tools.require("rustc");
        Path place = Files.createDirectories(folder.resolve(name));
        Path file = place.resolve("driver.rs");
        Files.writeString(file, source);
        Path object = place.resolve("driver.o");
        Tools.run(List.of("rustc", "--edition=2021", "--crate-type=lib", "--emit=obj", "-Copt-level=2",
                "-Coverflow-checks=on", "-Cpanic=abort", "-Ccodegen-units=1", "-g", "-Csymbol-mangling-version=v0",
                "-o", object.toString(), file.toString()));
        return Survey.of(new PanicSearch(new Use(false, false), List.of()).run(List.of(object)));
    }
}
