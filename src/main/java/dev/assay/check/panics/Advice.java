package dev.assay.check.panics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What to know about panic sites of one kind, and how to write the code so that it cannot panic.
///
/// Read from a Markdown file of its own, when somebody asks. Sentences are Markdown of the simplest sort: words, and code
/// between backticks; no links, no emphasis, no line feeds. A test compiles `before` and `after`, and runs [PanicCheck]
/// on both. The kernel's interfaces are those of Linux 7.3; a test on its source looks for each.
///
/// @param kind       that is explained
/// @param summary    what is checked, or what went wrong: one sentence
/// @param remedy     what to do about it: one short sentence in the imperative
/// @param detail     where this comes from and what to think about: one paragraph
/// @param compiledIn in which configurations the check is in the code: one paragraph
/// @param ways       to write it without the check, the most useful first
/// @param mistakes   what looks like a way and is none, and why
/// @param justify    when to keep it all the same, and what a `// PANIC:` comment must say: one paragraph
/// @param before     Rust that can panic so; compiles, ends with a line feed
/// @param after      Rust for the same purpose that cannot panic; compiles, ends with a line feed
public record Advice(Kind kind, String summary, String remedy, String detail, String compiledIn, List<String> ways,
        List<String> mistakes, String justify, String before, String after) {
    private static final String FENCE = "```";

    public Advice {
        ways = List.copyOf(ways);
        mistakes = List.copyOf(mistakes);
    }

    /// The advice for a kind; every kind has some.
    public static Advice of(Kind kind) {
        String name = "advice/" + kind.id() + ".md";
        try (InputStream file = Advice.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return of(kind, new String(file.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads the form of the files: two paragraphs for `summary` and `remedy`, then a heading for each other part.
    static Advice of(Kind kind, String text) {
        Map<String, String> parts = new HashMap<>();
        for (String part : text.split("(?m)^## ", -1)) {
            int end = part.indexOf('\n');
            parts.put(parts.isEmpty() ? "" : part.substring(0, end), part.substring(parts.isEmpty() ? 0 : end).strip());
        }
        List<String> first = paragraphs(part(parts, "", kind));
        if (first.size() != 2 || parts.size() != 8) {
            throw new IllegalStateException(kind + ": not in the form of advice");
        }
        return new Advice(kind, first.getFirst(), first.getLast(),
                line(part(parts, "Detail", kind)), line(part(parts, "Compiled in", kind)),
                items(part(parts, "Instead", kind)), items(part(parts, "Not", kind)),
                line(part(parts, "Justify", kind)),
                code(part(parts, "Before", kind)), code(part(parts, "After", kind)));
    }

    private static String part(Map<String, String> parts, String name, Kind kind) {
        String part = parts.get(name);
        if (part == null) {
            throw new IllegalStateException(kind + ": no part " + name);
        }
        return part;
    }

    private static List<String> paragraphs(String text) {
        List<String> paragraphs = new ArrayList<>();
        for (String paragraph : text.split("\n\n+", -1)) {
            paragraphs.add(line(paragraph));
        }
        return paragraphs;
    }

    private static List<String> items(String list) {
        List<String> items = new ArrayList<>();
        for (String item : list.split("(?m)^- ", -1)) {
            if (!item.isBlank()) {
                items.add(line(item));
            }
        }
        return items;
    }

    private static String line(String paragraph) {
        return paragraph.strip().replaceAll("\\s+", " ");
    }

    private static String code(String fenced) {
        return fenced.substring(fenced.indexOf('\n') + 1, fenced.lastIndexOf(FENCE));
    }
}
