package dev.assay.report;

import dev.assay.check.panics.Advice;
import java.util.ArrayList;
import java.util.List;

/// Advice as text for a terminal or a file: what `assay panics --help KIND` prints.
public final class AdviceText {
    private static final int WIDTH = 100;
    private static final int NARROWEST = 40;

    private final StringBuilder text = new StringBuilder();
    private final Style style;
    private final int width;

    private AdviceText(int columns, boolean colour) {
        this.style = new Style(colour);
        this.width = columns == 0 ? WIDTH : Math.clamp(columns, NARROWEST, WIDTH);
    }

    /// Everything there is to say.
    ///
    /// @param columns of the terminal; 0 if not known. Code keeps its lines, however narrow the terminal
    /// @param colour  whether ANSI sequences may be written; without them code stands between backticks
    public static String of(Advice advice, int columns, boolean colour) {
        AdviceText help = new AdviceText(columns, colour);
        String who = advice.kind().isImplicit() ? "the compiler or the library checks this" : "someone wrote this";
        help.text.append(help.style.bold(advice.kind().id())).append(" (").append(who).append(")\n\n");
        help.paragraph(advice.summary() + " " + advice.detail());
        help.text.append('\n');
        help.paragraph(advice.compiledIn());
        help.heading("Can panic");
        help.code(advice.before());
        help.heading("Cannot panic");
        help.wrapped("  ", advice.remedy());
        help.text.append('\n');
        help.code(advice.after());
        help.heading("Ways to write it");
        advice.ways().forEach(way -> help.wrapped("  - ", way));
        help.heading("What not to do");
        advice.mistakes().forEach(mistake -> help.wrapped("  - ", mistake));
        help.heading("To justify it");
        help.wrapped("  ", advice.justify());
        return help.text.toString();
    }

    private void heading(String heading) {
        text.append('\n').append(style.bold(heading + ":")).append('\n');
    }

    private void paragraph(String words) {
        wrapped("", words);
    }

    private void code(String code) {
        code.lines().forEach(line -> text.append(line.isEmpty() ? "" : "    ").append(line).append('\n'));
    }

    /// Breaks lines between words; the lines after the first are indented as far as the first one's words.
    private void wrapped(String start, String words) {
        text.append(start);
        int column = start.length();
        boolean first = true;
        for (Word word : words(words)) {
            if (!first && column + 1 + word.columns() > width) {
                text.append('\n').append(" ".repeat(start.length()));
                column = start.length();
            } else if (!first) {
                text.append(' ');
                column++;
            }
            text.append(word.text());
            column += word.columns();
            first = false;
        }
        text.append('\n');
    }

    /// What is not broken: words, with code in colour.
    ///
    /// @param columns that it takes on a terminal
    private record Word(String text, int columns) {}

    private List<Word> words(String line) {
        List<Word> words = new ArrayList<>();
        boolean inCode = false;
        for (String plain : Sentence.words(line, width / 2)) {
            StringBuilder word = new StringBuilder();
            int columns = 0;
            String[] parts = plain.split("`", -1);
            for (int i = 0; i < parts.length; i++) {
                if (i > 0) {
                    inCode = !inCode;
                    if (!style.colour()) {
                        word.append('`');
                        columns++;
                    }
                }
                word.append(inCode ? style.code(parts[i]) : parts[i]);
                columns += parts[i].length();
            }
            words.add(new Word(word.toString(), columns));
        }
        return words;
    }
}
