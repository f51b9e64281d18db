package dev.assay.source;

import io.github.treesitter.jtreesitter.Node;
import io.github.treesitter.jtreesitter.Tree;
import io.github.treesitter.jtreesitter.TreeCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The syntax of one file. A view on native memory: it dies when it is closed.
final class Syntax implements AutoCloseable {
    /// Deeper nesting is nobody's code; a path that goes on is cut there.
    private static final int DEEPEST = 1000;

    private final SourceFile file;
    private final Grammar grammar;
    private final Tree tree;
    private final TreeCursor cursor;

    Syntax(SourceFile file, Grammar grammar) {
        this.file = file;
        this.grammar = grammar;
        this.tree = grammar.parse(file);
        this.cursor = tree.walk();
    }

    SourceFile file() {
        return file;
    }

    /// The nodes around an offset, the whole file first, the token last; the last one may begin behind the offset, where
    /// only blanks stand at it.
    List<Piece> path(int offset) {
        List<Piece> path = new ArrayList<>();
        Node root = tree.getRootNode();
        cursor.reset(root);
        path.add(new Piece(root));
        while (path.size() < DEEPEST && cursor.gotoFirstChildForByte(offset).isPresent()) {
            Piece piece = new Piece(cursor.getCurrentNode());
            path.add(piece);
            if (piece.start > offset) {
                break;
            }
        }
        return path;
    }

    @Override
    public void close() {
        cursor.close();
        tree.close();
    }

    /// A node of the syntax tree. `start` and `end` are offsets in the file.
    final class Piece {
        private final Node node;
        final String type;
        final int start;
        final int end;

        private Piece(Node node) {
            this.node = node;
            this.type = grammar.name(node.getSymbol());
            this.start = node.getStartByte();
            this.end = node.getEndByte();
        }

        boolean is(String wanted) {
            return type.equals(wanted);
        }

        boolean isComment() {
            return type.equals("line_comment") || type.equals("block_comment");
        }

        /// Documentation: it says what an item is, not why a line is right.
        boolean isDocumentation() {
            String text = file.text(start, Math.min(end, start + 4));
            return isComment() && (text.startsWith("//!") || text.startsWith("/*!")
                    || (text.startsWith("///") && !text.startsWith("////"))
                    || (text.startsWith("/**") && !text.startsWith("/***") && !text.startsWith("/**/")));
        }

        boolean isAttribute() {
            return type.equals("attribute_item") || type.equals("inner_attribute_item");
        }

        /// Whether it is a word or sign of the grammar, and no construct.
        boolean isSign() {
            return end - start == type.length() && text().equals(type);
        }

        /// Tokens in braces: what a macro is given, or the body of one.
        boolean isBracedTokens() {
            return type.equals("token_tree") && file.text(start, start + 1).equals("{");
        }

        /// Whether it is one of the tokens that a macro is given.
        boolean isToken() {
            return node.getParent().filter(parent -> grammar.name(parent.getSymbol()).equals("token_tree")).isPresent();
        }

        String text() {
            return file.text(start, end);
        }

        int line() {
            return file.lineOf(start);
        }

        int lastLine() {
            return file.lineOf(Math.max(start, end - 1));
        }

        Optional<Piece> previous() {
            return node.getPrevSibling().map(Piece::new);
        }

        Optional<Piece> next() {
            return node.getNextSibling().map(Piece::new);
        }

        Optional<Piece> part(String field) {
            return node.getChildByFieldName(field).map(Piece::new);
        }

        List<Piece> parts() {
            return node.getChildren().stream().map(Piece::new).toList();
        }
    }
}
