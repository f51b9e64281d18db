package dev.assay.report;

import java.util.ArrayList;
import java.util.List;

/// A sentence with code between backticks, taken apart where a line may end.
final class Sentence {
    private Sentence() {}

    /// Its words. Code is one word, blanks and all, unless it is longer than `longest`.
    static List<String> words(String sentence, int longest) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int at = 0;
        while (at < sentence.length()) {
            char c = sentence.charAt(at);
            int end = c == '`' ? sentence.indexOf('`', at + 1) : -1;
            if (end > 0 && end - at < longest) {
                word.append(sentence, at, end + 1);
                at = end;
            } else if (c == ' ') {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(c);
            }
            at++;
        }
        words.add(word.toString());
        return words;
    }
}
