package dev.assay.cli;

import dev.assay.report.SourceView;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/// Where the source of an image is, for every command that looks into it.
///
/// @param tree    of the kernel or driver; null if no source is asked for
/// @param library of Rust's own library; null if not given
/// @param since   a revision: only sites whose line came after it; null for all
/// @param context lines to show before and after that of a site
/// @param stale   whether all files of the crates examined are searched for comments that justify nothing
/// @param only    which sites are shown
/// @param blame   whether the commit of each site's line is asked for
record SourceOptions(@Nullable Path tree, @Nullable Path library, @Nullable String since, int context,
        boolean stale, SourceView.Only only, boolean blame) {
    /// Nobody asks for source.
    static final SourceOptions NONE = new SourceOptions(null, null, null);

    private static final int MOST_CONTEXT = 100;
    /// A page shows the source of a site only on request, so there is room for more.
    private static final int CONTEXT_IN_PAGE = 3;

    /// Without more than a tree.
    SourceOptions(@Nullable Path tree, @Nullable Path library, @Nullable String since) {
        this(tree, library, since, 0, false, SourceView.Only.ALL, false);
    }

    static Options addTo(Options options) {
        return options
                .addOption(Arguments.one("source", "TREE", "look at each site in this source tree"))
                .addOption(Arguments.one("rust-src", "TREE", "the source of Rust's library (library/core …)"))
                .addOption(Arguments.flag("blame", "say which commit of the source tree each site's line comes from"))
                .addOption(Arguments.one("context", "N", "lines of source to show around that of a site (0; html 3)"));
    }

    /// What only a list of sites has a use for.
    static Options addFiltersTo(Options options) {
        return options
                .addOption(Arguments.flag("justified", "only sites with a // PANIC: comment or a # Panics section"))
                .addOption(Arguments.flag("unjustified", "only sites without"))
                .addOption(Arguments.one("since", "REV",
                        "only sites whose line was introduced after this revision of the source tree"))
                .addOption(Arguments.flag("stale",
                        "search all files of the crates for // PANIC: comments without a site"));
    }

    static SourceOptions of(Arguments arguments) {
        SourceOptions options = new SourceOptions(arguments.path("source"), arguments.path("rust-src"),
                arguments.single("since"), context(arguments), arguments.line().hasOption("stale"), only(arguments),
                arguments.line().hasOption("blame"));
        for (String name : List.of("rust-src", "since", "blame", "context", "justified", "unjustified", "stale")) {
            if (options.tree == null && arguments.line().hasOption(name)) {
                throw new UsageException("--%s needs --source TREE".formatted(name));
            }
        }
        return options;
    }

    private static SourceView.Only only(Arguments arguments) {
        arguments.exclude("justified", "unjustified");
        return arguments.line().hasOption("justified") ? SourceView.Only.JUSTIFIED
                : arguments.line().hasOption("unjustified") ? SourceView.Only.UNJUSTIFIED : SourceView.Only.ALL;
    }

    private static int context(Arguments arguments) {
        String text = arguments.single("context");
        if (text == null) {
            return Format.HTML.id().equals(arguments.single("format")) ? CONTEXT_IN_PAGE : 0;
        }
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > MOST_CONTEXT) {
            throw new UsageException("--context takes a number up to %d; found '%s'".formatted(MOST_CONTEXT, text));
        }
        return Integer.parseInt(text);
    }
}
