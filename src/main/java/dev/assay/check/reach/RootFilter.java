package dev.assay.check.reach;

import dev.assay.check.panics.Glob;
import dev.assay.image.calls.Kernel;
import dev.assay.image.roots.Root;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Picks the roots that patterns fit, of those from which a panic site can be reached: to name all roots of a kernel
/// costs more than the rest of an answer.
final class RootFilter {
    private final KernelReach reach;
    private final Kernel kernel;
    private final List<Glob> patterns;
    private final BitSet leading = new BitSet();

    RootFilter(KernelReach reach, List<Glob> patterns) {
        this.reach = reach;
        this.kernel = reach.kernel();
        this.patterns = patterns;
        // Also over edges that are not known to be taken.
        Search.allCallers(kernel, reach.sites().keySet()).forEach(leading::set);
    }

    /// The roots of each image.
    List<List<Root>> fitting() {
        List<List<Root>> all = new ArrayList<>();
        for (int image = 0; image < reach.members().size(); image++) {
            Member member = reach.members().get(image);
            List<Root> found = new ArrayList<>();
            for (Root root : member.roots()) {
                int function = member.graph().at(root.function());
                if (function >= 0 && leading.get(kernel.node(image, function))
                        && fits(member, root, kernel.node(image, function))) {
                    found.add(root);
                }
            }
            all.add(found);
        }
        return all;
    }

    private boolean fits(Member member, Root root, int node) {
        return fits(root.kind().id()) || reach.names().fit(node, patterns) || fits(member.name(root, kind -> kind));
    }

    private boolean fits(String text) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(text));
    }
}
