package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.diff.Diff;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Site;
import dev.assay.check.panics.SiteFilter;
import dev.assay.check.survey.Survey;
import dev.assay.report.findings.Finding;
import dev.assay.report.findings.Findings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiffReportTest {
    private static final DiffView VIEW = DiffView.plain("old.ko", "new.ko");

    /// The real driver with some of its sites taken away, others put in, and one that tries to be HTML, Markdown and a
    /// command to the terminal.
    private static Diff diff() {
        ImagePanics tyr = Models.tyr();
        List<Site> less = new ArrayList<>(tyr.sites().subList(3, tyr.sites().size()));
        List<Site> more = new ArrayList<>(tyr.sites().subList(0, tyr.sites().size() - 2));
        more.add(SiteBuilder.site().kind(Kind.EXPECT).function("driver", "driver::<script>`|\u001b[31m\u202e\n*x*")
                .at("drivers/driver.rs", 70, 9).build());
        for (int i = 0; i < 3; i++) {
            Site equal = SiteBuilder.site().at("drivers/driver.rs", 10 + i, 9).build();
            more.add(equal);
            if (i < 2) {
                less.add(equal);
            }
        }
        return Diff.of(survey(tyr, less), survey(tyr, more));
    }

    private static Survey survey(ImagePanics image, List<Site> sites) {
        return Survey.of(new Panics(List.of(new ImagePanics(image.image(), image.coverage(), sites),
                Models.gaps()), List.of(), 0));
    }

    @Test
    void theText() throws IOException {
        Golden.compare("diff.txt", text(VIEW.withMoved()));
        Golden.compare("diff-summary.txt", text(VIEW.withSummary()));
        assertThat(text(VIEW.withQuiet()).lines().findFirst()).get().asString().startsWith("+").contains("images");
    }

    @Test
    void theMarkdown() throws IOException {
        StringBuilder out = new StringBuilder();
        DiffMarkdown.write(diff(), VIEW, out);
        Golden.compare("diff.md", out.toString());
        assertThat(out.toString()).doesNotContain("\u001b", "\u202e");
        assertThat(out.toString().replaceAll("`+[^`]*`+", "")).doesNotContain("<script>");
    }

    @Test
    void theContract() throws IOException {
        for (DiffView view : List.of(VIEW, VIEW.withMoved(), VIEW.withFilter(
                SiteFilter.of(List.of("tyr"), List.of(), List.of(), List.of(), false, false, false)))) {
            String json = json(view);
            assertThat(Contracts.problems("diff", json)).isEmpty();
            assertThat(Contracts.undescribed("diff", Contracts.JSON.readTree(json))).isEmpty();
        }
        assertThat(Contracts.problems("diff", json(VIEW).replace("\"added\"", "\"came\""))).isNotEmpty();
    }

    @Test
    void theTable() throws IOException {
        StringBuilder out = new StringBuilder();
        DiffTsv.write(diff(), VIEW, out);
        assertThat(out.toString().lines()).allMatch(line -> line.split("\t", -1).length == 18)
                .anyMatch(line -> line.startsWith("one-of\t+1/3\t"));
    }

    @Test
    void theFindings() {
        Findings findings = DiffFindings.of(diff(), VIEW);
        assertThat(findings.findings()).extracting(Finding::state).contains(Finding.State.NEW, Finding.State.ABSENT,
                Finding.State.UNCHANGED);
        assertThat(findings.findings()).filteredOn(finding -> finding.state() == Finding.State.NEW)
                .allMatch(finding -> finding.level() == Finding.Level.WARNING);
        assertThat(findings.unknown()).isNotEmpty();
    }

    private static String text(DiffView view) throws IOException {
        StringBuilder out = new StringBuilder();
        DiffText.write(diff(), view, out);
        assertThat(out.toString()).doesNotContain("\u001b", "\u202e");
        return out.toString();
    }

    private static String json(DiffView view) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DiffJson.write(diff(), view, out);
        return out.toString(UTF_8);
    }
}
