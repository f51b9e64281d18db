package dev.assay.check.gate;

import dev.assay.check.panics.Glob;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Entrance;
import dev.assay.check.reach.Reach;
import dev.assay.check.reach.ReachClass;
import dev.assay.check.reach.Reaches;
import dev.assay.check.survey.Survey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a gate looks at.
///
/// @param survey  what was found
/// @param byRoots from where sites are reached if only the roots count that patterns fit, for each set of patterns that
///                a search was made for
public record Examined(Survey survey, Map<List<Glob>, Reaches> byRoots) {
    public Examined {
        byRoots = Map.copyOf(byRoots);
    }

    /// What was found without a question about certain roots, as a snapshot has it.
    public static Examined of(Survey survey) {
        return new Examined(survey, Map.of());
    }

    /// From where a site is reached; empty if that cannot be told.
    ///
    /// @param roots patterns for the roots that count; none for all
    Optional<Reach> reach(List<Glob> roots, String image, Site site) {
        Reaches exact = byRoots.get(roots);
        if (exact != null) {
            return exact.of(image, site);
        }
        Optional<Reach> reach = survey.reaches().flatMap(reaches -> reaches.of(image, site));
        // Of many roots only the first few are named, so that none of these fits says nothing about the others.
        return roots.isEmpty() ? reach : reach.filter(known -> known.reach() == ReachClass.UNREACHED
                || known.roots().stream().anyMatch(root -> fits(roots, root)));
    }

    private static boolean fits(List<Glob> patterns, Entrance root) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(root.kind()) || pattern.matches(root.name())
                || pattern.matches(root.function()));
    }
}
