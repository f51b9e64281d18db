package dev.assay.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.ImagePanics.Identity;
import dev.assay.report.Count;
import dev.assay.report.Printable;
import dev.assay.report.Unknowns;
import dev.assay.report.findings.Finding;
import dev.assay.report.findings.Finding.Level;
import dev.assay.report.findings.Finding.State;
import dev.assay.report.html.Sheet.ImageLine;
import dev.assay.report.html.Sheet.Reading;
import dev.assay.report.html.Sheet.Verdict;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.WriterOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.exc.JacksonIOException;

/// An answer as one page that needs nothing else: no network, no other file. What it says is in its tables; the script
/// in it sorts and filters them, and shows what is known of one site.
public final class HtmlReport {
    private static final int BUFFER = 1 << 16;

    private final Page page;
    private final List<Finding> findings;
    private final Gaps gaps;

    private HtmlReport(Page page) {
        this.page = page;
        this.findings = page.findings().findings();
        this.gaps = Gaps.of(page);
    }

    /// Writes a page, and leaves the stream open.
    ///
    /// @throws IOException of the stream itself
    public static void write(Page page, OutputStream out) throws IOException {
        Assets assets = Assets.load();
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, UTF_8), BUFFER);
        try {
            render(new HtmlReport(page).sheet(assets, writer), writer);
            writer.flush();
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        } catch (JacksonIOException failed) {
            throw failed.getCause();
        }
    }

    @SuppressWarnings("NullAway") // jte takes null for no interceptor
    private static void render(Sheet sheet, Writer writer) {
        JtepageGenerated.render(new OwaspHtmlTemplateOutput(new WriterOutput(writer)), null, sheet);
    }

    private Sheet sheet(Assets assets, Writer out) {
        boolean reach = page.examined().stream().anyMatch(each -> each.survey().reaches().isPresent());
        boolean sources = page.examined().stream().anyMatch(each -> each.survey().sources().isPresent());
        String command = page.findings().command();
        List<Facet> facets = Facet.all(findings, reach, sources, command.equals("gate"));
        List<ImageLine> images = new ArrayList<>();
        Map<String, Identity> identities = new HashMap<>();
        for (Page.Examined examined : page.examined()) {
            for (ImagePanics image : examined.survey().panics().images()) {
                images.add(new ImageLine(Printable.of(examined.name()), image, Unknowns.of(image)));
                identities.put(image.image().path(), image.image());
            }
        }
        List<Page.Fact> facts = new ArrayList<>();
        if (images.size() == 1) {
            facts.addAll(Sheet.facts(images.getFirst().image()));
        }
        page.facts().forEach(fact -> facts.add(new Page.Fact(Printable.of(fact.name()), Printable.of(fact.value()))));
        List<Finding> changed = findings.stream().filter(HtmlReport::isChange).toList();
        boolean cameOrWent = changed.stream().anyMatch(each -> each.state() != State.UPDATED);
        List<Finding> mapped = changed.stream().filter(each -> !cameOrWent || each.state() != State.UPDATED).toList();
        boolean compared = command.equals("diff") && !changed.isEmpty();
        List<SiteLine> lines = SiteLine.of(findings);
        return new Sheet(command, Printable.of(page.title()), facts, verdict(), readings(facets),
                images.size() == 1 ? List.of() : images, gaps, Treemap.of(compared ? mapped : findings),
                !compared ? "all sites" : cameOrWent ? "new and removed sites" : "moved sites", facets,
                !compared ? "" : cameOrWent ? "state=new,removed" : "state=moved",
                Printable.of(page.leftOut()), lines, assets, new Details(lines, facets, identities, out));
    }

    private static boolean isChange(Finding finding) {
        return finding.state() != State.UNCHANGED && finding.state() != State.UNCOMPARED;
    }

    private Verdict verdict() {
        boolean doubtful = !gaps.unknown().isEmpty();
        switch (page.outcome()) {
            case REFUSED -> {
                int violations = Sheet.count(findings, Level.ERROR) + gaps.failures().size();
                return new Verdict("bad", "Refused", Count.of(violations, "violation") + " of the policy"
                        + (doubtful ? ", and " + gaps.count() : "") + ".");
            }
            case UNDECIDED -> {
                return new Verdict("doubt", "Undecided",
                        "Nothing that was seen breaks the policy, but what it asks for is not all known.");
            }
            case ACCEPTED -> {
                return new Verdict(doubtful ? "doubt" : "good", "Accepted", "The policy allows every site"
                        + (doubtful ? ", and puts up with what is unknown." : "."));
            }
            case NONE -> {}
        }
        if (!gaps.unknown().isEmpty()) {
            return new Verdict("doubt", "Incomplete",
                    gaps.count() + ". What is not listed below may panic all the same.");
        }
        long functions = page.examined().stream().flatMap(each -> each.survey().panics().images().stream())
                .mapToLong(image -> image.coverage().rustFunctions()).sum();
        return functions == 0
                ? new Verdict("doubt", "Nothing to see", "No Rust function was found in what was examined.")
                : new Verdict("good", "Complete", "All " + Count.of(functions, "Rust function")
                        + " decoded, every unit read, every location known.");
    }

    private List<Reading> readings(List<Facet> facets) {
        List<Reading> readings = new ArrayList<>();
        readings.add(
                new Reading(findings.size(), page.leftOut().isEmpty() ? "panic sites" : "sites selected", "#", ""));
        for (Facet facet : facets) {
            switch (facet.name()) {
                case "state" -> {
                    add(readings, facet, "new", "new", "bad");
                    add(readings, facet, "removed", "removed", "good");
                    add(readings, facet, "moved", "moved", "");
                    add(readings, facet, "unchanged", "unchanged", "");
                }
                case "level" -> {
                    add(readings, facet, "error", "not allowed", "bad");
                    add(readings, facet, "warning", "warnings", "doubt");
                }
                case "origin" -> {
                    add(readings, facet, "implicit", "implicit", "");
                    add(readings, facet, "explicit", "explicit", "");
                }
                case "reach" -> {
                    add(readings, facet, "reached", "reached", "");
                    add(readings, facet, Facet.REACHED_BY_DOUBT, "by unknown edges", "doubt");
                    add(readings, facet, Facet.UNREACHED, "not reached", "");
                    addIfAny(readings, facet, Facet.UNKNOWN, "reach unknown");
                }
                case "justified" -> {
                    int justified = facet.count("comment") + facet.count("# Panics");
                    readings.add(new Reading(justified, "justified",
                            justified == 0 ? null : Hash.of("justified", "comment,# Panics"), ""));
                    addIfAny(readings, facet, Facet.NO_SOURCE, "without source");
                }
                default -> {}
            }
        }
        return readings;
    }

    private static void add(List<Reading> readings, Facet facet, String value, String label, String style) {
        int count = facet.count(value);
        readings.add(
                new Reading(count, label, count == 0 ? null : Hash.of(facet.name(), value), count == 0 ? "" : style));
    }

    private static void addIfAny(List<Reading> readings, Facet facet, String value, String label) {
        if (facet.count(value) > 0) {
            add(readings, facet, value, label, "doubt");
        }
    }
}
