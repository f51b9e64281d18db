package dev.assay.report.html;

import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Reach;
import dev.assay.report.FunctionPath;
import dev.assay.report.Printable;
import dev.assay.report.Row;
import dev.assay.report.findings.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One line of the table of sites, safe to print.
///
/// @param id       the fingerprint, with a number behind it where several sites have the same
/// @param finding  what it shows
/// @param folder   of the place, with a slash at its end; may be empty
/// @param file     of the place, with line and column; or why there is none
/// @param unknown  a word for the style sheet if there is no place; else null
/// @param notes    what else must be said, often empty
/// @param function shortened
record SiteLine(String id, Finding finding, String folder, String file, @Nullable String unknown, String notes,
        String function) {
    private static final int LONGEST_FUNCTION = 100;
    private static final int LONGEST_ROOT = 60;

    static List<SiteLine> of(List<Finding> findings) {
        Map<String, Integer> seen = new HashMap<>();
        List<SiteLine> lines = new ArrayList<>();
        for (Finding finding : findings) {
            Site site = finding.site();
            int before = seen.merge(site.fingerprint(), 1, Integer::sum) - 1;
            lines.add(of(finding, Printable.of(site.fingerprint()) + (before == 0 ? "" : "-" + (before + 1))));
        }
        return lines;
    }

    private static SiteLine of(Finding finding, String id) {
        Site site = finding.site();
        Row row = Row.of(site, UnaryOperator.identity());
        String place = row.place();
        int name = row.at().known() ? place.lastIndexOf('/') + 1 : 0;
        List<String> notes = new ArrayList<>(row.notes());
        if (site.role() != Role.SITE) {
            notes.add(site.role().id());
        }
        return new SiteLine(id, finding, place.substring(0, name), place.substring(name),
                row.at().known() ? null : "unknown", String.join(" · ", notes),
                FunctionPath.shorten(Printable.of(site.function()), LONGEST_FUNCTION));
    }

    String kind() {
        return finding.site().kind().id();
    }

    String crate() {
        return Printable.of(finding.site().crate());
    }

    /// The classes of the cell with its kind.
    String kindStyle() {
        return "kind " + Family.of(finding.site().kind()).style() + (finding.site().isImplicit() ? "" : " explicit");
    }

    String state() {
        return Facet.state(finding);
    }

    String level() {
        return Facet.level(finding);
    }

    String message() {
        return Printable.of(finding.message());
    }

    String reach() {
        return Facet.reach(finding);
    }

    /// The nearest root, shortened; empty if none is known.
    String root() {
        Reach reach = finding.reach();
        return reach == null || reach.roots().isEmpty() ? ""
                : FunctionPath.shorten(Printable.of(reach.roots().getFirst().name()), LONGEST_ROOT);
    }

    String justified() {
        return Facet.justified(finding);
    }
}
