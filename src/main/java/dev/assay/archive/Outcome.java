package dev.assay.archive;

import java.util.ArrayList;
import java.util.List;

/// What came of one file and of all that is in it, in order. What another thread looks at has its place kept here.
///
/// Written by one thread, the one that looks at the file; read when all are done.
final class Outcome<R> {
    private final List<Part<R>> parts = new ArrayList<>();
    private long leaves;
    private long others;

    private sealed interface Part<R> {
        void collect(List<R> answers, List<Unreadable> unreadable, long[] counts);

        record Answer<R>(R answer) implements Part<R> {
            @Override
            public void collect(List<R> answers, List<Unreadable> unreadable, long[] counts) {
                answers.add(answer);
            }
        }

        record Failure<R>(Unreadable what) implements Part<R> {
            @Override
            public void collect(List<R> answers, List<Unreadable> unreadable, long[] counts) {
                unreadable.add(what);
            }
        }

        record Inside<R>(Outcome<R> outcome) implements Part<R> {
            @Override
            public void collect(List<R> answers, List<Unreadable> unreadable, long[] counts) {
                outcome.collect(answers, unreadable, counts);
            }
        }
    }

    void answer(R answer) {
        parts.add(new Part.Answer<>(answer));
    }

    void unreadable(String name, String why) {
        parts.add(new Part.Failure<>(new Unreadable(name, why)));
    }

    void leaf() {
        leaves++;
    }

    void other() {
        others++;
    }

    /// The place of what another thread will find.
    Outcome<R> inside() {
        Outcome<R> outcome = new Outcome<>();
        parts.add(new Part.Inside<>(outcome));
        return outcome;
    }

    /// Puts what was found elsewhere in its place.
    void add(Outcome<R> outcome) {
        parts.add(new Part.Inside<>(outcome));
    }

    /// All of it in one row. No deeper than archives lie in archives.
    Findings<R> findings() {
        List<R> answers = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        long[] counts = new long[2];
        collect(answers, unreadable, counts);
        return new Findings<>(answers, unreadable, counts[0], counts[1]);
    }

    private void collect(List<R> answers, List<Unreadable> unreadable, long[] counts) {
        counts[0] += leaves;
        counts[1] += others;
        for (Part<R> part : parts) {
            part.collect(answers, unreadable, counts);
        }
    }
}
