package dev.assay.check.diff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Pairs the checks of one function in two versions by the shift of lines that fits most of them, then the rest by the
/// shift that fits most of the rest.
final class Shifts {
    /// Up to so many pairs, each possible shift is tried; of more, only the likely ones.
    private static final long MOST_PAIRS = 4096;
    /// A function that falls into more pieces has been rewritten.
    private static final int MOST_ROUNDS = 32;
    private static final int FEW_ROUNDS = 4;
    private static final int SAMPLE = 48;
    private static final int MOST_TRIED = 8;

    private Shifts() {}

    /// Two checks that are the same one, with the number of checks that the same shift fits.
    record Pair(Spot before, Spot after, int weight) {}

    /// Both lists hold each check once.
    ///
    /// @param certain leave out what could as well be paired otherwise
    static List<Pair> pairs(List<Spot> before, List<Spot> after, boolean certain) {
        List<Pair> pairs = new ArrayList<>();
        List<Spot> left = new ArrayList<>(before);
        List<Spot> right = new ArrayList<>(after);
        int rounds = (long) left.size() * right.size() <= MOST_PAIRS ? MOST_ROUNDS : FEW_ROUNDS;
        for (int round = 0; round < rounds && !left.isEmpty() && !right.isEmpty(); round++) {
            Long shift = best(left, right, certain);
            if (shift == null) {
                break;
            }
            List<Pair> found = fitting(left, right, shift);
            if (found.isEmpty()) {
                break;
            }
            Set<Spot> done = new HashSet<>();
            for (Pair pair : found) {
                done.add(pair.before());
                done.add(pair.after());
            }
            left.removeIf(done::contains);
            right.removeIf(done::contains);
            pairs.addAll(found);
        }
        return pairs;
    }

    private static List<Pair> fitting(List<Spot> before, List<Spot> after, long shift) {
        Map<String, Spot> places = new HashMap<>();
        after.forEach(spot -> places.put(spot.line + " " + spot.token(), spot));
        List<Spot[]> hits = new ArrayList<>();
        for (Spot spot : before) {
            Spot hit = places.remove((spot.line + shift) + " " + spot.token());
            if (hit != null) {
                hits.add(new Spot[] {spot, hit});
            }
        }
        return hits.stream().map(hit -> new Pair(hit[0], hit[1], hits.size())).toList();
    }

    private static @Nullable Long best(List<Spot> before, List<Spot> after, boolean certain) {
        Map<Long, Integer> votes = (long) before.size() * after.size() <= MOST_PAIRS
                ? votes(before, after) : likely(before, after);
        int most = votes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        List<Long> best = votes.entrySet().stream().filter(vote -> vote.getValue() == most).map(Map.Entry::getKey)
                .sorted(Comparator.comparingLong((Long shift) -> Math.abs(shift)).thenComparing(shift -> shift))
                .toList();
        return best.isEmpty() || (certain && best.size() > 1) ? null : best.getFirst();
    }

    private static Map<Long, Integer> votes(List<Spot> before, List<Spot> after) {
        Map<String, List<Spot>> tokens = new HashMap<>();
        after.forEach(spot -> tokens.computeIfAbsent(spot.token(), _ -> new ArrayList<>()).add(spot));
        Map<Long, Integer> votes = new HashMap<>();
        for (Spot spot : before) {
            for (Spot other : tokens.getOrDefault(spot.token(), List.of())) {
                votes.merge(other.line - spot.line, 1, Integer::sum);
            }
        }
        return votes;
    }

    private static Map<Long, Integer> likely(List<Spot> before, List<Spot> after) {
        Map<Long, Integer> votes = votes(sample(before), sample(after));
        Map<Long, Integer> counted = new HashMap<>();
        votes.entrySet().stream()
                .sorted(Map.Entry.<Long, Integer>comparingByValue().reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_TRIED)
                .forEach(vote -> counted.put(vote.getKey(), 0));
        counted.put(0L, 0);
        counted.put(after.getFirst().line - before.getFirst().line, 0);
        counted.put(after.getLast().line - before.getLast().line, 0);
        Set<String> places = new HashSet<>();
        after.forEach(spot -> places.add(spot.line + " " + spot.token()));
        counted.replaceAll((shift, _) -> (int) before.stream()
                .filter(spot -> places.contains((spot.line + shift) + " " + spot.token())).count());
        counted.values().removeIf(count -> count == 0);
        return counted;
    }

    private static List<Spot> sample(List<Spot> spots) {
        return spots.subList(0, Math.min(SAMPLE, spots.size()));
    }
}
