package dev.assay.cli;

import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/// Where the source of an image is, for every command that looks into it.
///
/// @param tree    of the kernel or driver; null if no source is asked for
/// @param library of Rust's own library; null if not given
/// @param since   a revision: only sites whose line came after it; null for all
record SourceOptions(@Nullable Path tree, @Nullable Path library, @Nullable String since) {
    static Options addTo(Options options) {
        return options
                .addOption(Arguments.one("source", "TREE", "look at each site in this source tree"))
                .addOption(Arguments.one("rust-src", "TREE", "the source of Rust's library (library/core …)"))
                .addOption(Arguments.one("since", "REV",
                        "only sites whose line was introduced after this revision of the source tree"));
    }

    static SourceOptions of(Arguments arguments) {
        SourceOptions options = new SourceOptions(path(arguments, "source"), path(arguments, "rust-src"),
                arguments.single("since"));
        if (options.tree == null && (options.library != null || options.since != null)) {
            throw new UsageException(
                    "--%s needs --source TREE".formatted(options.since != null ? "since" : "rust-src"));
        }
        return options;
    }

    private static @Nullable Path path(Arguments arguments, String name) {
        String text = arguments.single(name);
        return text == null ? null : arguments.paths(List.of(text)).getFirst();
    }
}
