package dev.assay.source;

import dev.assay.source.Syntax.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What encloses a place.
///
/// @param function  name of the innermost function; null if there is none
/// @param documents what documents that function: comments and attributes, in order
/// @param unsafe    whether an `unsafe` block or function does
/// @param constFn   whether that function is a `const fn`
/// @param test      whether anything that is compiled for tests only does
record Surroundings(@Nullable String function, List<Piece> documents, boolean unsafe, boolean constFn, boolean test) {
    private static final Pattern TEST = Pattern.compile(
            "#!?\\[\\s*(cfg\\s*\\(\\s*(all\\s*\\(\\s*)?test\\b.*|test\\s*|([a-z_]+::)*kunit_tests\\b.*)]",
            Pattern.DOTALL);
    private static final Pattern SIGNATURE =
            Pattern.compile("([^\\n]{0,300}?)\\bfn\\s+(?:r#)?([A-Za-z_][A-Za-z_0-9]*)");
    private static final Pattern INNER = Pattern.compile("\\{\\s*(//!|/\\*!|#!)");
    /// In bytes: enough for what stands before a function's parameters.
    private static final int LONGEST_SIGNATURE = 500;
    /// In bytes; a longer one is no mark of a test.
    private static final int LONGEST_ATTRIBUTE = 1000;
    /// Before a function's body, tokens in a macro: more of them are no signature.
    private static final int MOST_TOKENS = 400;

    static Surroundings of(SourceFile file, List<Piece> path) {
        boolean mayTest = file.text().contains("test");
        Finder finder = new Finder();
        for (int i = path.size() - 1; i > 0; i--) {
            Piece piece = path.get(i);
            switch (piece.type) {
                case "unsafe_block" -> finder.unsafe |= !finder.found;
                case "function_item" -> {
                    if (i < path.size() - 1 && isBody(path.get(i + 1))) {
                        finder.function(file, piece, path.get(i + 1));
                    }
                }
                case "token_tree" -> finder.tokens(piece);
                default -> {
                }
            }
            finder.test |= mayTest && piece.type.endsWith("_item") && isTest(piece);
        }
        return new Surroundings(finder.name, finder.documents, finder.unsafe, finder.constFn, finder.test);
    }

    /// The signature of a function is around nothing that runs, and a `const` in its types is none of its own.
    private static boolean isBody(Piece piece) {
        return piece.is("block");
    }

    private static boolean isTest(Piece item) {
        for (Optional<Piece> before = item.previous(); before.isPresent()
                && (before.get().isAttribute() || before.get().isComment()); before = before.get().previous()) {
            if (before.get().isAttribute() && before.get().end - before.get().start < LONGEST_ATTRIBUTE
                    && TEST.matcher(before.get().text()).matches()) {
                return true;
            }
        }
        return false;
    }

    /// Collects from the inside out. Inside of a function, what is around that does not count.
    private static final class Finder {
        private boolean found;
        private @Nullable String name;
        private List<Piece> documents = List.of();
        private boolean unsafe;
        private boolean constFn;
        private boolean test;

        private void function(SourceFile file, Piece function, Piece body) {
            if (found) {
                return;
            }
            found = true;
            Matcher signature = SIGNATURE.matcher(
                    file.text(function.start, Math.min(body.start, function.start + LONGEST_SIGNATURE)));
            if (signature.lookingAt()) {
                modifiers(List.of(signature.group(1).split("\\s+", -1)));
                name = signature.group(2);
            }
            List<Piece> before = new ArrayList<>();
            for (Optional<Piece> at = function.previous(); at.isPresent()
                    && (at.get().isAttribute() || at.get().isComment()); at = at.get().previous()) {
                if (at.get().isAttribute() || at.get().isDocumentation()) {
                    before.add(at.get());
                }
            }
            documents = new ArrayList<>(before.reversed());
            String start = file.text(body.start, Math.min(body.end, body.start + LONGEST_SIGNATURE));
            if (INNER.matcher(start).lookingAt()) {
                inner(body.parts());
            }
        }

        private void modifiers(List<String> words) {
            unsafe |= words.contains("unsafe");
            constFn = words.contains("const");
        }

        /// `//!` at the start of the body documents the function, too.
        private void inner(List<Piece> parts) {
            List<Piece> all = new ArrayList<>(documents);
            for (Piece part : parts) {
                if (part.is("inner_attribute_item") || (part.isDocumentation() && part.text().startsWith("//!"))) {
                    all.add(part);
                } else if (!part.isComment() && !part.is("{")) {
                    break;
                }
            }
            documents = all;
        }

        /// Braces in a macro: perhaps the body of a function, or an `unsafe` block.
        private void tokens(Piece tree) {
            if (found || !tree.isBracedTokens()) {
                return;
            }
            List<Piece> before = new ArrayList<>();
            Optional<Piece> at = tree.previous();
            while (at.isPresent() && before.size() < MOST_TOKENS && !at.get().is(";") && !at.get().isBracedTokens()) {
                before.addFirst(at.get());
                at = at.get().previous();
            }
            if (!before.isEmpty() && before.getLast().text().equals("unsafe")) {
                unsafe = true;
            }
            for (int i = 0; i + 1 < before.size(); i++) {
                if (before.get(i).text().equals("fn") && before.get(i + 1).is("identifier")) {
                    found = true;
                    name = before.get(i + 1).text();
                    modifiers(before.subList(0, i).stream().filter(piece -> !piece.isComment()).map(Piece::text)
                            .toList());
                    documents = before.subList(0, i).stream().filter(Piece::isDocumentation).toList();
                    return;
                }
            }
        }
    }
}
