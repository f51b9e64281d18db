package dev.assay.image.calls;

import java.util.Arrays;

/// What a sweep leaves for the thread that may read the whole file: edges that data can tell more about.
final class Pending {
    /// What is to be done.
    enum Task {
        /// An indirect transfer whose register or slot data flow may tell.
        RESOLVE,
        /// An indirect jump through a row of slots at an address.
        ABSOLUTE_TABLE,
        /// An indirect jump to what a row of slots at an address holds, or to the sum of an address and what a row of
        /// distances at that address holds.
        TABLE,
        /// A load from the global offset table of a relocatable file: the address of whatever is there is taken.
        SLOT
    }

    private int count;
    private int[] edges = new int[64];
    private long[] values = new long[64];
    private Task[] tasks = new Task[64];

    void add(int edge, Task task, long value) {
        if (count == edges.length) {
            edges = Arrays.copyOf(edges, count * 2);
            values = Arrays.copyOf(values, count * 2);
            tasks = Arrays.copyOf(tasks, count * 2);
        }
        edges[count] = edge;
        values[count] = value;
        tasks[count++] = task;
    }

    int count() {
        return count;
    }

    /// Index of the edge in the sweep's list.
    int edge(int index) {
        return edges[index];
    }

    /// An address, or 0.
    long value(int index) {
        return values[index];
    }

    Task task(int index) {
        return tasks[index];
    }
}
