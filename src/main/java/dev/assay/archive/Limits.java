package dev.assay.archive;

/// How far a walk goes into archives, and how much memory it takes. Sizes are in bytes.
///
/// Memory outside of the Java heap is bounded whatever the archives hold: for each thread a buffer for one unpacked
/// member (`memory`, and for a moment up to as much again while it grows) and its decoders (at most three of
/// [#LARGE_DICTIONARY] and `depth` of [#SMALL_DICTIONARY]); for all together a queue of [#QUEUE].
/// For the packages of Debian's kernels this comes to 90 MiB with one thread and 130 MiB with two, whatever the
/// number of modules: the largest has 48 MiB, and 90 while its memory grows; the queue adds its 32.
///
/// @param depth    how many archives and compressions may lie in one another; `--max-depth`
/// @param ratio    how many times larger than its packed form a stream may become, once it has given [#RATIO_FLOOR];
///                 `--max-ratio`
/// @param unpacked bytes that all streams together may give; `--max-unpacked`
/// @param member   the largest file that is unpacked; `--max-member`
/// @param memory   the largest file that is unpacked into memory; a larger one goes to a private temporary file
public record Limits(int depth, long ratio, long unpacked, long member, long memory) {
    /// A package with debug information unpacks to 10 GiB; modules within to five times their size, a file within
    /// `usr/lib/debug` of a package to 10 times; a `vmlinux` with DWARF has 0.4 to 1.6 GiB.
    public static final Limits DEFAULT = new Limits(16, 250, 64L << 30, 4L << 30, 256L << 20);

    /// Below this a stream may expand as it likes: a file of zeros is no attack while it is small.
    static final long RATIO_FLOOR = 64L << 20;
    /// For members that wait for a thread, still packed.
    static final long QUEUE = 32L << 20;
    /// What the outer decoders may use. The kernel's own zstd is run with a window of 128 MiB, `xz -9` needs 65 MiB.
    static final long LARGE_DICTIONARY = 160L << 20;
    /// What those within may use, when three are open already.
    static final long SMALL_DICTIONARY = 16L << 20;

    /// Each level is a few frames of stack.
    public static final int MOST_DEPTH = 100;

    private static final int LARGE_ONES = 3;

    private static final String UNITS = "KMGT";

    /// A number of bytes as the options take it: with the largest unit that leaves no rest.
    public static String text(long bytes) {
        for (int i = UNITS.length() - 1; i >= 0; i--) {
            long unit = 1L << (10 * (i + 1));
            if (bytes % unit == 0) {
                return bytes / unit + UNITS.substring(i, i + 1);
            }
        }
        return Long.toString(bytes);
    }

    /// Refuses limits that no walk could keep.
    public Limits {
        if (depth < 1 || depth > MOST_DEPTH || ratio < 1 || unpacked < 1 || member < 1 || memory < 1) {
            throw new IllegalArgumentException("a limit that cannot be kept");
        }
    }

    /// Where a stream lies.
    ///
    /// @param depth        archives and compressions around it
    /// @param dictionaries how many of them keep a dictionary
    record Nesting(int depth, int dictionaries) {
        static final Nesting NONE = new Nesting(0, 0);

        /// What a decoder that is opened here may use.
        long decoderMemory() {
            return dictionaries < LARGE_ONES ? LARGE_DICTIONARY : SMALL_DICTIONARY;
        }
    }

    /// One level further in.
    Nesting into(String name, Nesting at, boolean keepsDictionary) throws LimitException {
        if (at.depth() >= depth) {
            throw new LimitException("%s: nested more than %d deep; --max-depth %d would go on".formatted(name, depth,
                    2 * depth));
        }
        return new Nesting(at.depth() + 1, at.dictionaries() + (keepsDictionary ? 1 : 0));
    }
}
