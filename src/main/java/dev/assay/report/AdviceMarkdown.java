package dev.assay.report;

import dev.assay.check.panics.Advice;
import java.util.List;

/// Advice as Markdown, for the page of the check and for programs that show the help of a rule.
public final class AdviceMarkdown {
    private static final int WIDTH = 118;
    private static final int LONGEST_CODE = 72;

    private AdviceMarkdown() {}

    /// Everything there is to say, without a heading. Lines end before column 119; the last one ends with a line feed.
    public static String of(Advice advice) {
        StringBuilder text = new StringBuilder();
        String who = advice.kind().isImplicit() ? "Implicit. " : "Explicit. ";
        paragraph(text, who + advice.summary() + " " + advice.detail());
        paragraph(text, advice.compiledIn());
        text.append("```rust\n").append(advice.before()).append("```\n\n");
        paragraph(text, advice.remedy());
        text.append("```rust\n").append(advice.after()).append("```\n\n");
        list(text, "Ways to write it:", advice.ways());
        list(text, "What not to do:", advice.mistakes());
        paragraph(text, advice.justify());
        return text.substring(0, text.length() - 1);
    }

    private static void list(StringBuilder text, String heading, List<String> items) {
        text.append(heading).append("\n\n");
        for (String item : items) {
            wrap(text, "- " + item, "  ");
        }
        text.append('\n');
    }

    private static void paragraph(StringBuilder text, String words) {
        wrap(text, words, "");
        text.append('\n');
    }

    private static void wrap(StringBuilder text, String words, String indent) {
        int column = 0;
        for (String word : Sentence.words(words, LONGEST_CODE)) {
            if (column > indent.length() && column + 1 + word.length() > WIDTH) {
                text.append('\n').append(indent);
                column = indent.length();
            } else if (column > 0) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        text.append('\n');
    }
}
