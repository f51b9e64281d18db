package dev.assay.cli;

import java.util.List;
import java.util.Optional;

/// Finds what someone most likely meant to type.
final class Nearest {
    private static final int LONGEST_WORD = 40;

    private Nearest() {}

    /// The word of `known` that the fewest edits turn `typed` into, if that is few for its length.
    static Optional<String> to(String typed, List<String> known) {
        String best = "";
        if (typed.length() > LONGEST_WORD) {
            return Optional.empty();
        }
        int least = Math.max(1, typed.length() / 3) + 1;
        for (String word : known) {
            int edits = edits(typed, word);
            if (edits < least || (best.isEmpty() && typed.length() >= 3 && word.startsWith(typed))) {
                least = Math.min(least, edits);
                best = word;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    private static int edits(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                boolean swapped = i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[from.length()][to.length()];
    }
}
