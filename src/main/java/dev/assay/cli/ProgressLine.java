package dev.assay.cli;

import dev.assay.archive.Progress;
import java.io.PrintStream;
import java.util.Locale;

/// One line on a terminal that says how far a long walk has come. It appears after half a second, changes ten times
/// a second at most, and is gone when the walk is over.
final class ProgressLine implements Progress, AutoCloseable {
    private static final long DELAY = 500_000_000L;
    private static final long INTERVAL = 100_000_000L;
    private static final int NARROWEST = 40;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream out;
    private final int columns;
    private final boolean watched;
    private long next = System.nanoTime() + DELAY;
    private long known;
    private long done;
    private boolean shown;

    /// A line on `out`.
    ///
    /// @param columns width of the terminal in characters; 0 if not known
    /// @param watched whether anybody sees it; if not, nothing is printed
    ProgressLine(PrintStream out, int columns, boolean watched) {
        this.out = out;
        this.watched = watched;
        this.columns = columns == 0 ? 80 : columns;
    }

    @Override
    public synchronized void found(long more) {
        known += more;
    }

    @Override
    public synchronized void begun(String name) {
        long now = System.nanoTime();
        if (!watched || now - next < 0) {
            return;
        }
        next = now + INTERVAL;
        String count = String.format(Locale.ROOT, "%,d of %,d files  ", done, Math.max(known, done));
        out.print(CLEAR + count + end(name, Math.max(columns, NARROWEST) - count.length() - 1));
        out.flush();
        shown = true;
    }

    @Override
    public synchronized void done(String name) {
        done++;
    }

    /// The end of a name tells more than its start. Names are untrusted: only what prints as itself is shown.
    private static String end(String name, int room) {
        String plain = name.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= room ? plain : "…" + plain.substring(plain.length() - room + 1);
    }

    @Override
    public synchronized void close() {
        if (shown) {
            out.print(CLEAR);
            out.flush();
            shown = false;
        }
    }
}
