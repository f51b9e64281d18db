package dev.assay.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.jspecify.annotations.Nullable;

/// Typed values from a parsed command line, and the shapes that options have.
///
/// @param line as the library parsed it
record Arguments(CommandLine line) {

    /// An option without a value.
    static Option flag(String name, String does) {
        return Option.builder().longOpt(name).desc(does).get();
    }

    /// An option with one value, given at most once.
    static Option one(String name, String value, String does) {
        return Option.builder().longOpt(name).hasArg().argName(value).desc(does).get();
    }

    /// An option with a value, to be repeated at will.
    static Option list(String name, String value, String does) {
        return one(name, value, does);
    }

    /// The names by which the command line knows the constants of an enum.
    static List<String> ids(Enum<?>[] values) {
        return Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-')).toList();
    }

    /// A complaint about a word that is none of `known`, with the nearest of them.
    static UsageException unknown(String what, String word, List<String> known) {
        String hint = Nearest.to(word, known)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse(known.size() > 12 ? "" : "; there are " + String.join(", ", known));
        return new UsageException("unknown %s '%s'%s".formatted(what, word, hint));
    }

    /// Every value of an option, as given.
    List<String> values(String name) {
        String[] values = line.getOptionValues(name);
        return values == null ? List.of() : List.of(values);
    }

    /// Every value of an option whose values may also be joined by commas.
    List<String> list(String name) {
        return values(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(value -> nonEmpty(name, value))
                .toList();
    }

    /// Every value of an option that takes patterns; commas stay in them, since paths of generic functions have some.
    List<String> globs(String name) {
        return values(name).stream().map(value -> nonEmpty(name, value)).toList();
    }

    private static String nonEmpty(String name, String value) {
        if (value.isEmpty()) {
            throw new UsageException("--%s has an empty value".formatted(name));
        }
        return value;
    }

    /// The one value of an option that names a constant of an enum.
    <E extends Enum<E>> E choice(String name, E[] all, E otherwise) {
        List<String> values = values(name);
        if (values.isEmpty()) {
            return otherwise;
        }
        if (values.size() > 1) {
            throw new UsageException("--%s is given %d times".formatted(name, values.size()));
        }
        int index = ids(all).indexOf(values.getFirst());
        if (index < 0) {
            throw unknown(name, values.getFirst(), ids(all));
        }
        return all[index];
    }

    /// The value of `--format`.
    ///
    /// @param known forms that the command can print; the first is what it prints if nobody asks
    Format format(Format... known) {
        String id = single("format");
        List<String> ids = Arrays.stream(known).map(Format::id).toList();
        if (id != null && !ids.contains(id)) {
            throw unknown("format", id, ids);
        }
        return id == null ? known[0] : known[ids.indexOf(id)];
    }

    /// The one value of an option, or null.
    @Nullable
    String single(String name) {
        List<String> values = values(name);
        if (values.size() > 1) {
            throw new UsageException("--%s is given %d times".formatted(name, values.size()));
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    /// The one value of an option that names a file or folder, or null.
    @Nullable
    Path path(String name) {
        String text = single(name);
        return text == null ? null : paths(List.of(text)).getFirst();
    }

    /// The one value of an option that takes a number from 1.
    long number(String name, long otherwise) {
        String text = single(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new UsageException("--%s takes a number from 1; found '%s'".formatted(name, text));
        }
        return Long.parseLong(text);
    }

    List<Path> paths(List<String> words) {
        List<Path> paths = new ArrayList<>();
        for (String word : words) {
            if (word.isEmpty()) {
                throw new UsageException("a file name is empty");
            }
            try {
                paths.add(Path.of(word));
            } catch (InvalidPathException invalid) {
                throw new UsageException("'%s' is no file name: %s".formatted(word, invalid.getReason()));
            }
        }
        return paths;
    }

    void exclude(String one, String other) {
        if (line.hasOption(one) && line.hasOption(other)) {
            throw new UsageException("--%s and --%s exclude each other".formatted(one, other));
        }
    }
}
