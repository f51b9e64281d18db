package dev.assay.source.history;

import java.util.Arrays;

/// Which lines of a file are those of the version before, as git tells it for `git blame`.
///
/// Two versions can be compared in several ways of equal length, and blame depends on which is taken. So this one takes
/// the steps of git's default (`diff.algorithm = myers` with the indent heuristic), with its constants.
final class LineDiff {
    private static final int TAIL_BLOCK = 1024;
    /// A line that occurs this often in the other version does not tell much.
    private static final int OFTEN = 1024;
    private static final int WINDOW = 100;
    /// As many lines that say something are needed among this many of the others.
    private static final int PROVISIONAL_RUN = 4;

    private LineDiff() {}

    /// Stretches of lines that the versions do not have in common: of each, the first line and the line behind it in
    /// `before`, then in `after`. In the order of the lines.
    static int[] between(Text before, Text after) {
        int tail = before.commonTail(after, TAIL_BLOCK);
        Side[] sides = Side.of(before, before.lines() - tail, after, after.lines() - tail);
        Side one = sides[0];
        Side two = sides[1];
        int start = 0;
        int least = Math.min(one.lines(), two.lines());
        while (start < least && one.classes()[start] == two.classes()[start]) {
            start++;
        }
        int end = 0;
        while (end < least - start
                && one.classes()[one.lines() - 1 - end] == two.classes()[two.lines() - 1 - end]) {
            end++;
        }
        int[] mine = kept(one, two, start, one.lines() - end);
        int[] theirs = kept(two, one, start, two.lines() - end);
        new ShortestEdit(one, mine, two, theirs).mark();
        new Sliding(one, two).run();
        new Sliding(two, one).run();
        return edits(one, two);
    }

    /// The lines that are worth comparing. The others are marked as changed.
    private static int[] kept(Side side, Side other, int start, int end) {
        int[] occurrences = new int[Math.addExact(side.lines(), other.lines())];
        for (int each : other.classes()) {
            occurrences[each]++;
        }
        int limit = Math.min(OFTEN, roughRoot(side.lines()));
        byte[] weight = new byte[side.lines()]; // 0 occurs nowhere, 1 tells something, 2 is everywhere
        for (int line = start; line < end; line++) {
            int count = occurrences[side.classes()[line]];
            weight[line] = (byte) (count == 0 ? 0 : count >= limit ? 2 : 1);
        }
        int[] kept = new int[end - start];
        int count = 0;
        for (int line = start; line < end; line++) {
            if (weight[line] == 1 || (weight[line] == 2 && !isNoise(weight, line, start, end - 1))) {
                kept[count++] = line;
            } else {
                side.change(line, true);
            }
        }
        return Arrays.copyOf(kept, count);
    }

    /// Whether a line that is everywhere stands among lines that occur nowhere.
    private static boolean isNoise(byte[] weight, int line, int start, int last) {
        int none = 0;
        int often = 1;
        for (int at = line - 1; at >= Math.max(start, line - WINDOW) && weight[at] != 1; at--) {
            none += weight[at] == 0 ? 1 : 0;
            often += weight[at] == 2 ? 1 : 0;
        }
        if (none == 0) {
            return false;
        }
        int before = none;
        often++;
        for (int at = line + 1; at <= Math.min(last, line + WINDOW) && weight[at] != 1; at++) {
            none += weight[at] == 0 ? 1 : 0;
            often += weight[at] == 2 ? 1 : 0;
        }
        return none > before && often * PROVISIONAL_RUN < often + none;
    }

    /// A power of two near the square root.
    static int roughRoot(int number) {
        int root = 1;
        for (int rest = number; rest > 0; rest >>= 2) {
            root <<= 1;
        }
        return root;
    }

    private static int[] edits(Side one, Side two) {
        int[] edits = new int[16];
        int count = 0;
        int mine = 0;
        int theirs = 0;
        while (mine < one.lines() || theirs < two.lines()) {
            if (!one.isChanged(mine) && !two.isChanged(theirs)) {
                mine++;
                theirs++;
                continue;
            }
            int from = mine;
            int theirFrom = theirs;
            while (one.isChanged(mine)) {
                mine++;
            }
            while (two.isChanged(theirs)) {
                theirs++;
            }
            if (count + 4 > edits.length) {
                edits = Arrays.copyOf(edits, edits.length * 2);
            }
            edits[count++] = from;
            edits[count++] = mine;
            edits[count++] = theirFrom;
            edits[count++] = theirs;
        }
        return Arrays.copyOf(edits, count);
    }
}
