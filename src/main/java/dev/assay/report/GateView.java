package dev.assay.report;

/// How a verdict is printed for people.
///
/// @param colour  whether the text may hold ANSI colours
/// @param width   of the terminal in characters; function names are shortened to fit it; 0 = never shortened
/// @param explain whether every site is listed with the rule that decides on it
public record GateView(boolean colour, int width, boolean explain) {
    /// For a file or a pipe.
    public static GateView plain() {
        return new GateView(false, 0, false);
    }
}
