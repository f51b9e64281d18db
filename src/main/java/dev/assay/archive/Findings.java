package dev.assay.archive;

import java.util.List;

/// All that a walk brought back, in the order of the paths, of names in folders and of members in archives, whatever
/// the threads did.
///
/// @param answers    of the check
/// @param unreadable what gave no answer
/// @param leaves     how many files with code were given to the check
/// @param others     how many files are no code and nothing that could contain any
public record Findings<R>(List<R> answers, List<Unreadable> unreadable, long leaves, long others) {
    public Findings {
        answers = List.copyOf(answers);
        unreadable = List.copyOf(unreadable);
    }
}
