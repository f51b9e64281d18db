package dev.assay.report.findings;

import dev.assay.report.Count;
import dev.assay.report.findings.Finding.Level;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Findings as a report of JUnit's tests in XML, which every system for continuous integration reads. There is no
/// standard for it; this is what Jenkins, GitLab and the reporters for GitHub have in common.
///
/// A suite for each image, a test for each site, named by its fingerprint so that it keeps its history. What may not
/// land has failed, what is to be looked at is skipped, the rest has passed. What is unknown is an error: a report of
/// which nobody knows whether it is complete is not green.
public final class Junit {
    private static final String OWN = "assay";

    private final XmlWriter xml;
    private final SourceRoots roots;

    private Junit(XmlWriter xml, SourceRoots roots) {
        this.xml = xml;
        this.roots = roots;
    }

    /// Writes one document, and does not close `out`.
    ///
    /// @throws IOException of `out` itself
    public static void write(Findings findings, Appendable out) throws IOException {
        new Junit(new XmlWriter(out), SourceRoots.of(findings.findings())).all(findings);
    }

    /// A finding with its name.
    private record Named(String name, Finding finding) {}

    private void all(Findings findings) throws IOException {
        Map<String, List<Named>> byImage = new LinkedHashMap<>();
        findings.images().forEach(image -> byImage.put(image.path(), new ArrayList<>()));
        List<String> names = Identities.of(findings.findings());
        for (int i = 0; i < names.size(); i++) {
            Finding finding = findings.findings().get(i);
            byImage.computeIfAbsent(finding.image(), image -> new ArrayList<>())
                    .add(new Named(names.get(i), finding));
        }
        int unknown = findings.unknown().size();
        int failures = findings.failures().size();
        // One test always passes or fails: that of everything having been examined. Some readers refuse an empty report.
        int own = Math.max(1, unknown + failures);
        xml.start("testsuites").attribute("name", OWN + " " + findings.command());
        counts(names.size() + own, count(findings.findings(), Level.ERROR) + failures, unknown,
                count(findings.findings(), Level.WARNING));
        for (Map.Entry<String, List<Named>> image : byImage.entrySet()) {
            image(image.getKey(), image.getValue());
        }
        xml.start("testsuite").attribute("name", OWN);
        counts(own, failures, unknown, 0);
        own(findings);
        xml.end();
        xml.end();
    }

    private void counts(long tests, long failures, long errors, long skipped) throws IOException {
        xml.attribute("tests", tests).attribute("failures", failures).attribute("errors", errors)
                .attribute("skipped", skipped).attribute("time", 0);
    }

    private static long count(List<Finding> findings, Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    private void image(String path, List<Named> sites) throws IOException {
        List<Finding> findings = sites.stream().map(Named::finding).toList();
        xml.start("testsuite").attribute("name", path);
        counts(findings.size(), count(findings, Level.ERROR), 0, count(findings, Level.WARNING));
        for (Named site : sites) {
            site(site.name(), site.finding());
        }
        xml.end();
    }

    private void site(String name, Finding finding) throws IOException {
        Spot spot = roots.of(finding);
        xml.start("testcase").attribute("classname", finding.site().function())
                .attribute("name", finding.site().kind().id() + " " + name).attribute("time", 0);
        if (spot != null) {
            xml.attribute("file", spot.path());
            if (spot.line() > 0) {
                xml.attribute("line", spot.line());
            }
        }
        String element = switch (finding.level()) {
            case ERROR -> "failure";
            case WARNING -> "skipped";
            case NOTE -> null;
        };
        List<String> details = details(finding, spot);
        if (element == null) {
            lines("system-out", null, details);
        } else if (element.equals("failure")) {
            xml.start(element).attribute("message", finding.message()).attribute("type", finding.site().kind().id());
            for (String line : details) {
                xml.line(line);
            }
            xml.end();
        } else {
            xml.start(element).attribute("message", finding.message()).end();
            lines("system-out", null, details);
        }
        xml.end();
    }

    private static List<String> details(Finding finding, @Nullable Spot spot) {
        List<String> lines = new ArrayList<>();
        lines.add(finding.message());
        if (finding.state() != Finding.State.UNCOMPARED) {
            lines.add("compared with the baseline: " + state(finding.state()));
        }
        lines.addAll(Details.of(finding, spot));
        return lines;
    }

    static String state(Finding.State state) {
        return switch (state) {
            case UNCOMPARED -> "";
            case NEW -> "new";
            case UNCHANGED -> "as before";
            case UPDATED -> "moved";
            case ABSENT -> "gone";
        };
    }

    private void lines(String element, @Nullable String message, List<String> lines) throws IOException {
        xml.start(element);
        if (message != null) {
            xml.attribute("message", message);
        }
        for (String line : lines) {
            xml.line(line);
        }
        xml.end();
    }

    /// What concerns no site.
    private void own(Findings findings) throws IOException {
        if (findings.failures().isEmpty() && findings.unknown().isEmpty()) {
            xml.start("testcase").attribute("classname", OWN).attribute("name", "everything was examined")
                    .attribute("time", 0).end();
        }
        int number = 0;
        for (String failure : findings.failures()) {
            complaint("failure", "failure " + ++number, failure);
        }
        number = 0;
        for (String gap : findings.unknown()) {
            complaint("error", "unknown " + ++number + " of " + Count.of(findings.unknown().size(), "unknown"), gap);
        }
    }

    private void complaint(String element, String name, String text) throws IOException {
        xml.start("testcase").attribute("classname", OWN).attribute("name", name).attribute("time", 0);
        xml.start(element).attribute("message", text).attribute("type", element.equals("error") ? "unknown" : OWN)
                .line(text).end();
        xml.end();
    }
}
