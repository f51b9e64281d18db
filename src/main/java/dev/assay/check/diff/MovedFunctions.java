package dev.assay.check.diff;

import dev.assay.check.panics.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds functions that were moved to another file, by their last name and the shape of their checks.
final class MovedFunctions {
    /// A name such as `new` or `fmt` is that of many functions; a check or two in the same column prove nothing then.
    private static final int CERTAIN = 3;

    private MovedFunctions() {}

    /// @param before checks that no version of their file has, of all files
    /// @param after  the same of the other side
    static void match(List<Spot> before, List<Spot> after) {
        Map<String, Map<String, List<Spot>>> right = byName(after);
        byName(before).forEach((name, files) -> {
            Map<String, List<Spot>> others = right.getOrDefault(name, Map.of());
            if (files.size() == 1 && others.size() == 1) {
                match(files.values().iterator().next(), others.values().iterator().next(), 1);
            } else if ((long) files.size() * others.size() <= Short.MAX_VALUE) {
                files.values().forEach(own -> others.values().forEach(other -> match(own, other, CERTAIN)));
            }
        });
    }

    private static void match(List<Spot> before, List<Spot> after, int least) {
        List<Spot> left = before.stream().filter(Spot::isFree).toList();
        List<Spot> right = after.stream().filter(Spot::isFree).toList();
        for (Shifts.Pair pair : Shifts.pairs(left, right, false)) {
            boolean whole = pair.weight() == Math.max(left.size(), right.size());
            if ((whole || pair.weight() >= CERTAIN) && pair.weight() >= least
                    && pair.before().isFree() && pair.after().isFree()) {
                pair.before().match(pair.after(), false);
            }
        }
    }

    /// Last name of the function that holds a check, then file.
    private static Map<String, Map<String, List<Spot>>> byName(List<Spot> spots) {
        Map<String, Map<String, List<Spot>>> names = new LinkedHashMap<>();
        for (Spot spot : spots) {
            Site site = spot.sites.getFirst();
            names.computeIfAbsent(FunctionNames.last(site.function()), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(spot.file, _ -> new ArrayList<>()).add(spot);
        }
        return names;
    }
}
