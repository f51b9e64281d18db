package dev.assay.report;

import java.util.ArrayList;
import java.util.List;

/// Names in boxes: long paths on several lines, broken where a reader would.
final class Wrapped {
    private Wrapped() {}

    /// The name on lines of at most `width` characters, broken before `::` and after blanks and brackets if possible.
    static List<String> lines(String name, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String part : parts(name)) {
            String rest = part;
            if (line.length() + columns(rest) > width && !line.isEmpty()) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (rest.codePointCount(0, rest.length()) > width) {
                int end = rest.offsetByCodePoints(0, width);
                lines.add(rest.substring(0, end));
                rest = rest.substring(end);
            }
            line.append(rest);
        }
        if (!line.isEmpty() || lines.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }

    /// How many columns of a fixed-pitch font the text takes; ideographs and the like take two.
    static int columns(String text) {
        return text.codePoints().map(character -> isWide(character) ? 2 : 1).sum();
    }

    private static boolean isWide(int character) {
        return Character.isIdeographic(character)
                || (character >= 0x1100 && character <= 0x115f)
                || (character >= 0x2e80 && character <= 0xa4cf)
                || (character >= 0xac00 && character <= 0xd7a3)
                || (character >= 0xff00 && character <= 0xff60)
                || character >= 0x1f000;
    }

    private static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int at = 1; at < name.length(); at++) {
            boolean beforePath = name.startsWith("::", at) && name.charAt(at - 1) != ':';
            boolean afterBlank = name.charAt(at - 1) == ' ' || name.charAt(at - 1) == '<';
            if (beforePath || afterBlank) {
                parts.add(name.substring(start, at));
                start = at;
            }
        }
        parts.add(name.substring(start));
        return parts;
    }
}
