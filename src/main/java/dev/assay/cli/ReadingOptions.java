package dev.assay.cli;

import dev.assay.archive.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.cli.Options;

/// How files, folders and archives are read, for every command that takes many.
///
/// @param debug  files and folders in which to look for the DWARF of images that have none
/// @param limits on what archives may unpack to
/// @param jobs   threads that work at once
record ReadingOptions(List<Path> debug, Limits limits, int jobs) {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})([KMGT]?)");
    private static final int MOST_JOBS = 256;

    ReadingOptions {
        debug = List.copyOf(debug);
    }

    static Options addTo(Options options) {
        return options
                .addOption(Arguments.list("debug", "FILE|FOLDER", "look for DWARF here, matched by build-id"))
                .addOption(Arguments.one("jobs", "N", "threads that work at once (as many as there are processors)"))
                .addOption(Arguments.one("max-depth", "N", "archives in one another (%d)"
                        .formatted(Limits.DEFAULT.depth())))
                .addOption(Arguments.one("max-ratio", "N", "how many times larger a stream may become (%d)"
                        .formatted(Limits.DEFAULT.ratio())))
                .addOption(Arguments.one("max-unpacked", "SIZE", "what all archives may unpack to (%s)"
                        .formatted(Limits.text(Limits.DEFAULT.unpacked()))))
                .addOption(Arguments.one("max-member", "SIZE", "the largest file in an archive (%s)"
                        .formatted(Limits.text(Limits.DEFAULT.member()))));
    }

    static ReadingOptions of(Arguments arguments) {
        Limits usual = Limits.DEFAULT;
        int jobs = jobs(arguments);
        long depth = arguments.number("max-depth", usual.depth());
        if (depth > Limits.MOST_DEPTH) {
            throw new UsageException("--max-depth is at most %d".formatted(Limits.MOST_DEPTH));
        }
        return new ReadingOptions(arguments.paths(arguments.values("debug")),
                new Limits((int) depth, arguments.number("max-ratio", usual.ratio()),
                        size(arguments, "max-unpacked", usual.unpacked()),
                        size(arguments, "max-member", usual.member()), usual.memory()),
                jobs);
    }

    /// Threads that work at once.
    static int jobs(Arguments arguments) {
        long jobs = arguments.number("jobs", Runtime.getRuntime().availableProcessors());
        if (jobs > MOST_JOBS) {
            throw new UsageException("--jobs is at most %d".formatted(MOST_JOBS));
        }
        return (int) jobs;
    }

    private static long size(Arguments arguments, String name, long otherwise) {
        String text = arguments.single(name);
        if (text == null) {
            return otherwise;
        }
        Matcher matcher = SIZE.matcher(text);
        long bytes = matcher.matches() ? Long.parseLong(matcher.group(1)) << shift(matcher.group(2)) : 0;
        if (bytes <= 0) {
            throw new UsageException("--%s takes bytes, or a number with K, M, G or T; found '%s'".formatted(name,
                    text));
        }
        return bytes;
    }

    private static int shift(String unit) {
        return unit.isEmpty() ? 0 : 10 * ("KMGT".indexOf(unit) + 1);
    }
}
