package dev.assay.report;

/// How an answer about callers is printed for people.
///
/// @param colour whether the text may hold ANSI colours
/// @param width  of the terminal in characters; function names are shortened to fit it; 0 = never shortened
public record WhyView(boolean colour, int width) {
    /// A function's name keeps this many characters, also on a narrow terminal.
    private static final int FUNCTION_LEAST = 24;

    /// For a file or a pipe.
    public static WhyView plain() {
        return new WhyView(false, 0);
    }

    /// For a terminal.
    public static WhyView onTerminal(int columns) {
        return new WhyView(true, columns);
    }

    Style style() {
        return new Style(colour);
    }

    /// A function's path, safe to print, in what the line has left.
    ///
    /// @param taken how many characters of the line are
    String function(String path, int taken) {
        String safe = Printable.of(path);
        return width == 0 ? safe : FunctionPath.shorten(safe, Math.max(FUNCTION_LEAST, width - taken));
    }
}
