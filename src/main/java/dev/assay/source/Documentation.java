package dev.assay.source;

import dev.assay.source.Syntax.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The documentation of a function, and its section on panics (the Rust API guidelines, C-FAILURE).
final class Documentation {
    private static final Pattern HEADING = Pattern.compile("#{1,6}\\s.*", Pattern.DOTALL);
    private static final Pattern ATTRIBUTE = Pattern.compile("#!?\\[\\s*doc\\s*=\\s*(r(#*)\"(.*)\"\\2|\"(.*)\")\\s*]",
            Pattern.DOTALL);

    private Documentation() {}

    /// The `# Panics` section, if it says anything.
    ///
    /// @param documents doc comments and attributes of one item, in order
    static Optional<Justification> panics(SourceFile file, List<Piece> documents) {
        List<CommentText.Line> lines = new ArrayList<>();
        for (Piece piece : documents) {
            lines.addAll(piece.isAttribute() ? attribute(piece) : CommentText.lines(file, piece));
        }
        StringBuilder text = new StringBuilder();
        int first = 0;
        boolean inside = false;
        boolean code = false;
        for (CommentText.Line line : lines) {
            code ^= line.text().startsWith("```") || line.text().startsWith("~~~");
            if (!code && HEADING.matcher(line.text()).matches()) {
                String title = line.text().replace('#', ' ').strip().toLowerCase(Locale.ROOT);
                inside = title.equals("panics") || title.equals("panic");
                first = inside && first == 0 ? line.number() : first;
            } else if (inside) {
                text.append('\n').append(line.text());
            }
        }
        String words = text.toString().strip();
        return words.isEmpty() ? Optional.empty()
                : Optional.of(new Justification(Justification.Kind.SECTION, words, file.path(), first));
    }

    /// Of `#[doc = "…"]`; of any other attribute, nothing.
    private static List<CommentText.Line> attribute(Piece piece) {
        Matcher doc = ATTRIBUTE.matcher(piece.text());
        if (!doc.matches()) {
            return List.of();
        }
        String raw = doc.group(3);
        String text = raw != null ? raw : doc.group(4).replace("\\n", "\n").replace("\\\"", "\"");
        List<CommentText.Line> lines = new ArrayList<>();
        int number = piece.line();
        for (String line : text.split("\n", -1)) {
            lines.add(new CommentText.Line(number, line.strip()));
            number += raw != null ? 1 : 0;
        }
        return lines;
    }
}
