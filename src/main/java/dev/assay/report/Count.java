package dev.assay.report;

/// Numbers with their nouns.
final class Count {
    private Count() {}

    static String of(long number, String noun) {
        return of(number, noun, noun + "s");
    }

    static String of(long number, String noun, String nouns) {
        return number + " " + (number == 1 ? noun : nouns);
    }
}
