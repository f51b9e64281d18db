package dev.assay.check.diff;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.diff.Change.What;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.PanicSearch;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.panics.Use;
import dev.assay.check.survey.Survey;
import dev.assay.rust.SourceLocation;
import dev.assay.testing.Shared;
import dev.assay.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compiled drivers of a real kernel: built otherwise, and built elsewhere.
class DiffCorpusTest {
    private static final String TYR = "drivers/gpu/drm/tyr/tyr.ko";
    private static final Set<Kind> OVERFLOW = EnumSet.of(Kind.ADD_OVERFLOW, Kind.SUB_OVERFLOW, Kind.MUL_OVERFLOW,
            Kind.NEG_OVERFLOW, Kind.SHL_OVERFLOW, Kind.SHR_OVERFLOW);

    private static final Pattern HASH = Pattern.compile("Cs([0-9a-zA-Z]{9,12})_");

    @TempDir Path folder;

    @Test
    void withoutOverflowChecksExactlyTheseAreGone() throws IOException {
        ImageDiff image = diff(Shared.corpus("x86_64/" + TYR), Shared.corpus("x86_64-noovf/" + TYR)).images()
                .getFirst();
        List<Change> removed = image.only(What.REMOVED);
        assertThat(removed).filteredOn(change -> OVERFLOW.contains(change.site().kind())).hasSize(39);
        // What the compiler proved away or not any more, since sums may now wrap.
        assertThat(removed).filteredOn(change -> !OVERFLOW.contains(change.site().kind())).singleElement()
                .satisfies(change -> assertThat(text(change.site())).endsWith("tyr/fw/parser.rs:120:12 bounds-check"));
        assertThat(image.only(What.ADDED)).hasSize(5).allSatisfy(change -> assertThat(text(change.site()))
                .matches(".*tyr/fw/parser.rs:(90:33|114:22) slice-index"));
        assertThat(image.tally()).isEqualTo(new Tally(60, 25, 5, 40, 0, 0, 0, 0, 0, 20));
    }

    /// An independent way to the same answer, where nothing shifts: multisets of kind and location.
    @ParameterizedTest
    @ValueSource(strings = {"x86_64-noovf/" + TYR, "arm64/" + TYR, "arm64/rust/kernel.o", "arm64/rust/core.o",
        "arm64/drivers/block/rnull/rnull_mod.ko", "arm64/samples/rust/rust_dma.ko",
        "arm64/drivers/gpu/drm/drm_panic_qr.o", "x86_64-noovf/drivers/gpu/drm/drm_panic_qr.o"})
    void agreesWithMultisets(String other) throws IOException {
        Survey before = survey(Shared.corpus("x86_64" + other.substring(other.indexOf('/'))));
        Survey after = survey(Shared.corpus(other));
        ImageDiff image = Diff.of(before, after).images().getFirst();
        List<String> gone = texts(before);
        List<String> come = texts(after);
        for (String text : texts(before)) {
            if (come.remove(text)) {
                gone.remove(text);
            }
        }
        List<String> saidGone = new ArrayList<>();
        image.only(What.REMOVED).forEach(change -> saidGone.add(text(change.site())));
        image.only(What.MERGED).forEach(change -> saidGone.add(text(change.site())));
        List<String> saidCome = new ArrayList<>();
        image.only(What.ADDED).forEach(change -> saidCome.add(text(change.site())));
        image.only(What.COPIED).forEach(change -> saidCome.add(text(change.site())));
        assertThat(image.groups()).isEmpty();
        assertThat(image.only(What.MOVED)).isEmpty();
        assertThat(image.only(What.SHIFTED)).isEmpty();
        assertThat(saidGone).containsExactlyInAnyOrderElementsOf(gone);
        assertThat(saidCome).containsExactlyInAnyOrderElementsOf(come);
    }

    @ParameterizedTest
    @ValueSource(strings = {TYR, "rust/kernel.o", "drivers/block/rnull/rnull_mod.ko"})
    void builtElsewhereItIsTheSame(String name) throws IOException, InterruptedException {
        Path original = Shared.corpus("x86_64/" + name);
        Survey before = survey(original);
        Path copy = folder.resolve("other.ko");
        Tools.require("objcopy");
        Tools.run(List.of("objcopy", "--strip-debug", original.toString(), copy.toString()));
        same(before, survey(copy));
        Files.write(copy, replaced(Files.readAllBytes(original), "/src/linux/", "/a/b/kernl/"));
        same(before, survey(copy));
        // The crate's hash in every symbol: `Cs<base 62>_` and the crate's name (Rust RFC 2603).
        Path names = folder.resolve("names");
        List<String> renamed = new ArrayList<>();
        for (Site site : before.panics().images().getFirst().sites()) {
            for (String symbol : site.aliases()) {
                // As long as it was: names refer back to places in themselves.
                String other = HASH.matcher(symbol)
                        .replaceAll(match -> "Cs" + match.group(1).charAt(0)
                                + new StringBuilder(match.group(1).substring(1)).reverse() + "_");
                if (!other.equals(symbol) && !renamed.contains(symbol + " " + other)) {
                    renamed.add(symbol + " " + other);
                }
            }
        }
        assertThat(renamed).isNotEmpty();
        Files.write(names, renamed);
        Tools.run(List.of("objcopy", "--strip-debug", "--redefine-syms=" + names, original.toString(),
                copy.toString()));
        same(before, survey(copy));
    }

    private static void same(Survey before, Survey after) {
        Diff diff = Diff.of(before, after);
        assertThat(diff.isDifferent()).as(diff.tally().toString()).isFalse();
        assertThat(diff.tally().unchanged()).isEqualTo(diff.tally().before()).isPositive();
        assertThat(Diff.of(after, before).isDifferent()).isFalse();
    }

    private static byte[] replaced(byte[] file, String from, String to) {
        assertThat(to).hasSameSizeAs(from);
        String text = new String(file, ISO_8859_1);
        assertThat(text).contains(from);
        return text.replace(from, to).getBytes(ISO_8859_1);
    }

    private static Diff diff(Path before, Path after) throws IOException {
        return Diff.of(survey(before), survey(after));
    }

    private static Survey survey(Path file) throws IOException {
        return Survey.of(new PanicSearch(new Use(false, false), List.of()).run(List.of(file)));
    }

    private static List<String> texts(Survey survey) {
        List<String> texts = new ArrayList<>();
        for (Site site : survey.panics().images().getFirst().sites()) {
            if (site.role() == Role.SITE) {
                texts.add(text(site));
            }
        }
        Collections.sort(texts);
        return texts;
    }

    private static String text(Site site) {
        SourceLocation location = site.location();
        return Objects.toString(location) + " " + site.kind();
    }
}
