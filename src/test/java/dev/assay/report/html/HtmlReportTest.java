package dev.assay.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Site;
import dev.assay.report.findings.Findings;
import dev.assay.report.html.Page.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HtmlReportTest {
    private static final Pattern DATA = Pattern
            .compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

    /// What a reader sees of it, without style and scripts.
    private static String body(Page page) throws IOException {
        String text = Pages.text(page);
        return text.substring(text.indexOf("<body"), text.indexOf("<script type="));
    }

    private static JsonNode data(String page) {
        return new JsonMapper().readTree(first(DATA, page));
    }

    private static String first(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).findFirst().orElseThrow();
    }

    @Test
    void aPageNeedsNothingElse() throws IOException {
        String page = Pages.text(Pages.many(30));
        Set<String> attributes = Pattern.compile("(?:src|href|action|data)=\"([^\"]*)\"").matcher(page).results()
                .map((MatchResult match) -> match.group(1)).collect(Collectors.toSet());
        assertThat(attributes).isNotEmpty().allSatisfy(target -> assertThat(target).startsWith("#"));
        assertThat(page).doesNotContain("http:", "https:", "@import", "url(");
    }

    @Test
    void everySiteIsInTheTableAndInTheData() throws IOException {
        String page = Pages.text(Pages.many(250));
        assertThat(Pattern.compile("<td class=\"open\">").matcher(page).results()).hasSize(250);
        JsonNode data = data(page);
        assertThat(data.get("sites").size()).isEqualTo(250);
        JsonNode last = data.get("sites").get(249);
        assertThat(data.get("strings").get(last.get("function").asInt()).asString()).isEqualTo("driver7::module::f249");
        assertThat(data.get("strings").get(last.get("commands").get(0).asInt()).asString()).isEqualTo(
                "objdump -d --start-address=0xffffffff810000fa --stop-address=0xffffffff8100010a many.ko");
    }

    @Test
    void sitesWithTheSameFingerprintAreToldApart() throws IOException {
        Page page = Pages.diff();
        List<SiteLine> lines = SiteLine.of(List.of(page.findings().findings().getFirst(),
                page.findings().findings().getFirst()));
        assertThat(lines.getLast().id()).isEqualTo(lines.getFirst().id() + "-2");
    }

    /// The browser's test shows that they do nothing; this one, that they never become markup.
    @Test
    void hostileNamesStayText() throws IOException {
        String page = Pages.text(Pages.hostile());
        assertThat(page).doesNotContain("<script>window", "<img", "onerror=window.pwned=2><", "\u001b", "\u202e", "\0",
                "\u2028").doesNotContainPattern("[\\x00-\\x08\\x0b-\\x1f\\x7f]");
        assertThat(Pattern.compile("</script").matcher(page).results()).as("ends of scripts").hasSize(3);
        assertThat(Pattern.compile("<script").matcher(page).results()).as("scripts").hasSize(3);
        JsonNode data = data(page);
        JsonNode site = data.get("sites").get(0);
        assertThat(data.get("strings").get(site.get("function").asInt()).asString()).isEqualTo(Pages.HOSTILE_SHOWN);
        assertThat(page).contains("\\u003Cscript\\u003Ewindow.pwned=1");
    }

    @Test
    void whatIsUnknownComesFirst() throws IOException {
        Site site = Pages.site(Kind.EXPECT, "a", "a::f", "a.rs", 1);
        Page page = new Page("a.ko", List.of(),
                List.of(new Page.Examined("", Pages.survey("a.ko", List.of(site), "f+0x3: lost its way"))), "",
                new Findings("panics", List.of(), List.of(), List.of()));
        String text = body(page);
        assertThat(text.substring(text.indexOf("<main>"), text.indexOf("class=\"readings\"")))
                .contains("verdict doubt", "Incomplete", "1 thing is unknown", "f+0x3: lost its way")
                .doesNotContain("Complete<");
        assertThat(text).contains("No panic site was found.");
    }

    @Test
    void anImageWithoutRustIsNotCalledClean() throws IOException {
        ImagePanics image = Pages.image("c.ko", List.of(), List.of());
        Page page = Pages.many(1);
        assertThat(body(page)).contains("verdict good", "All 96 Rust functions decoded");
        Page nothing = new Page("c.ko", List.of(), List.of(), "", page.findings());
        assertThat(body(nothing)).contains("verdict doubt", "No Rust function was found");
        assertThat(image.sites()).isEmpty();
    }

    @Test
    void aGateSaysItsVerdictAndTheRules() throws IOException {
        String refused = body(Pages.gate(List.of()));
        assertThat(refused).contains("verdict bad", "Refused", "2 violations of the policy.",
                "rule 'budget': 12 sites", "rule 'no explicit panics' forbids explicit");
        Page page = Pages.gate(List.of("one unit"));
        Findings findings = page.findings();
        Findings rest = new Findings("gate", findings.findings().subList(1, 3), findings.unknown(), List.of());
        assertThat(body(with(page, rest, Outcome.UNDECIDED))).contains("verdict doubt", "Undecided", "one unit");
        assertThat(body(with(page, rest, Outcome.ACCEPTED))).contains("verdict doubt", "Accepted", "one unit");
        Findings fine = new Findings("gate", findings.findings().subList(2, 3), List.of(), List.of());
        assertThat(body(with(page, fine, Outcome.ACCEPTED))).contains("verdict good", "Accepted");
    }

    private static Page with(Page page, Findings findings, Outcome outcome) {
        return new Page(page.title(), page.facts(), page.examined(), "", findings, outcome, List.of());
    }

    @Test
    void aComparisonBeginsWithWhatChanged() throws IOException {
        String page = body(Pages.diff());
        assertThat(page).contains("data-begin=\"state=new,removed\"", "new and removed sites", "before", "old.ko");
        assertThat(page.substring(page.indexOf("<svg viewBox=\"0 0 1200"), page.indexOf("as a table")))
                .contains("add-overflow", "expect").doesNotContain("assert", "borrow");
    }

    @Test
    void aSelectionIsCalledOne() throws IOException {
        Page all = Pages.many(3);
        assertThat(body(all)).doesNotContain("Only a selection");
        assertThat(body(new Page("t", List.of(), all.examined(), "crate a", all.findings())))
                .contains("Only a selection: <b>crate a</b>");
    }

    @Test
    void theStreamsOwnFailureArrives() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("disk full");
            }
        };
        assertThatIOException().isThrownBy(() -> HtmlReport.write(Pages.many(2000), full)).withMessage("disk full");
    }

    @Test
    void everyKindHasAFamilyWithAColour() throws IOException {
        String style = Assets.load().style();
        assertThat(Arrays.stream(Kind.values()).map(Family::of).map(Family::style).distinct())
                .allSatisfy(name -> assertThat(style).contains("." + name + " "));
    }
}
