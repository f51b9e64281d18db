package dev.assay.report;

import dev.assay.check.sources.SiteSource;
import dev.assay.check.sources.Sources;
import dev.assay.source.Justification;
import dev.assay.source.Passage;
import dev.assay.source.history.Commit;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/// What the source says, as lines of the text output. Nothing of it reaches the terminal unescaped.
final class SourceText {
    private static final int TAB = 4;
    private static final int HASH_DIGITS = 12;
    /// A justification on one line is a hint where to look, not the whole of it.
    private static final int WORDS_LIMIT = 100;
    /// A line of source that is longer is cut around the place.
    private static final int LINE_LIMIT = 160;

    private final Style style;
    private final Appendable out;

    SourceText(Style style, Appendable out) {
        this.style = style;
        this.out = out;
    }

    /// The lines around a site with a caret under its column, and why its author accepts it.
    ///
    /// @param indent before each line
    void print(SiteSource source, String indent) throws IOException {
        Passage passage = source.passage();
        int width = Integer.toString(passage.firstLine() + Math.max(0, passage.lines().size() - 1)).length();
        for (int i = 0; i < passage.lines().size(); i++) {
            int number = passage.firstLine() + i;
            Shown line = Shown.of(passage.lines().get(i), number == passage.line() ? passage.column() : 0);
            String label = Integer.toString(number);
            String gutter = indent + " ".repeat(width - label.length()) + label + " | ";
            Printable.line(out, style.dim(gutter) + line.text);
            if (number == passage.line() && passage.column() > 0) {
                Printable.line(out, indent + " ".repeat(width) + style.dim(" | ") + " ".repeat(line.caret)
                        + style.bold("^"));
            }
        }
        Justification why = source.justification();
        if (why != null) {
            Printable.line(out, indent + style.dim("justified: ") + words(why) + style.dim(where(why, passage)));
        }
        Commit commit = source.introduced();
        if (commit != null) {
            // As wide as the word above, so that what is said of a site stands in one column.
            Printable.line(out, indent + style.dim("commit:    ") + commit(commit));
        }
    }

    /// Comments without a site.
    void stale(Sources sources, boolean all) throws IOException {
        list("stale justifications: no panic site near them", sources.stale());
        list("justifications in files without code in what was examined", sources.unexamined());
        if (all) {
            Printable.line(out, "searched for // PANIC: comments: " + Count.of(sources.searched(), "file")
                    + ", those with sites and those of the crates examined");
        }
    }

    private void list(String title, List<Justification> comments) throws IOException {
        if (!comments.isEmpty()) {
            Printable.line(out, style.bold(title) + ": " + Count.of(comments.size(), "comment"));
            for (Justification comment : comments) {
                Printable.line(out, "  " + style.place(Printable.of(comment.file()) + ":" + comment.line()) + "  "
                        + words(comment));
            }
        }
    }

    /// All of a justification's words on one line, unless they are many.
    static String words(Justification justification) {
        String words = Printable.of(justification.text().replaceAll("\\s+", " "));
        return words.codePointCount(0, words.length()) <= WORDS_LIMIT ? words
                : words.substring(0, words.offsetByCodePoints(0, WORDS_LIMIT - 2)) + " …";
    }

    private static String commit(Commit commit) {
        return commit.id().isEmpty() ? "not committed yet"
                : "%s  %s, %s, %s".formatted(commit.id().substring(0, Math.min(HASH_DIGITS, commit.id().length())),
                        Printable.of(commit.author()), LocalDate.ofInstant(commit.date(), ZoneOffset.UTC),
                        Printable.of(commit.subject()));
    }

    private static String where(Justification why, Passage passage) {
        String line = why.file().equals(passage.file()) ? "line " + why.line()
                : Printable.of(why.file()) + ":" + why.line();
        return " (" + (why.kind() == Justification.Kind.SECTION ? "# Panics, " : "") + line + ")";
    }

    /// A line of source as it is printed.
    ///
    /// @param caret how many characters stand before the place
    private record Shown(String text, int caret) {
        /// Tabs become blanks; what is escaped becomes longer; a long line is cut.
        static Shown of(String line, int column) {
            StringBuilder text = new StringBuilder();
            int caret = 0;
            int start = 0;
            int number = 1;
            int at = 0;
            while (at < line.length()) {
                int character = line.codePointAt(at);
                if (number++ == column) {
                    caret = text.codePointCount(0, text.length());
                    if (caret > LINE_LIMIT / 2) {
                        start = caret - LINE_LIMIT / 2;
                    }
                }
                text.append(character == '\t' ? " ".repeat(TAB - text.codePointCount(0, text.length()) % TAB)
                        : Printable.of(Character.toString(character)));
                at += Character.charCount(character);
                if (text.length() > LINE_LIMIT * 4 + column * 8L) {
                    break;
                }
            }
            if (column >= number && column > 0) {
                caret = text.codePointCount(0, text.length());
            }
            int length = text.codePointCount(0, text.length());
            int end = Math.min(length, start + LINE_LIMIT);
            String cut = text.substring(text.offsetByCodePoints(0, start), text.offsetByCodePoints(0, end));
            return new Shown((start > 0 ? "…" : "") + cut + (end < length ? " …" : ""),
                    caret - start + (start > 0 ? 1 : 0));
        }
    }
}
