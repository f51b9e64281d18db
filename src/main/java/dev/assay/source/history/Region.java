package dev.assay.source.history;

/// Lines of a file in question that are the same lines in some version of it. All counted from 0.
///
/// @param file   index of the file in question
/// @param line   the first of them there
/// @param start  the first of them in the version
/// @param length how many
record Region(int file, int line, int start, int length) {
    int end() {
        return start + length;
    }

    /// The part between two lines of the version, as lines of another version where they are `shift` lines further down.
    Region part(int from, int to, int shift) {
        return new Region(file, line + from - start, from + shift, to - from);
    }
}
