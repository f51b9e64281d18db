package dev.assay.source;

import dev.assay.source.Place.Beginning;
import dev.assay.source.Syntax.Piece;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// One source file, parsed, for questions about its places. To be closed.
public final class Reading implements AutoCloseable {
    private static final Set<String> MACROS = Set.of("macro_invocation", "token_tree", "attribute_item",
            "inner_attribute_item", "macro_definition", "ERROR");
    private static final Set<String> OPERATORS = Set.of("binary_expression", "compound_assignment_expr",
            "unary_expression", "try_expression", "range_expression");
    private static final int MOST_TEXT = 40;

    private final Syntax syntax;
    private final SourceFile file;
    private final JustificationSearch search;

    Reading(Syntax syntax) {
        this.syntax = syntax;
        this.file = syntax.file();
        this.search = new JustificationSearch(syntax);
    }

    /// What is at a place; empty if the file has no such place.
    ///
    /// @param line   from 1
    /// @param column in characters, from 1; 0 if only the line is known
    public Optional<Place> at(int line, int column) {
        OptionalInt offset = file.offset(line, column);
        if (offset.isEmpty()) {
            return Optional.empty();
        }
        List<Piece> path = syntax.path(offset.getAsInt());
        Surroundings around = Surroundings.of(file, path);
        String rest = file.text(offset.getAsInt(), Math.max(offset.getAsInt(), file.end(line))).strip();
        return Optional.of(new Place(line, column, begins(path, offset.getAsInt()),
                rest.length() > MOST_TEXT ? rest.substring(0, rest.offsetByCodePoints(0, MOST_TEXT - 2)) + " …" : rest,
                isInMacro(path) ? null : around.function(), around.unsafe(), around.constFn(), around.test(),
                search.at(path, line, around).orElse(null)));
    }

    /// Every `// PANIC:` comment of the file.
    public List<PanicComment> comments() {
        return search.all();
    }

    @Override
    public void close() {
        syntax.close();
    }

    private static boolean isInMacro(List<Piece> path) {
        return path.stream().anyMatch(piece -> MACROS.contains(piece.type));
    }

    private static Set<Beginning> begins(List<Piece> path, int offset) {
        Set<Beginning> begins = EnumSet.noneOf(Beginning.class);
        Piece token = path.getLast();
        if (token.start != offset || path.stream().anyMatch(Piece::isComment)) {
            return begins;
        }
        if (isInMacro(path)) {
            begins.add(Beginning.MACRO);
        }
        for (int i = path.size() - 1; i > 0; i--) {
            Piece piece = path.get(i);
            if (piece.is("index_expression") && (piece.start == offset || token.is("["))) {
                begins.add(Beginning.INDEX);
            } else if (OPERATORS.contains(piece.type) && piece.start == offset) {
                begins.add(Beginning.OPERATOR);
            } else if (piece.is("call_expression") && (piece.start == offset || isCallee(path, i))) {
                begins.add(Beginning.CALL);
            } else if (piece.is("parenthesized_expression") && piece.start == offset) {
                // The place of what is in the parentheses is that of the first of them.
                begins.addAll(List.of(Beginning.INDEX, Beginning.OPERATOR, Beginning.CALL));
            }
            if (piece.start != offset && !isName(piece) && !token.is("[")) {
                break;
            }
        }
        return begins;
    }

    /// Whether the path goes through the name of what `path[call]` calls: `unwrap` in `a.b().unwrap::<T>()`.
    private static boolean isCallee(List<Piece> path, int call) {
        for (int i = call + 1; i < path.size(); i++) {
            Piece piece = path.get(i);
            boolean isLast = i == path.size() - 1;
            if (!(isLast ? piece.is("field_identifier") || piece.is("identifier") || piece.is("integer_literal")
                    : isName(piece))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isName(Piece piece) {
        return piece.is("field_expression") || piece.is("generic_function") || piece.is("scoped_identifier")
                || piece.is("call_expression");
    }
}
