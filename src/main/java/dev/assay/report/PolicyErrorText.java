package dev.assay.report;

import dev.assay.check.gate.PolicyError;
import java.util.List;

/// The line of a policy that something is wrong with.
public final class PolicyErrorText {
    /// Whoever has longer lines does not look for a mark below them.
    private static final int LONGEST = 200;

    private PolicyErrorText() {}

    /// The line with a mark below the place, safe to print; nothing if the line is empty or very long.
    public static List<String> shown(PolicyError error) {
        if (error.text().isBlank() || error.text().length() > LONGEST) {
            return List.of();
        }
        return marked(error.text(), error.column(), "  ");
    }

    /// A line with a mark below one of its characters. Tabs become blanks, so that the mark stands where it should.
    ///
    /// @param column in characters, from 1; one behind the end is marked behind the end
    static List<String> marked(String line, int column, String indent) {
        String plain = line.replace('\t', ' ');
        int before = Math.min(Math.max(column - 1, 0), plain.codePointCount(0, plain.length()));
        String start = Printable.of(plain.substring(0, plain.offsetByCodePoints(0, before)));
        return List.of(indent + Printable.of(plain),
                indent + " ".repeat(start.codePointCount(0, start.length())) + "^");
    }
}
