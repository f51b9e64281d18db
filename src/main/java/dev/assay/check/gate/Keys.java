package dev.assay.check.gate;

import dev.assay.check.panics.Glob;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// The keys of one table of a policy, read with their types. What is wrong is complained about and then not there.
///
/// @param table      of the file
/// @param name       as the file has it: `[[rule]]`
/// @param at         where it begins
/// @param complaints that are made
record Keys(TomlTable table, String name, TomlPosition at, Complaints complaints) {
    boolean has(String key) {
        return table.get(List.of(key)) != null;
    }

    @Nullable
    TomlPosition place(String key) {
        return table.inputPositionOf(List.of(key));
    }

    /// Complains about every key that is none of `known`.
    void only(List<String> known) {
        for (String key : table.keySet()) {
            if (!known.contains(key)) {
                complaints.unknown(place(key), "a key of " + name, key, known);
            }
        }
    }

    private <T> @Nullable T value(String key, Class<T> type, String expected) {
        Object value = table.get(List.of(key));
        if (value == null || type.isInstance(value)) {
            return type.cast(value);
        }
        complaints.wrong(place(key), expected + " for '" + key + "'", typeOf(value));
        return null;
    }

    /// A text that is not blank.
    @Nullable
    String text(String key) {
        String text = value(key, String.class, "a string");
        if (text != null && text.isBlank()) {
            complaints.wrong(place(key), "a text for '" + key + "'", "an empty one");
            return null;
        }
        return text;
    }

    /// Whether a key that can only be `true` is there.
    boolean isTrue(String key) {
        Boolean value = value(key, Boolean.class, "true");
        if (Boolean.FALSE.equals(value)) {
            complaints.wrong(place(key), "true for '" + key + "', or no such key", "false");
        }
        return value != null;
    }

    /// A number from 0 that an `int` can hold.
    @Nullable
    Integer number(String key) {
        String expected = "a number from 0";
        Long value = value(key, Long.class, expected);
        if (value != null && (value < 0 || value > Integer.MAX_VALUE)) {
            complaints.wrong(place(key), expected + " to " + Integer.MAX_VALUE + " for '" + key + "'",
                    Long.toString(value));
            return null;
        }
        return value == null ? null : value.intValue();
    }

    @Nullable
    LocalDate date(String key) {
        return value(key, LocalDate.class, "a date such as 2027-01-31, without quotes,");
    }

    /// One of several words.
    <T> @Nullable T word(String key, List<T> all, Function<T, String> id) {
        String word = value(key, String.class, "a string");
        if (word == null) {
            return null;
        }
        List<String> known = all.stream().map(id).toList();
        if (!known.contains(word)) {
            complaints.unknown(place(key), oneOf(known) + " for '" + key + "'", word, known);
            return null;
        }
        return all.get(known.indexOf(word));
    }

    /// A string of a list, with its place.
    record Word(String text, @Nullable TomlPosition at) {}

    /// A string, or a list of at least one.
    List<Word> words(String key) {
        String expected = "a string or a list of strings";
        Object value = table.get(List.of(key));
        if (value instanceof String text) {
            return List.of(new Word(text, place(key)));
        }
        TomlArray array = value(key, TomlArray.class, expected);
        if (array == null) {
            return List.of();
        }
        if (array.isEmpty()) {
            complaints.wrong(place(key), expected + " for '" + key + "'", "an empty list");
        }
        List<Word> words = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (array.get(i) instanceof String text) {
                words.add(new Word(text, array.inputPositionOf(i)));
            } else {
                complaints.wrong(array.inputPositionOf(i), "a string in the list '" + key + "'", typeOf(array.get(i)));
            }
        }
        return words;
    }

    /// Patterns.
    List<Glob> globs(String key) {
        List<Glob> globs = new ArrayList<>();
        for (Word word : words(key)) {
            String fault = fault(key, word.text());
            if (fault != null) {
                complaints.wrong(word.at(), "a pattern for '" + key + "'", fault);
            } else {
                globs.add(new Glob(word.text()));
            }
        }
        return globs;
    }

    /// What keeps a pattern from ever fitting what it is for. `*` and `?` are all that is special in one.
    private static @Nullable String fault(String key, String pattern) {
        if (pattern.isBlank()) {
            return "an empty one";
        }
        if (!pattern.equals(pattern.strip())) {
            return "'" + pattern + "' with blanks around it";
        }
        if (pattern.startsWith("!")) {
            return "'" + pattern + "': to leave something out, let an earlier rule decide on it";
        }
        if (key.equals("crate") && pattern.contains("::")) {
            return "the path '" + pattern + "', which a crate's name cannot be";
        }
        if (key.equals("crate") && pattern.contains("-")) {
            return "'" + pattern + "': a crate's name has _ where its package has -";
        }
        return (key.equals("file") || key.equals("crate")) && pattern.contains("\\")
                ? "'" + pattern + "', with a backslash, which no name has" : null;
    }

    /// Tables of a list: `[[rule]]`.
    List<Keys> tables(String key) {
        TomlArray array = value(key, TomlArray.class, "[[%s]]".formatted(key));
        List<Keys> tables = new ArrayList<>();
        for (int i = 0; array != null && i < array.size(); i++) {
            TomlPosition place = array.inputPositionOf(i);
            if (array.get(i) instanceof TomlTable each) {
                tables.add(new Keys(each, "[[%s]]".formatted(key), place, complaints));
            } else {
                complaints.wrong(place, "a table in '" + key + "'", typeOf(array.get(i)));
            }
        }
        return tables;
    }

    /// A table of its own: `[gate]`; null if it is not there.
    @Nullable
    Keys inner(String key) {
        TomlTable inner = value(key, TomlTable.class, "[%s]".formatted(key));
        TomlPosition place = place(key);
        return inner == null || place == null ? null : new Keys(inner, "[%s]".formatted(key), place, complaints);
    }

    static String oneOf(List<String> words) {
        return words.size() == 1 ? words.getFirst()
                : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }

    private static String typeOf(Object value) {
        return switch (value) {
            case String text -> "the string \"" + text + "\"";
            case Long number -> "the number " + number;
            case Double number -> "the number " + number;
            case Boolean truth -> truth.toString();
            case TomlArray _ -> "a list";
            case TomlTable _ -> "a table";
            case LocalDate date -> "the date " + date;
            case LocalTime _,LocalDateTime _,OffsetDateTime _ -> "a time";
            default -> value.getClass().getSimpleName();
        };
    }
}
