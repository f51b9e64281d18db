package dev.assay.report;

import dev.assay.check.diff.Change;
import dev.assay.check.diff.Diff;
import dev.assay.check.diff.ImageDiff;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Site;
import dev.assay.check.panics.SiteFilter;
import dev.assay.check.reach.Reach;
import dev.assay.check.sources.SiteSource;
import dev.assay.check.survey.Survey;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// What of a diff is to be printed, and how. JSON and TSV heed only the filter and `moved`.
///
/// @param nameBefore  what the user called the first
/// @param nameAfter   what the user called the second
/// @param filter      which sites
/// @param demangle    from a mangled name to its path without crate hashes, for filters on aliases
/// @param moved       list sites that only shifted, too
/// @param summary     only the numbers and the table
/// @param quiet       only the line with the numbers
/// @param colour      whether the text may hold ANSI colours
/// @param width       of the terminal in characters; 0 = names are never shortened
public record DiffView(String nameBefore, String nameAfter, SiteFilter filter, UnaryOperator<String> demangle,
        boolean moved, boolean summary, boolean quiet, boolean colour, int width) {

    /// What the compiler leaves out of an image built without overflow checks.
    private static final Set<Kind> OVERFLOW = EnumSet.of(Kind.ADD_OVERFLOW, Kind.SUB_OVERFLOW, Kind.MUL_OVERFLOW,
            Kind.NEG_OVERFLOW, Kind.SHL_OVERFLOW, Kind.SHR_OVERFLOW);
    private static final int MANY = 3;

    /// Everything, for a file or a pipe.
    public static DiffView plain(String nameBefore, String nameAfter) {
        return new DiffView(nameBefore, nameAfter, SiteFilter.allSites(), UnaryOperator.identity(), false, false,
                false, false, 0);
    }

    /// The same with other sites.
    public DiffView withFilter(SiteFilter other) {
        return new DiffView(nameBefore, nameAfter, other, demangle, moved, summary, quiet, colour, width);
    }

    /// The same with the sites that only shifted.
    public DiffView withMoved() {
        return new DiffView(nameBefore, nameAfter, filter, demangle, true, summary, quiet, colour, width);
    }

    /// The same with nothing but the numbers and the table.
    public DiffView withSummary() {
        return new DiffView(nameBefore, nameAfter, filter, demangle, moved, true, quiet, colour, width);
    }

    /// The same with nothing but the numbers.
    public DiffView withQuiet() {
        return new DiffView(nameBefore, nameAfter, filter, demangle, moved, summary, true, colour, width);
    }

    /// What the filter leaves of a diff.
    Diff select(Diff diff) {
        return filter.isEverything() ? diff : diff.filtered(site -> filter.matches(site, demangle));
    }

    /// Whether anything of what is shown differs.
    public boolean isDifferent(Diff diff) {
        return select(diff).isDifferent();
    }

    /// The kinds of change that are listed one by one.
    List<Change.What> listed() {
        List<Change.What> listed = new ArrayList<>(List.of(Change.What.ADDED, Change.What.REMOVED, Change.What.MOVED,
                Change.What.COPIED, Change.What.MERGED, Change.What.RECOMPILED));
        if (moved) {
            listed.add(Change.What.SHIFTED);
        }
        return listed;
    }

    /// From where a changed site is reached, as it is or as it was; empty if nobody asked.
    static Optional<Reach> reach(Diff diff, ImageDiff image, Change change) {
        return side(diff, change).reaches().flatMap(reaches -> reaches.of(path(image, change), change.site()));
    }

    /// What the source says at a changed site; empty if no tree was given.
    static Optional<SiteSource> source(Diff diff, ImageDiff image, Change change) {
        return side(diff, change).sources().flatMap(sources -> sources.of(path(image, change), change.site()));
    }

    private static Survey side(Diff diff, Change change) {
        return change.after() == null ? diff.before() : diff.after();
    }

    private static String path(ImageDiff image, Change change) {
        ImagePanics before = image.before();
        ImagePanics after = image.after();
        boolean gone = change.after() == null;
        return gone && before != null ? before.image().path() : after == null ? "" : after.image().path();
    }

    /// What one side does not know, one line each, safe to print.
    public static List<String> unknown(Survey survey, String name) {
        Panics panics = survey.panics();
        List<String> unknown = Unknowns.of(survey);
        if (panics.images().stream().noneMatch(ImagePanics::hasRust) && panics.unreadable().isEmpty()
                && panics.withoutRust() == 0) {
            unknown.add(Printable.of(name) + ": no file with code in it");
        }
        return unknown;
    }

    /// What a reader has to know of the two sides before the numbers: where one of them has no Rust, and what was built
    /// for another machine.
    static List<String> remarks(Diff diff, DiffView view) {
        List<String> remarks = new ArrayList<>();
        withoutRust(diff.before(), view.nameBefore(), remarks);
        withoutRust(diff.after(), view.nameAfter(), remarks);
        for (ImageDiff image : diff.images()) {
            if (image.isPaired()) {
                overflow(image, remarks);
            }
            ImagePanics before = image.before();
            ImagePanics after = image.after();
            if (image.isOtherMachine() && before != null && after != null) {
                remarks.add(Printable.of(after.image().path()) + " is " + Printable.of(after.image().machine())
                        + ", before " + Printable.of(before.image().machine())
                        + ": the compiler has its own reasons to differ");
            }
            if (before != null && after != null && !before.image().rustc().equals(after.image().rustc())
                    && !before.image().rustc().isEmpty() && !after.image().rustc().isEmpty()) {
                remarks.add(Printable.of(after.image().path()) + " is by rustc "
                        + Printable.of(String.join(" and ", after.image().rustc())) + ", before "
                        + Printable.of(String.join(" and ", before.image().rustc())));
            }
        }
        return remarks;
    }

    /// Overflow checks that all came or went at once are another configuration, not another source.
    private static void overflow(ImageDiff image, List<String> remarks) {
        int before = 0;
        int after = 0;
        for (Change change : image.changes()) {
            if (OVERFLOW.contains(change.site().kind())) {
                before += change.before() == null ? 0 : 1;
                after += change.after() == null ? 0 : 1;
            }
        }
        if (Math.min(before, after) == 0 && Math.max(before, after) >= MANY) {
            remarks.add(Printable.of(image.image().image().path()) + (after == 0 ? " has no overflow checks any more"
                    : " had no overflow checks before") + ": CONFIG_RUST_OVERFLOW_CHECKS may differ");
        }
    }

    private static void withoutRust(Survey survey, String name, List<String> remarks) {
        Panics panics = survey.panics();
        if (panics.images().stream().noneMatch(ImagePanics::hasRust) && panics.withoutRust() > 0) {
            remarks.add("no Rust code in " + Printable.of(name));
        }
    }

    /// The place of a site where a reader of the driver would look.
    static String place(Site site) {
        return Row.of(site, UnaryOperator.identity()).place();
    }

    /// The place of a change; of a site that moved, from where to where, the file only once.
    static String place(Change change) {
        Site before = change.before();
        Site after = change.after();
        if (before == null || after == null) {
            return place(change.site());
        }
        Row from = Row.of(before, UnaryOperator.identity());
        Row to = Row.of(after, UnaryOperator.identity());
        boolean moved = change.what() == Change.What.MOVED || change.what() == Change.What.SHIFTED;
        if (!moved) {
            return to.at().known() ? to.place() : from.place(); // only one of them may have debug information
        }
        boolean comparable = from.atOrigin() == to.atOrigin() && from.at().known() && to.at().known();
        String was = comparable || before.location() == null ? from.place() : Place.of(before.location()).toString();
        String is = comparable || after.location() == null ? to.place() : Place.of(after.location()).toString();
        int end = is.indexOf(':');
        boolean sameFile = end > 0 && was.startsWith(is.substring(0, end + 1)) && was.indexOf(':') == end;
        return was.equals(is) ? is : was + " → " + (sameFile ? is.substring(end + 1) : is);
    }
}
