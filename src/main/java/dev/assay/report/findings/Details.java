package dev.assay.report.findings;

import dev.assay.check.panics.Frame;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Reach;
import dev.assay.check.sources.SiteSource;
import dev.assay.report.Printable;
import dev.assay.report.ReachView;
import dev.assay.report.SourcePath;
import dev.assay.source.Justification;
import dev.assay.source.history.Commit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be said about a finding beside its message, line by line, for people; safe to print.
final class Details {
    /// Enough to find a commit by.
    private static final int COMMIT_DIGITS = 12;

    private Details() {}

    /// Everything that is known.
    ///
    /// @param spot where a reader looks; null if no file is known
    static List<String> of(Finding finding, @Nullable Spot spot) {
        Site site = finding.site();
        List<String> lines = new ArrayList<>();
        lines.add("function: " + Printable.of(site.function()));
        lines.add("place: " + (spot == null ? unknown(site) : Printable.of(spot.toString())));
        for (int frame = 0; frame < site.inlined().size() - 1; frame++) {
            lines.add("inlined: " + frame(site.inlined().get(frame)));
        }
        Reach reach = finding.reach();
        if (reach != null) {
            lines.add("reached: " + ReachView.text(reach));
        }
        SiteSource source = finding.source();
        if (source != null) {
            Justification justification = source.justification();
            lines.add("justified: " + (justification == null ? "no"
                    : Printable.of(justification.text().replace('\n', ' '))));
            if (source.introduced() != null) {
                lines.add("since: " + commit(source.introduced()));
            }
        }
        lines.add("image: " + Printable.of(finding.image()) + " " + Printable.of(Evidence.place(site)));
        String objdump = Evidence.objdump(finding.image(), site);
        lines.add("to see it: " + Printable.of(objdump == null ? Evidence.show(finding.image(), site) : objdump));
        lines.add("fingerprint: " + Printable.of(site.fingerprint()));
        return lines;
    }

    /// Why there is no place in the source.
    static String unknown(Site site) {
        String why = site.locationUnknown();
        return why == null ? "not known" : "not known: " + Printable.of(why);
    }

    private static String frame(Frame frame) {
        String file = frame.file();
        return Printable.of(frame.function()) + (file == null ? ""
                : " at " + SourcePath.shown(file)
                        + (frame.line() == 0 ? "" : ":" + frame.line() + ":" + frame.column()));
    }

    /// A commit in one line.
    static String commit(Commit commit) {
        return commit.id().isEmpty() ? "not committed yet"
                : "%s (\"%s\"), %s".formatted(
                        Printable.of(commit.id().substring(0, Math.min(COMMIT_DIGITS, commit.id().length()))),
                        Printable.of(commit.subject()), Printable.of(commit.author()));
    }
}
