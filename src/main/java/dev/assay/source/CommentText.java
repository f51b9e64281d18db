package dev.assay.source;

import dev.assay.source.Syntax.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words of adjacent comments, and the justification among them.
///
/// The kernel's convention: a comment begins with a word in capitals and a colon that says what it is for (`SAFETY:`,
/// `INVARIANT:`, `PANIC:`), and goes on until the next such word.
final class CommentText {
    static final String MARK = "PANIC:";
    private static final Pattern OTHER_MARK = Pattern.compile("[A-Z][A-Z -]{2,24}(\\([^()]{0,40}\\))?:(\\s.*|)");
    private static final Pattern LEADING_STAR = Pattern.compile("^\\s*\\*(?!/)");

    private CommentText() {}

    /// One line of a comment, without the comment's marks.
    ///
    /// @param number in the file
    record Line(int number, String text) {}

    /// The justification that these comments hold, if one does.
    ///
    /// @param comments adjacent ones, in order
    static Optional<Justification> justification(SourceFile file, List<Piece> comments) {
        List<Line> lines = new ArrayList<>();
        comments.forEach(comment -> lines.addAll(lines(file, comment)));
        StringBuilder text = new StringBuilder();
        int first = 0;
        boolean inside = false;
        for (Line line : lines) {
            if (line.text.startsWith(MARK)) {
                inside = true;
                first = first == 0 ? line.number : first;
                text.append('\n').append(line.text.substring(MARK.length()).strip());
            } else {
                Matcher other = OTHER_MARK.matcher(line.text);
                inside = inside && !other.matches();
                text.append(inside ? "\n" + line.text : "");
            }
        }
        String words = text.toString().strip();
        return words.isEmpty() ? Optional.empty()
                : Optional.of(new Justification(Justification.Kind.COMMENT, words, file.path(), first));
    }

    /// The lines of one comment.
    static List<Line> lines(SourceFile file, Piece comment) {
        int number = comment.line();
        if (comment.is("line_comment")) {
            return List.of(new Line(number, comment.text().replaceFirst("^//[/!]?", "").strip()));
        }
        String text = comment.text();
        String inside = text.substring(Math.min(2, text.length()), Math.max(2, text.length() - 2));
        List<Line> lines = new ArrayList<>();
        for (String line : inside.split("\n", -1)) {
            lines.add(new Line(number++, LEADING_STAR.matcher(line).replaceFirst("").strip()));
        }
        return lines;
    }
}
