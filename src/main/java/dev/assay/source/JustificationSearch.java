package dev.assay.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.source.Syntax.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Finds the comment that justifies a panic at a place, and the lines that such a comment is about.
///
/// From the place outwards, a comment counts that stands directly above something around it: an operand, a call in a
/// chain, an argument, a match arm, the statement; and, of the block that the statement is in, what this block belongs to.
/// Further out, it is about something larger than the place. A comment behind code, on the line of the place or at the end
/// of the statement, counts as well.
final class JustificationSearch {
    private static final Set<String> STATEMENTS = Set.of("block", "match_block", "declaration_list", "source_file");
    /// Blocks that only mark what is in them.
    private static final Set<String> MARKERS = Set.of("unsafe_block", "async_block", "const_block", "match_arm");
    /// Signs after which a line's comment is about what follows.
    private static final List<String> OPENERS = List.of("{", "(", "[", "=", "=>", "|", "->");
    /// More comments and attributes in a row are no statement's.
    private static final int MOST_SIBLINGS = 1000;

    private final Syntax syntax;
    private final SourceFile file;
    private final boolean hasComments;

    JustificationSearch(Syntax syntax) {
        this.syntax = syntax;
        this.file = syntax.file();
        this.hasComments = file.text().contains(CommentText.MARK);
    }

    /// The justification of a place; the nearest comment, else the section of the function's documentation.
    Optional<Justification> at(List<Piece> path, int line, Surroundings around) {
        Optional<Justification> comment = hasComments ? comment(path, line) : Optional.empty();
        return comment.isPresent() ? comment : Documentation.panics(file, around.documents());
    }

    private Optional<Justification> comment(List<Piece> path, int line) {
        Optional<Justification> beside = beside(line);
        int blocks = 0;
        for (int i = path.size() - 1; i > 0 && blocks <= 1 && beside.isEmpty(); i--) {
            Piece piece = path.get(i);
            Piece parent = path.get(i - 1);
            Optional<Justification> above = above(piece, parent);
            if (above.isEmpty() && parent.is("field_expression")) {
                above = inChain(parent, piece);
            }
            if (above.isEmpty() && isStatement(parent) && blocks == 0) {
                above = beside(piece.lastLine());
            }
            if (above.isPresent()) {
                return above;
            }
            if (piece.is("function_item")) {
                break;
            }
            blocks += isBlock(path, i - 1) ? 1 : 0;
        }
        return beside;
    }

    /// Whether what is in it are statements, arms or items.
    private static boolean isStatement(Piece parent) {
        return STATEMENTS.contains(parent.type) || parent.isBracedTokens();
    }

    /// Whether leaving `path[index]` is leaving a block that a comment above its owner speaks for.
    private static boolean isBlock(List<Piece> path, int index) {
        Piece piece = path.get(index);
        Piece owner = path.get(Math.max(0, index - 1));
        if (piece.is("block")) {
            return !MARKERS.contains(owner.type);
        }
        if (piece.isBracedTokens()) {
            String before = piece.previous().map(Piece::text).orElse("");
            return owner.is("token_tree") && !before.equals("unsafe") && !before.equals("=>");
        }
        return piece.is("match_block") || piece.is("declaration_list");
    }

    /// The comments directly above a piece, attributes and the signs before it passed over.
    private Optional<Justification> above(Piece piece, Piece parent) {
        List<Piece> comments = new ArrayList<>();
        Optional<Piece> at = piece.previous();
        for (int i = 0; at.isPresent() && i < MOST_SIBLINGS; i++, at = at.get().previous()) {
            Piece before = at.get();
            if (before.isComment()) {
                if (!before.isDocumentation() && isAbove(before)) {
                    comments.addFirst(before);
                }
            } else if (!before.isAttribute() && isEnd(before, parent)) {
                break;
            }
        }
        return comments.isEmpty() ? Optional.empty() : CommentText.justification(file, comments);
    }

    /// Whether what stands before a piece belongs to something else.
    private static boolean isEnd(Piece before, Piece parent) {
        if (before.is(",") || before.is(";")) {
            return true;
        }
        if (!parent.is("token_tree")) {
            return !before.isSign();
        }
        return endsStatement(before);
    }

    /// In a macro there are but tokens; a block ends a statement, unless something is called on it.
    private static boolean endsStatement(Piece tokens) {
        return tokens.isBracedTokens()
                && tokens.next().map(Piece::text).filter(next -> Set.of(".", "?", "else").contains(next)).isEmpty();
    }

    /// Whether a comment speaks for what follows it, and not for the code before it on its line.
    private boolean isAbove(Piece comment) {
        if (file.startsLine(comment.start)) {
            return true;
        }
        String before = file.text(file.start(comment.line()), comment.start).strip();
        return OPENERS.stream().anyMatch(before::endsWith);
    }

    /// A comment between earlier links of a chain of calls: what they give is what this one is called on.
    private Optional<Justification> inChain(Piece link, Piece from) {
        Optional<Piece> value = link.part("value").filter(receiver -> receiver.start != from.start
                || receiver.end != from.end);
        for (int i = 0; value.isPresent() && i < MOST_SIBLINGS; i++) {
            List<Piece> comments = value.get().is("field_expression")
                    ? value.get().parts().stream().filter(part -> part.isComment() && isAbove(part)).toList()
                    : List.of();
            Optional<Justification> found = CommentText.justification(file, comments);
            if (found.isPresent()) {
                return found;
            }
            Optional<Piece> next = value.get().part("value");
            value = next.isPresent() ? next : value.get().part("function");
        }
        return Optional.empty();
    }

    /// A comment behind code on a line, with the lines below that go on with it.
    private Optional<Justification> beside(int line) {
        String text = file.line(line);
        if (!text.contains(CommentText.MARK)) {
            return Optional.empty();
        }
        Piece comment = syntax.path(file.end(line) - 1).getLast();
        if (!comment.isComment() || comment.isDocumentation() || comment.line() != line
                || file.startsLine(comment.start)) {
            return Optional.empty();
        }
        List<Piece> comments = new ArrayList<>(List.of(comment));
        int column = comment.start - file.start(line);
        Optional<Piece> next = comment.next();
        while (next.isPresent() && next.get().isComment() && file.startsLine(next.get().start)
                && next.get().start - file.start(next.get().line()) == column) {
            comments.add(next.get());
            next = next.get().next();
        }
        return CommentText.justification(file, comments);
    }

    /// Every comment that justifies something, in order.
    List<PanicComment> all() {
        TreeMap<Integer, PanicComment> byLine = new TreeMap<>();
        for (int line = 1; hasComments && line <= file.lines(); line++) {
            String words = file.line(line);
            int at = words.indexOf(CommentText.MARK);
            if (at < 0) {
                continue;
            }
            int offset = file.start(line) + words.substring(0, at).getBytes(UTF_8).length;
            Piece comment = syntax.path(offset).stream().filter(Piece::isComment).findFirst().orElse(null);
            if (comment != null && !comment.isDocumentation()) {
                about(comment).ifPresent(found -> byLine.putIfAbsent(found.first(), found));
            }
        }
        return List.copyOf(byLine.values());
    }

    /// What a comment is about: the statement or the like behind it, or the code before it on its line.
    private Optional<PanicComment> about(Piece comment) {
        if (!file.startsLine(comment.start) && !isAbove(comment)) {
            int first = comment.previous().filter(before -> before.lastLine() == comment.line()).map(Piece::line)
                    .orElse(comment.line());
            return beside(comment.line()).map(found -> new PanicComment(found, first, comment.line()));
        }
        List<Piece> comments = new ArrayList<>(List.of(comment));
        Optional<Piece> next = comment.next();
        int last = comment.lastLine();
        for (int i = 0; next.isPresent() && i < MOST_SIBLINGS; i++, next = next.get().next()) {
            Piece piece = next.get();
            last = Math.max(last, piece.lastLine());
            if (piece.isComment()) {
                comments.add(piece);
            } else if (!piece.isAttribute() && !piece.is(".") && !isPart(piece)) {
                break;
            }
        }
        int end = last;
        return CommentText.justification(file, comments)
                .filter(found -> found.line() >= comment.line())
                .map(found -> new PanicComment(found, found.line(), end));
    }

    /// In a macro, a statement is many tokens.
    private static boolean isPart(Piece piece) {
        return !piece.is(";") && !piece.is(",") && !endsStatement(piece)
                && piece.next().isPresent() && piece.isToken();
    }
}
