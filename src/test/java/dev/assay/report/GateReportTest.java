package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.gate.Gate;
import dev.assay.check.gate.PolicyReader;
import dev.assay.check.gate.Verdict;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.ImageSite;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Site;
import dev.assay.check.sources.SiteSource;
import dev.assay.check.sources.Sources;
import dev.assay.check.survey.Survey;
import dev.assay.report.findings.Finding;
import dev.assay.report.findings.Findings;
import dev.assay.source.Justification;
import dev.assay.source.Passage;
import dev.assay.source.history.Commit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateReportTest {
    private static final LocalDate TODAY = LocalDate.of(2027, 1, 31);
    private static final String EVIL = "\\u001b[2J\\u202e</td><script>alert(1)</script>|`x`";

    private static Verdict judge(String rules, Survey survey, Optional<Survey> baseline) {
        return Gate.judge(PolicyReader.read("assay.toml", "version = 1\n" + rules), survey, baseline, TODAY);
    }

    private static Survey survey(ImagePanics image) {
        return Survey.of(new Panics(List.of(image), List.of(), 0));
    }

    /// Every site with a passage, a justification and a commit, all of them hostile.
    private static Survey withSource(ImagePanics image) {
        Map<ImageSite, SiteSource> sources = new HashMap<>();
        String evil = "\u001b[31m\u202e\n<script>|``";
        for (Site site : image.sites()) {
            sources.put(new ImageSite(image.image().path(), site), new SiteSource(
                    new Passage(evil, 3, 2, List.of("let x = a[i];" + evil), 3, false, false, false),
                    new Justification(Justification.Kind.SECTION, evil, evil, 1),
                    new Commit("1a2b3c4d5e6f708192a3b4c5d6e7f80912345678", evil, evil,
                            Instant.parse("2026-03-01T10:00:00Z"), evil)));
        }
        return new Survey(new Panics(List.of(image), List.of(), 0), Optional.empty(),
                Optional.of(new Sources(sources, List.of(), List.of(evil))));
    }

    private static List<Verdict> verdicts() {
        String hostile = """
                [[rule]]
                name = "%s"
                reason = "%s"
                kind = "implicit"
                forbid = true
                [[rule]]
                max = 0
                [[allow]]
                fingerprint = "00000000000000ff"
                reason = "x"
                """.formatted(EVIL, EVIL);
        return List.of(
                judge("[[rule]]\nallow = true", survey(Models.clean(12)), Optional.empty()),
                judge(hostile, survey(Models.hostile()), Optional.empty()),
                judge(hostile, withSource(Models.hostile()), Optional.of(survey(Models.tyr()))),
                judge("[[rule]]\nallow-if = \"panic-comment\"\nreason = \"r\"", withSource(Models.gaps()),
                        Optional.empty()),
                judge("[[rule]]\nforbid = true\nfile = \"nothing.rs\"", survey(Models.gaps()), Optional.empty()),
                judge("[[rule]]\nmax = 3\nname = \"few\"", survey(Models.tyr()),
                        Optional.of(survey(Models.tyr()))));
    }

    private static String text(Verdict verdict, boolean explain) throws IOException {
        StringBuilder out = new StringBuilder();
        GateText.write(verdict, new GateView(false, 0, explain), out);
        return out.toString();
    }

    private static String json(Verdict verdict) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        GateJson.write(verdict, out);
        return out.toString(UTF_8);
    }

    @Test
    void theVerdictComesFirstAndStaysTrueAlone() throws IOException {
        List<String> headlines = verdicts().stream().map(GateWords::headline).toList();
        assertThat(headlines).containsExactly(
                "gate: passed, 0 sites, 1 rule",
                "gate: FAILED: 2 sites not allowed; 3 things unknown besides",
                "gate: FAILED: 2 sites not allowed; 3 things unknown besides",
                "gate: FAILED: 5 sites not allowed; 3 things unknown besides",
                "gate: INCOMPLETE: 8 things unknown; 5 sites, 1 rule",
                "gate: FAILED: too many sites for 1 rule");
        for (Verdict verdict : verdicts()) {
            assertThat(text(verdict, false)).startsWith(GateWords.headline(verdict) + "\n");
        }
    }

    @Test
    void nothingFromAFileSteersTheTerminal() throws IOException {
        for (Verdict verdict : verdicts()) {
            Plain.assertHarmless(text(verdict, true));
            Plain.assertHarmless(json(verdict));
            StringBuilder markdown = new StringBuilder();
            GateMarkdown.write(verdict, new GateView(false, 0, true), markdown);
            Plain.assertHarmless(markdown.toString());
        }
    }

    @Test
    void markdownHasTextFromFilesBetweenBackticksOnly() throws IOException {
        for (Verdict verdict : verdicts()) {
            StringBuilder out = new StringBuilder();
            GateMarkdown.write(verdict, new GateView(false, 0, true), out);
            for (String line : out.toString().split("\n", -1)) {
                String bare = line.replaceAll("(?<!`)(`+)(?!`)(.*?)(?<!`)\\1(?!`)", "");
                assertThat(bare).as(line).doesNotContain("<", "script");
                if (line.startsWith("|")) {
                    assertThat(line.replace("\\|", "").chars().filter(c -> c == '|').count()).as(line).isEqualTo(7);
                }
            }
        }
    }

    @Test
    void everyJsonIsValidAndDescribed() throws IOException {
        for (Verdict verdict : verdicts()) {
            String json = json(verdict);
            assertThat(Contracts.problems("gate", json)).isEmpty();
            assertThat(Contracts.undescribed("gate", Contracts.JSON.readTree(json))).isEmpty();
        }
    }

    @Test
    void aViolationSaysWhichRuleWhereSinceWhenAndWhatToDo() throws IOException {
        String text = text(judge("[[rule]]\nname = \"tidy\"\nallow-if = \"panic-comment\"\nreason = \"say why\"",
                withSource(Models.tyr()), Optional.empty()), false);
        assertThat(text).contains("assay.toml:2 (tidy): not justified\n  reason: say why\n",
                "drivers/gpu/drm/tyr/", "since 1a2b3c4d5e6f (\"", ", 2026-03-01", "3 | let x = a[i];",
                "what to do: say in a "
                        + "// PANIC: comment",
                "(assay panics --help ");
    }

    @Test
    void findingsHoldWhatIsNotAllowedAndWhatIsUnknown() {
        Findings failed = GateFindings.of(judge("[[rule]]\nforbid = true\nreason = \"r\"", survey(Models.tyr()),
                Optional.of(survey(Models.tyr()))));
        assertThat(failed.command()).isEqualTo("gate");
        assertThat(failed.findings()).hasSize(24).allMatch(finding -> finding.level() == Finding.Level.ERROR
                && finding.state() == Finding.State.UNCHANGED
                && finding.message().equals("not allowed by assay.toml:2: forbidden (r)"));
        Findings ceiling = GateFindings.of(judge("[[rule]]\nmax = 3", survey(Models.tyr()),
                Optional.of(survey(Models.clean(1)))));
        assertThat(ceiling.failures()).containsExactly(
                "not allowed by assay.toml:2: 24 sites where at most 3 may be");
        assertThat(ceiling.findings()).hasSize(24).allMatch(finding -> finding.state() == Finding.State.NEW);
        Findings unknown = GateFindings.of(judge("[[rule]]\nforbid = true\nfile = \"nothing.rs\"",
                survey(Models.gaps()), Optional.empty()));
        assertThat(unknown.findings()).isNotEmpty().allMatch(finding -> finding.level() == Finding.Level.WARNING);
        assertThat(unknown.unknown()).isNotEmpty();
    }
}
