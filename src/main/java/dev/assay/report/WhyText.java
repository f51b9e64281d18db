package dev.assay.report;

import dev.assay.check.panics.Site;
import dev.assay.check.reach.ReachClass;
import dev.assay.check.reach.Why;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The answer to `assay why` for people: each target, whether it is reached, and the ways to it.
public final class WhyText {
    private final WhyView view;
    private final Style style;
    private final Appendable out;

    private WhyText(WhyView view, Appendable out) {
        this.view = view;
        this.style = view.style();
        this.out = out;
    }

    /// Writes the whole answer. Text from the files is escaped.
    public static void write(Why why, WhyView view, Appendable out) throws IOException {
        new WhyText(view, out).answer(why);
    }

    private void answer(Why why) throws IOException {
        boolean first = true;
        for (Why.Target target : why.targets()) {
            if (!first) {
                line("");
            }
            target(target);
            first = false;
        }
        if (!why.targets().isEmpty() && (why.targets().size() > 1 || !why.unknown().isEmpty())) {
            line("");
        }
        if (why.targets().size() != 1) {
            line(style.bold(total(why)));
        }
        for (String unknown : why.unknown()) {
            line(style.warning("unknown: ") + Printable.of(unknown));
        }
    }

    private void target(Why.Target target) throws IOException {
        Site site = target.site();
        if (site == null) {
            line("function  " + style.bold(view.function(target.function(), 10)));
        } else {
            SiteText.print(site, "", view, out);
        }
        if (target.image() != null) {
            line("  " + style.dim("in " + Printable.of(target.image())));
        }
        if (target.guard() != null) {
            line("  why the check is still there: " + Printable.of(target.guard()));
        }
        String reached = reached(target);
        line("  " + (target.reach() == ReachClass.REACHED ? style.bold(reached) : style.warning(reached)));
        new WayText(view, out).print(target.ways(), true);
    }

    /// Whether a target is reached, in words; also how many of its roots are shown.
    static String reached(Why.Target target) {
        String roots = Count.of(target.rootCount(), "root") + shown(target);
        return switch (target.reach()) {
            case REACHED -> "reached from " + roots;
            case UNKNOWN_EDGES -> target.rootCount() == 0
                    ? "only through unknown edges" : "only through unknown edges, from " + roots;
            case UNREACHED -> "not reached by anything known";
        };
    }

    private static String shown(Why.Target target) {
        int ways = target.ways().size();
        return ways == 0 || ways >= target.rootCount()
                ? "" : ways == 1 ? ", the nearest of them" : ", the nearest " + ways + " of them";
    }

    private static String total(Why why) {
        if (why.targets().isEmpty()) {
            return "no function or panic site fits";
        }
        List<String> parts = new ArrayList<>();
        for (ReachClass reach : ReachClass.values()) {
            long number = why.targets().stream().filter(target -> target.reach() == reach).count();
            if (number > 0) {
                parts.add(number + switch (reach) {
                    case REACHED -> " reached";
                    case UNKNOWN_EDGES -> " only through unknown edges";
                    case UNREACHED -> " not reached by anything known";
                });
            }
        }
        return Count.of(why.targets().size(), "target") + ": " + String.join(", ", parts);
    }

    private void line(String line) throws IOException {
        Printable.line(out, line);
    }
}
