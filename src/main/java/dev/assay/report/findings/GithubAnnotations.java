package dev.assay.report.findings;

import dev.assay.check.panics.Advice;
import dev.assay.check.panics.Kind;
import dev.assay.report.Count;
import dev.assay.report.Printable;
import dev.assay.report.findings.Finding.Level;
import dev.assay.report.findings.Finding.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Findings as commands for GitHub's runner, which shows them at their lines in a pull request.
///
/// One line each: `::error file=…,line=…,col=…,title=…::message`. The runner takes a command apart at the first `::`
/// behind the properties, and unescapes `%25`, `%0D`, `%0A`, in properties `%3A` and `%2C` too (actions/toolkit,
/// `command.ts`).
public final class GithubAnnotations {
    /// What GitHub shows of each sort for one step; the rest is only in the log.
    private static final int SHOWN = 10;

    private final Appendable out;
    private final SourceRoots roots;
    private final Map<Kind, Advice> advice = new EnumMap<>(Kind.class);
    private int errors;
    private int warnings;

    private GithubAnnotations(Appendable out, SourceRoots roots) {
        this.out = out;
        this.roots = roots;
    }

    /// Writes the commands: what is wrong first, then what is unknown, then the sites, new ones first. Sites to know of
    /// are left out if there are more than GitHub shows.
    ///
    /// @throws IOException of `out` itself
    public static void write(Findings findings, Appendable out) throws IOException {
        new GithubAnnotations(out, SourceRoots.of(findings.findings())).all(findings);
    }

    private void all(Findings findings) throws IOException {
        String title = "assay " + findings.command();
        for (String failure : findings.failures()) {
            command("error", null, title, failure);
            errors++;
        }
        for (String gap : findings.unknown()) {
            command("warning", null, title + ": unknown", gap);
            warnings++;
        }
        for (Finding finding : of(findings, Level.ERROR)) {
            site("error", finding);
            errors++;
        }
        for (Finding finding : of(findings, Level.WARNING)) {
            site("warning", finding);
            warnings++;
        }
        // Nobody looks at a pull request for what it leaves as it was.
        List<Finding> notes = of(findings, Level.NOTE).stream().filter(finding -> finding.state() != State.UNCHANGED)
                .toList();
        // The last of what is shown is the summary.
        int shown = Math.min(notes.size(), SHOWN - 1);
        for (Finding finding : notes.subList(0, shown)) {
            site("notice", finding);
        }
        List<String> rest = new ArrayList<>();
        rest(rest, errors, "error");
        rest(rest, warnings, "warning");
        String left = notes.size() > shown ? Count.of(notes.size() - shown, "more site") + " to know of" : "";
        String more = rest.isEmpty() ? ""
                : "GitHub shows no more than %d annotations of a sort; in the log are %s more"
                        .formatted(SHOWN, String.join(" and ", rest));
        if (!left.isEmpty() || !more.isEmpty()) {
            command("notice", null, title, more + (left.isEmpty() || more.isEmpty() ? "" : "; ")
                    + (left.isEmpty() ? "" : "not listed: " + left));
        }
    }

    private static void rest(List<String> rest, int count, String noun) {
        if (count > SHOWN) {
            rest.add(Count.of(count - SHOWN, noun));
        }
    }

    private static List<Finding> of(Findings findings, Level level) {
        List<Finding> first = new ArrayList<>();
        List<Finding> then = new ArrayList<>();
        for (Finding finding : findings.findings()) {
            if (finding.level() == level) {
                (finding.state() == State.NEW ? first : then).add(finding);
            }
        }
        first.addAll(then);
        return first;
    }

    private void site(String sort, Finding finding) throws IOException {
        Spot spot = roots.of(finding);
        List<String> lines = new ArrayList<>();
        lines.add(Printable.of(finding.message()));
        if (finding.state() != State.UNCOMPARED) {
            lines.add("compared with the baseline: " + Junit.state(finding.state()));
        }
        lines.add(advice.computeIfAbsent(finding.site().kind(), Advice::of).remedy());
        lines.addAll(Details.of(finding, spot));
        command(sort, spot, "assay: " + finding.site().kind().id(), String.join("\n", lines));
    }

    /// @param spot    null for what concerns no file
    /// @param message may have several lines
    private void command(String sort, @Nullable Spot spot, String title, String message) throws IOException {
        out.append("::").append(sort).append(' ');
        // Other files are not in the repository.
        if (spot != null && spot.base() == Spot.Base.TREE) {
            out.append("file=").append(property(spot.path())).append(',');
            if (spot.line() > 0) {
                out.append("line=").append(Integer.toString(spot.line())).append(',');
            }
            if (spot.column() > 0) {
                out.append("col=").append(Integer.toString(spot.column())).append(',');
            }
        }
        out.append("title=").append(property(title)).append("::");
        List<String> lines = message.lines().map(Printable::of).toList();
        out.append(data(String.join("\n", lines))).append('\n');
    }

    private static String property(String text) {
        return data(Printable.of(text)).replace(":", "%3A").replace(",", "%2C");
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }
}
