package dev.assay.report;

import dev.assay.check.diff.Change;
import dev.assay.check.diff.Diff;
import dev.assay.check.diff.Group;
import dev.assay.check.diff.ImageDiff;
import dev.assay.check.panics.Site;
import dev.assay.report.findings.Finding;
import dev.assay.report.findings.Finding.Level;
import dev.assay.report.findings.Finding.State;
import dev.assay.report.findings.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A diff as findings for other tools: what came is a warning, all else is only to know.
public final class DiffFindings {
    private DiffFindings() {}

    /// Every change that the view's filter lets through; unchanged sites too.
    public static Findings of(Diff diff, DiffView view) {
        Diff shown = view.select(diff);
        List<Finding> findings = new ArrayList<>();
        for (ImageDiff image : shown.images()) {
            String path = image.image().image().path();
            for (Change change : image.changes()) {
                findings.add(new Finding(isNew(change) ? Level.WARNING : Level.NOTE, state(change), message(change),
                        path, change.site(), DiffView.reach(shown, image, change).orElse(null),
                        DiffView.source(shown, image, change).orElse(null)));
            }
            image.groups().forEach(group -> group(group, path, findings));
        }
        List<String> unknown = Stream.concat(
                DiffView.unknown(diff.before(), view.nameBefore()).stream().map(gap -> "before: " + gap),
                DiffView.unknown(diff.after(), view.nameAfter()).stream().map(gap -> "after: " + gap)).toList();
        return new Findings("diff", findings, unknown, List.of());
    }

    private static void group(Group group, String path, List<Finding> findings) {
        boolean more = group.surplus() >= 0;
        List<Site> sites = more ? group.after() : group.before();
        String message = "%d of %d equal sites is %s; which cannot be told".formatted(Math.abs(group.surplus()),
                sites.size(), more ? "new" : "gone");
        for (Site site : sites) {
            findings.add(new Finding(more ? Level.WARNING : Level.NOTE, more ? State.NEW : State.ABSENT,
                    message, path, site, null, null));
        }
    }

    private static boolean isNew(Change change) {
        return change.what() == Change.What.ADDED || change.what() == Change.What.COPIED;
    }

    private static State state(Change change) {
        return switch (change.what()) {
            case ADDED, COPIED -> State.NEW;
            case REMOVED, MERGED -> State.ABSENT;
            case MOVED, RECOMPILED, SHIFTED -> State.UPDATED;
            case UNCHANGED -> State.UNCHANGED;
        };
    }

    private static String message(Change change) {
        Site site = change.site();
        Site before = change.before();
        Site after = change.after();
        String what = switch (change.what()) {
            case ADDED -> "is new";
            case REMOVED -> "is gone";
            case COPIED -> "is one more copy of a check that was there";
            case MERGED -> "was one of the copies of a check that is still there";
            case MOVED -> "has moved";
            case RECOMPILED -> "is the same, compiled into another function";
            case SHIFTED -> "is the same, with other lines above it";
            case UNCHANGED -> "is unchanged";
        };
        String from = change.what() == Change.What.MOVED && before != null && after != null
                ? " from " + before.location() + " in " + before.function() : "";
        return "%s in %s %s%s".formatted(site.kind().id(), site.function(), what, from);
    }
}
