package dev.assay.source.history;

/// One of the two versions that are compared.
final class Side {
    private final Text text;
    private final int[] classes;
    /// Of each line at its index plus one; one more element at either end is never set.
    private final boolean[] changed;

    private Side(Text text, int[] classes) {
        this.text = text;
        this.classes = classes;
        changed = new boolean[classes.length + 2];
    }

    Text text() {
        return text;
    }

    /// How many lines are compared.
    int lines() {
        return classes.length;
    }

    /// A number for each line; equal lines of both versions have the same.
    int[] classes() {
        return classes;
    }

    /// Whether a line has no counterpart; false for the lines before the first and behind the last.
    boolean isChanged(int line) {
        return changed[line + 1];
    }

    void change(int line, boolean value) {
        changed[line + 1] = value;
    }

    /// Gives equal lines of two texts equal numbers.
    static Side[] of(Text before, int beforeLines, Text after, int afterLines) {
        Text[] texts = {before, after};
        int[][] classes = {new int[beforeLines], new int[afterLines]};
        int size = Integer.highestOneBit(Math.max(8, beforeLines + afterLines)) << 2;
        int[] table = new int[size]; // the number of a class plus one
        int[] first = new int[beforeLines + afterLines]; // of each class: a line that has it, those of `after` behind
        int count = 0;
        for (int which = 0; which < 2; which++) {
            for (int line = 0; line < classes[which].length; line++) {
                int hash = texts[which].hash(line);
                int slot = (hash ^ (hash >>> 15)) & (size - 1);
                while (true) {
                    int known = table[slot] - 1;
                    if (known < 0) {
                        first[count] = which == 0 ? line : beforeLines + line;
                        table[slot] = ++count;
                        classes[which][line] = count - 1;
                        break;
                    }
                    int example = first[known];
                    boolean isBefore = example < beforeLines;
                    if (texts[which].same(line, isBefore ? before : after,
                            isBefore ? example : example - beforeLines)) {
                        classes[which][line] = known;
                        break;
                    }
                    slot = (slot + 1) & (size - 1);
                }
            }
        }
        return new Side[] {new Side(before, classes[0]), new Side(after, classes[1])};
    }
}
