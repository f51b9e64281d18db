package dev.assay.source.history;

/// Moves each stretch of changed lines to where it reads best, among the places where it could stand as well: beside a
/// change of the other version, else where the indentation says that something begins or ends.
///
/// The weights are those of git, which its developers fitted to changes that people had judged (`diff.indentHeuristic`).
final class Sliding {
    private static final int FURTHEST = 100;
    private static final int MOST_BLANKS = 20;

    private final Side side;
    private final Groups mine;
    private final Groups theirs;

    /// @param side whose stretches are moved
    Sliding(Side side, Side other) {
        this.side = side;
        mine = new Groups(side);
        theirs = new Groups(other);
    }

    void run() {
        do {
            if (mine.end > mine.start) {
                slide();
            }
        } while (mine.next() && theirs.next());
    }

    private void slide() {
        int size;
        int earliest;
        int matching;
        do {
            size = mine.end - mine.start;
            matching = -1;
            while (mine.up()) {
                theirs.previous();
            }
            earliest = mine.end;
            if (theirs.end > theirs.start) {
                matching = mine.end;
            }
            while (mine.down()) {
                theirs.next();
                if (theirs.end > theirs.start) {
                    matching = mine.end;
                }
            }
        } while (size != mine.end - mine.start); // it has met another one, which it takes along
        if (mine.end == earliest) {
            return;
        }
        if (matching >= 0) {
            while (theirs.end == theirs.start) {
                mine.up();
                theirs.previous();
            }
            return;
        }
        int best = bestEnd(earliest, size);
        while (mine.end > best) {
            mine.up();
            theirs.previous();
        }
    }

    private int bestEnd(int earliest, int size) {
        int best = -1;
        Score bestScore = null;
        for (int end = Math.max(earliest, Math.max(mine.end - size - 1, mine.end - FURTHEST)); end <= mine.end; end++) {
            Score score = Score.at(side, end).plus(Score.at(side, end - size));
            if (bestScore == null || score.compare(bestScore) <= 0) {
                bestScore = score;
                best = end;
            }
        }
        return best;
    }

    /// How bad it is to cut the text before a line, by the indentation around it.
    ///
    /// @param indent  of what follows
    /// @param penalty for the rest
    private record Score(int indent, int penalty) {
        private static final int INDENT_WEIGHT = 60;

        Score plus(Score other) {
            return new Score(indent + other.indent, penalty + other.penalty);
        }

        int compare(Score other) {
            return INDENT_WEIGHT * Integer.signum(Integer.compare(indent, other.indent)) + penalty - other.penalty;
        }

        static Score at(Side side, int line) {
            boolean atEnd = line >= side.lines();
            int own = atEnd ? -1 : side.text().indent(line);
            Near before = Near.of(side, line - 1, -1);
            Near after = Near.of(side, line + 1, 1);
            int penalty = before.indent == -1 && before.blanks == 0 ? 1 : 0;
            penalty += atEnd ? 21 : 0;
            int blanksAfter = own == -1 ? 1 + after.blanks : 0;
            int blanks = before.blanks + blanksAfter;
            penalty += -30 * blanks + 6 * blanksAfter;
            int indent = own != -1 ? own : after.indent;
            if (indent != -1 && before.indent != -1) {
                if (indent > before.indent) {
                    penalty += blanks != 0 ? 10 : -4;
                } else if (indent < before.indent && after.indent != -1 && after.indent > indent) {
                    penalty += blanks != 0 ? 17 : 24;
                } else if (indent < before.indent) {
                    penalty += blanks != 0 ? 17 : 23;
                }
            }
            return new Score(indent, penalty);
        }
    }

    /// The next line that is not blank.
    ///
    /// @param indent of it; -1 if there is none
    /// @param blanks lines up to it
    private record Near(int indent, int blanks) {
        static Near of(Side side, int from, int step) {
            int blanks = 0;
            for (int line = from; line >= 0 && line < side.lines(); line += step) {
                int indent = side.text().indent(line);
                if (indent != -1) {
                    return new Near(indent, blanks);
                }
                if (++blanks == MOST_BLANKS) {
                    return new Near(0, blanks);
                }
            }
            return new Near(-1, blanks);
        }
    }

    /// A stretch of changed lines, possibly empty: before each line that is not changed there is one.
    private static final class Groups {
        private final Side side;
        private int start;
        private int end;

        Groups(Side side) {
            this.side = side;
            extend();
        }

        private void extend() {
            while (side.isChanged(end)) {
                end++;
            }
        }

        boolean next() {
            if (end == side.lines()) {
                return false;
            }
            start = ++end;
            extend();
            return true;
        }

        void previous() {
            end = --start;
            while (side.isChanged(start - 1)) {
                start--;
            }
        }

        /// Moves it one line down, if the text is the same then.
        boolean down() {
            if (end >= side.lines() || side.classes()[start] != side.classes()[end]) {
                return false;
            }
            side.change(start++, false);
            side.change(end++, true);
            extend();
            return true;
        }

        boolean up() {
            if (start <= 0 || side.classes()[start - 1] != side.classes()[end - 1]) {
                return false;
            }
            side.change(--start, true);
            side.change(--end, false);
            while (side.isChanged(start - 1)) {
                start--;
            }
            return true;
        }
    }
}
