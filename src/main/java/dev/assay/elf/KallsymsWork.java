package dev.assay.elf;

/// What a search for kallsyms may still cost: an image full of tables that nearly check out must end, too.
///
/// A real kernel takes a few million steps, one for each byte or value looked at.
final class KallsymsWork {
    private static final long MOST = 100_000_000;

    private long left = MOST;

    /// Takes `steps` from what is left.
    ///
    /// @return whether there was as much
    boolean spend(long steps) {
        left -= steps;
        return left >= 0;
    }

    boolean isExhausted() {
        return left < 0;
    }
}
