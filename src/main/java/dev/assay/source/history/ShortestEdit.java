package dev.assay.source.history;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The fewest lines to remove and insert (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986, in linear
/// space), with the shortcuts that git takes where versions differ much.
final class ShortestEdit {
    private static final int LONG_SNAKE = 20;
    private static final int SHORTCUT_COST = 256;
    private static final int SHORTCUT_FACTOR = 4;

    /// A part of both versions that is still to be compared, by indices among the lines kept.
    ///
    /// @param minimal whether no shortcut may be taken
    private record Box(int from, int to, int otherFrom, int otherTo, boolean minimal) {}

    /// Where a box is cut in two.
    private record Cut(int at, int otherAt, boolean firstMinimal, boolean secondMinimal) {}

    private final Side one;
    private final int[] mine;
    private final Side two;
    private final int[] theirs;
    private final int most;
    /// The furthest index in `mine` on each diagonal, from the start and from the end.
    private final int[] forward;
    private final int[] backward;
    /// The index of diagonal zero.
    private final int zero;

    ShortestEdit(Side one, int[] mine, Side two, int[] theirs) {
        this.one = one;
        this.mine = mine;
        this.two = two;
        this.theirs = theirs;
        int diagonals = mine.length + theirs.length + 3;
        most = Math.max(SHORTCUT_COST, LineDiff.roughRoot(diagonals));
        forward = new int[diagonals + 2];
        backward = new int[diagonals + 2];
        zero = theirs.length + 1;
    }

    /// Marks what is to be removed and inserted.
    void mark() {
        Deque<Box> boxes = new ArrayDeque<>();
        boxes.push(new Box(0, mine.length, 0, theirs.length, false));
        while (!boxes.isEmpty()) {
            Box box = shrunk(boxes.pop());
            if (box.from == box.to) {
                for (int at = box.otherFrom; at < box.otherTo; at++) {
                    two.change(theirs[at], true);
                }
            } else if (box.otherFrom == box.otherTo) {
                for (int at = box.from; at < box.to; at++) {
                    one.change(mine[at], true);
                }
            } else {
                Cut cut = cut(box);
                boxes.push(new Box(cut.at, box.to, cut.otherAt, box.otherTo, cut.secondMinimal));
                boxes.push(new Box(box.from, cut.at, box.otherFrom, cut.otherAt, cut.firstMinimal));
            }
        }
    }

    private boolean same(int at, int otherAt) {
        return one.classes()[mine[at]] == two.classes()[theirs[otherAt]];
    }

    private Box shrunk(Box box) {
        int from = box.from;
        int to = box.to;
        int otherFrom = box.otherFrom;
        int otherTo = box.otherTo;
        while (from < to && otherFrom < otherTo && same(from, otherFrom)) {
            from++;
            otherFrom++;
        }
        while (from < to && otherFrom < otherTo && same(to - 1, otherTo - 1)) {
            to--;
            otherTo--;
        }
        return new Box(from, to, otherFrom, otherTo, box.minimal);
    }

    /// Goes from both corners at once until the ways meet, or have become too long.
    private Cut cut(Box box) {
        int least = box.from - box.otherTo;
        int greatest = box.to - box.otherFrom;
        int middle = box.from - box.otherFrom;
        int otherMiddle = box.to - box.otherTo;
        boolean odd = ((middle - otherMiddle) & 1) != 0;
        int low = middle;
        int high = middle;
        int otherLow = otherMiddle;
        int otherHigh = otherMiddle;
        forward[zero + middle] = box.from;
        backward[zero + otherMiddle] = box.to;
        for (int cost = 1;; cost++) {
            boolean snake = false;
            if (low > least) {
                forward[zero + --low - 1] = -1;
            } else {
                low++;
            }
            if (high < greatest) {
                forward[zero + ++high + 1] = -1;
            } else {
                high--;
            }
            for (int diagonal = high; diagonal >= low; diagonal -= 2) {
                int start = Math.max(forward[zero + diagonal - 1] + 1, forward[zero + diagonal + 1]);
                int at = start;
                while (at < box.to && at - diagonal < box.otherTo && same(at, at - diagonal)) {
                    at++;
                }
                snake |= at - start > LONG_SNAKE;
                forward[zero + diagonal] = at;
                if (odd && otherLow <= diagonal && diagonal <= otherHigh && backward[zero + diagonal] <= at) {
                    return new Cut(at, at - diagonal, true, true);
                }
            }
            if (otherLow > least) {
                backward[zero + --otherLow - 1] = Integer.MAX_VALUE;
            } else {
                otherLow++;
            }
            if (otherHigh < greatest) {
                backward[zero + ++otherHigh + 1] = Integer.MAX_VALUE;
            } else {
                otherHigh--;
            }
            for (int diagonal = otherHigh; diagonal >= otherLow; diagonal -= 2) {
                int start = Math.min(backward[zero + diagonal - 1], backward[zero + diagonal + 1] - 1);
                int at = start;
                while (at > box.from && at - diagonal > box.otherFrom && same(at - 1, at - diagonal - 1)) {
                    at--;
                }
                snake |= start - at > LONG_SNAKE;
                backward[zero + diagonal] = at;
                if (!odd && low <= diagonal && diagonal <= high && at <= forward[zero + diagonal]) {
                    return new Cut(at, at - diagonal, true, true);
                }
            }
            if (box.minimal) {
                continue;
            }
            Cut found = snake && cost > SHORTCUT_COST
                    ? alongSnake(box, cost, new int[] {low, high, middle, otherLow, otherHigh, otherMiddle}) : null;
            if (found == null && cost >= most) {
                found = furthest(box, low, high, otherLow, otherHigh);
            }
            if (found != null) {
                return found;
            }
        }
    }

    /// A place that is far on and lies on a long run of equal lines; null if there is none.
    private @Nullable Cut alongSnake(Box box, int cost, int[] range) {
        Cut found = null;
        int best = 0;
        for (int diagonal = range[1]; diagonal >= range[0]; diagonal -= 2) {
            int at = forward[zero + diagonal];
            int otherAt = at - diagonal;
            int value = at - box.from + otherAt - box.otherFrom - Math.abs(diagonal - range[2]);
            if (value > SHORTCUT_FACTOR * cost && value > best && box.from + LONG_SNAKE <= at && at < box.to
                    && box.otherFrom + LONG_SNAKE <= otherAt && otherAt < box.otherTo
                    && allSame(at - LONG_SNAKE, otherAt - LONG_SNAKE)) {
                best = value;
                found = new Cut(at, otherAt, true, false);
            }
        }
        if (found != null) {
            return found;
        }
        for (int diagonal = range[4]; diagonal >= range[3]; diagonal -= 2) {
            int at = backward[zero + diagonal];
            int otherAt = at - diagonal;
            int value = box.to - at + box.otherTo - otherAt - Math.abs(diagonal - range[5]);
            if (value > SHORTCUT_FACTOR * cost && value > best && box.from < at && at <= box.to - LONG_SNAKE
                    && box.otherFrom < otherAt && otherAt <= box.otherTo - LONG_SNAKE && allSame(at, otherAt)) {
                best = value;
                found = new Cut(at, otherAt, false, true);
            }
        }
        return found;
    }

    private boolean allSame(int at, int otherAt) {
        for (int step = 0; step < LONG_SNAKE; step++) {
            if (!same(at + step, otherAt + step)) {
                return false;
            }
        }
        return true;
    }

    /// Where one of the ways got furthest.
    private Cut furthest(Box box, int low, int high, int otherLow, int otherHigh) {
        int best = -1;
        int bestAt = -1;
        for (int diagonal = high; diagonal >= low; diagonal -= 2) {
            int at = Math.min(forward[zero + diagonal], box.to);
            at = Math.min(at, box.otherTo + diagonal);
            if (best < 2 * at - diagonal) {
                best = 2 * at - diagonal;
                bestAt = at;
            }
        }
        int otherBest = Integer.MAX_VALUE;
        int otherBestAt = Integer.MAX_VALUE;
        for (int diagonal = otherHigh; diagonal >= otherLow; diagonal -= 2) {
            int at = Math.max(backward[zero + diagonal], box.from);
            at = Math.max(at, box.otherFrom + diagonal);
            if (2 * at - diagonal < otherBest) {
                otherBest = 2 * at - diagonal;
                otherBestAt = at;
            }
        }
        return box.to + box.otherTo - otherBest < best - (box.from + box.otherFrom)
                ? new Cut(bestAt, best - bestAt, true, false)
                : new Cut(otherBestAt, otherBest - otherBestAt, false, true);
    }
}
