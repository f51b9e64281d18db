package dev.assay.check.gate;

import dev.assay.check.panics.Glob;
import dev.assay.check.panics.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tomlj.TomlPosition;

/// Rules that can never decide, because those before them take every site.
///
/// What is found is certain; that nothing is found is not: whether several patterns together cover another is not
/// worked out.
final class Shadows {
    private Shadows() {}

    static void find(Policy policy, Complaints complaints) {
        List<Rule> rules = policy.rules();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            List<Rule> above = covering(rule, rules.subList(0, i));
            if (!above.isEmpty()) {
                String lines = above.stream().map(each -> Integer.toString(each.line()))
                        .collect(Collectors.joining(" and "));
                boolean same = above.size() == 1 && above.getFirst().selector().equals(rule.selector());
                complaints.wrong(TomlPosition.positionAt(rule.line(), 1),
                        "a [[rule]] that some site can get to, since the first that fits decides",
                        same && !above.getFirst().demand().equals(rule.demand())
                                ? "'%s' for the same sites of which line %s says '%s'".formatted(rule.demand().text(),
                                        lines, above.getFirst().demand().text())
                                : "one whose sites the [[rule]] of line " + lines + " takes");
            }
        }
    }

    /// The rules that together take all sites of another; none if they do not.
    private static List<Rule> covering(Rule rule, List<Rule> above) {
        Set<Kind> kinds = all(rule.selector().kinds());
        List<Rule> covering = new ArrayList<>();
        for (Rule earlier : above) {
            if (coversButKinds(earlier.selector(), rule.selector())) {
                Set<Kind> taken = all(earlier.selector().kinds());
                if (taken.containsAll(all(rule.selector().kinds()))) {
                    return List.of(earlier);
                }
                if (kinds.removeAll(taken)) {
                    covering.add(earlier);
                }
            }
        }
        return kinds.isEmpty() ? covering : List.of();
    }

    private static Set<Kind> all(Set<Kind> kinds) {
        return kinds.isEmpty() ? EnumSet.allOf(Kind.class) : EnumSet.copyOf(kinds);
    }

    private static boolean coversButKinds(Selector wide, Selector narrow) {
        return covers(wide.crates(), narrow.crates())
                && covers(wide.files(), narrow.files())
                && covers(wide.functions(), narrow.functions())
                && covers(wide.images(), narrow.images())
                && holds(wide.phases(), narrow.phases())
                && (!wide.needsReach() || (wide.reachedFrom().equals(narrow.reachedFrom())
                        && holds(wide.reach(), narrow.reach())));
    }

    private static boolean holds(Collection<?> wide, Collection<?> narrow) {
        return wide.isEmpty() || (!narrow.isEmpty() && wide.containsAll(narrow));
    }

    private static boolean covers(List<Glob> wide, List<Glob> narrow) {
        return wide.isEmpty() || (!narrow.isEmpty()
                && narrow.stream().allMatch(each -> wide.stream().anyMatch(glob -> covers(glob, each))));
    }

    /// Whether a pattern fits all that another does: it fits that one's text, with a `*` only where it has one itself,
    /// and a `?` only where it has either.
    static boolean covers(Glob wide, Glob narrow) {
        int[] pattern = wide.pattern().codePoints().toArray();
        int[] text = narrow.pattern().codePoints().toArray();
        boolean[] fits = new boolean[pattern.length + 1];
        fits[0] = true;
        for (int i = 0; i < pattern.length && pattern[i] == '*'; i++) {
            fits[i + 1] = true;
        }
        for (int character : text) {
            boolean[] next = new boolean[pattern.length + 1];
            for (int i = 0; i < pattern.length; i++) {
                boolean star = pattern[i] == '*';
                boolean one = character != '*' && (pattern[i] == '?' || pattern[i] == character);
                next[i + 1] = star ? fits[i + 1] || next[i] : one && fits[i];
            }
            fits = next;
        }
        return fits[pattern.length];
    }
}
