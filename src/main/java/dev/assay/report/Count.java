package dev.assay.report;

/// Numbers with their nouns.
public final class Count {
    private Count() {}

    /// With an s for more than one.
    public static String of(long number, String noun) {
        return of(number, noun, noun + "s");
    }

    /// With the right one of two nouns.
    public static String of(long number, String noun, String nouns) {
        return number + " " + (number == 1 ? noun : nouns);
    }
}
