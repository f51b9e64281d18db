package dev.assay.check.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/// From the lines of one version of a file to those of the other, as far as lines are known that are the same. Between
/// two of them that are shifted alike, all lines are; a file begins unshifted.
final class LineMap {
    private final long[] before;
    private final long[] after;

    private LineMap(List<Vote> anchors) {
        before = anchors.stream().mapToLong(Vote::before).toArray();
        after = anchors.stream().mapToLong(Vote::after).toArray();
    }

    /// Two lines that are the same.
    ///
    /// @param weight how much speaks for it
    record Vote(long before, long after, long weight) {}

    /// The heaviest of all sets of votes that contradict neither themselves nor the order of lines.
    static LineMap of(List<Vote> votes) {
        List<Vote> sorted = new ArrayList<>();
        votes.stream().sorted(Comparator.comparingLong(Vote::before).thenComparingLong(Vote::after)).forEach(vote -> {
            Vote last = sorted.isEmpty() ? null : sorted.getLast();
            if (last != null && last.before() == vote.before() && last.after() == vote.after()) {
                sorted.set(sorted.size() - 1, new Vote(vote.before(), vote.after(), last.weight() + vote.weight()));
            } else {
                sorted.add(vote);
            }
        });
        return new LineMap(chain(sorted));
    }

    /// The heaviest subsequence in which both lines rise, by a tree of maxima over the lines after (Fenwick).
    private static List<Vote> chain(List<Vote> votes) {
        long[] lines = votes.stream().mapToLong(Vote::after).sorted().distinct().toArray();
        int[] tree = new int[lines.length + 1]; // index + 1 of the vote that ends the heaviest chain
        long[] heaviest = new long[votes.size()];
        int[] previous = new int[votes.size()];
        int best = -1;
        for (int start = 0; start < votes.size();) {
            int end = start;
            while (end < votes.size() && votes.get(end).before() == votes.get(start).before()) {
                int last = 0;
                int rank = Arrays.binarySearch(lines, votes.get(end).after());
                for (int node = rank; node > 0; node -= node & -node) {
                    last = heavier(last, tree[node], heaviest);
                }
                previous[end] = last - 1;
                heaviest[end] = votes.get(end).weight() + (last == 0 ? 0 : heaviest[last - 1]);
                best = best < 0 || heaviest[end] > heaviest[best] ? end : best;
                end++;
            }
            // Only now: two votes for one line before cannot both be in a chain.
            for (; start < end; start++) {
                int rank = Arrays.binarySearch(lines, votes.get(start).after());
                for (int node = rank + 1; node < tree.length; node += node & -node) {
                    tree[node] = heavier(tree[node], start + 1, heaviest);
                }
            }
        }
        List<Vote> chain = new ArrayList<>();
        for (int at = best; at >= 0; at = previous[at]) {
            chain.add(votes.get(at));
        }
        return chain.reversed();
    }

    private static int heavier(int one, int other, long[] heaviest) {
        return one == 0 || (other != 0 && heaviest[other - 1] > heaviest[one - 1]) ? other : one;
    }

    /// By how much the nearest line that is known is shifted, at or above a line of the version before.
    long above(long line) {
        int at = lastAtOrBelow(before, line);
        return at < 0 ? 0 : after[at] - before[at];
    }

    /// The same at or below a line; empty if none is known.
    OptionalLong below(long line) {
        int at = firstAtOrAfter(before, line);
        return at == before.length ? OptionalLong.empty() : OptionalLong.of(after[at] - before[at]);
    }

    /// Which gap between known lines a line of the version before is in.
    int gap(long line) {
        return firstAtOrAfter(before, line);
    }

    private static int firstAtOrAfter(long[] lines, long line) {
        int at = Arrays.binarySearch(lines, line);
        return at >= 0 ? at : -at - 1;
    }

    private static int lastAtOrBelow(long[] lines, long line) {
        int at = Arrays.binarySearch(lines, line);
        return at >= 0 ? at : -at - 2;
    }
}
