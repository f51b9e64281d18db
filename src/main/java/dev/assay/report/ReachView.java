package dev.assay.report;

import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Entrance;
import dev.assay.check.reach.Reach;
import dev.assay.check.reach.ReachClass;
import dev.assay.check.reach.Reaches;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is known of the callers of panic sites, and which sites are shown because of it.
///
/// @param reaches   of every site
/// @param asked     whether anybody wants to know
/// @param from      patterns that roots had to fit, as given; empty for all
/// @param unreached whether only sites are shown that nothing known reaches
public record ReachView(Reaches reaches, boolean asked, List<String> from, boolean unreached) {
    /// Nobody asked.
    public static final ReachView NONE = new ReachView(Reaches.NONE, false, List.of(), false);

    private static final String BY_SHAPE = " (by its shape)";
    private static final String TAKEN = "address taken in ";
    /// Generics make some paths very long.
    private static final int FUNCTION_LIMIT = 100;

    public ReachView {
        from = List.copyOf(from);
    }

    Optional<Reach> of(String image, Site site) {
        return site.role() == Role.SITE ? reaches.of(image, site) : Optional.empty();
    }

    /// Whether a site is shown.
    boolean matches(String image, Site site) {
        if (from.isEmpty() && !unreached) {
            return true;
        }
        boolean isUnreached = of(image, site).map(Reach::reach).filter(ReachClass.UNREACHED::equals).isPresent();
        return site.role() == Role.SITE && isUnreached == unreached;
    }

    /// The condition, as a reader of the answer needs it to know what was left out; empty if nothing was.
    String describe() {
        return from.isEmpty() ? unreached ? "not reached by anything known" : ""
                : "reached from " + String.join(" or ", from);
    }

    /// How a site is reached, in words.
    public static String text(Reach reach) {
        return switch (reach.reach()) {
            case UNREACHED -> "not reached by anything known";
            case REACHED -> "from " + roots(reach);
            case UNKNOWN_EDGES -> "only through unknown edges, from " + roots(reach);
        };
    }

    private static String roots(Reach reach) {
        List<String> names = new ArrayList<>();
        for (Entrance root : reach.roots()) {
            String name = Printable.of(root.name()) + (isNamed(root) ? "" : ": " + function(root));
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        int more = reach.rootCount() - reach.roots().size();
        return String.join("; ", names) + (more > 0 ? "; and " + Count.of(more, "more root", "more roots") : "");
    }

    /// Whether a root's name says which one it is. A table without a name is told apart by its functions; of others in
    /// a table without a type they at least give an idea.
    private static boolean isNamed(Entrance root) {
        boolean isSlot = root.kind().equals("operations") || root.kind().equals("data");
        return !isSlot || (!root.name().endsWith(BY_SHAPE) && !root.name().startsWith(TAKEN));
    }

    private static String function(Entrance root) {
        return FunctionPath.shorten(Printable.of(root.function()), FUNCTION_LIMIT);
    }
}
