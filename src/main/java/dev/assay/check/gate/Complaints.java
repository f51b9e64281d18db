package dev.assay.check.gate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlPosition;

/// What is wrong with a policy, as it is found.
final class Complaints {
    /// Whoever has that many mistakes wants to see the first of them.
    private static final int MOST = 100;

    private final List<String> lines;
    private final List<PolicyError> errors = new ArrayList<>();
    private int syntaxLine = Integer.MAX_VALUE;

    Complaints(String text) {
        this.lines = text.lines().toList();
    }

    /// What is no TOML. Nothing that follows in the file can be relied on.
    void syntax(TomlPosition at, String what) {
        syntaxLine = Math.min(syntaxLine, at.line());
        add(at, what, "", List.of());
    }

    boolean isToml() {
        return syntaxLine == Integer.MAX_VALUE;
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    /// What is TOML, but not a policy.
    void wrong(@Nullable TomlPosition at, String expected, String found) {
        TomlPosition known = at == null ? TomlPosition.positionAt(1, 1) : at;
        if (known.line() < syntaxLine) {
            add(known, "expected %s, found %s".formatted(expected, found), "", List.of());
        }
    }

    /// A word that is none of those that are known.
    void unknown(@Nullable TomlPosition at, String expected, String word, List<String> known) {
        TomlPosition position = at == null ? TomlPosition.positionAt(1, 1) : at;
        if (position.line() < syntaxLine) {
            add(position, "expected %s, found '%s'".formatted(expected, word), word, known);
        }
    }

    /// Something that is not there. It may be, if what is there could not be read.
    void missing(TomlPosition at, String expected) {
        if (isToml()) {
            wrong(at, expected, "none");
        }
    }

    private void add(TomlPosition at, String what, String word, List<String> known) {
        String text = at.line() <= lines.size() ? lines.get(at.line() - 1) : "";
        errors.add(new PolicyError(at.line(), at.column(), what, text, word, known));
    }

    /// In order of place.
    List<PolicyError> sorted() {
        return errors.stream()
                .sorted(Comparator.comparingInt(PolicyError::line).thenComparingInt(PolicyError::column))
                .distinct().limit(MOST).toList();
    }
}
