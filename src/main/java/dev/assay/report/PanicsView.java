package dev.assay.report;

import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Site;
import dev.assay.check.panics.SiteFilter;
import java.util.List;
import java.util.function.UnaryOperator;

/// What of a panics answer is to be printed, and how.
///
/// JSON and TSV heed only `filter` and `demangle`: they are read by programs, which get every field or none.
///
/// @param filter   which sites
/// @param demangle from a mangled name to its path without crate hashes, for filters on aliases
/// @param inline   each site by itself, with its address, its panic entry and its inline chain
/// @param summary  only the table of kind and crate
/// @param quiet    only the number of sites
/// @param colour   whether the text may hold ANSI colours
/// @param width    of the terminal in characters; function names are shortened to fit it; 0 = never shortened
public record PanicsView(
        SiteFilter filter,
        UnaryOperator<String> demangle,
        boolean inline,
        boolean summary,
        boolean quiet,
        boolean colour,
        int width) {

    /// The listing without any option, for a file or a pipe.
    public static PanicsView plain() {
        return of(SiteFilter.allSites(), UnaryOperator.identity());
    }

    /// The listing of some sites, for a file or a pipe.
    public static PanicsView of(SiteFilter filter, UnaryOperator<String> demangle) {
        return new PanicsView(filter, demangle, false, false, false, false, 0);
    }

    public PanicsView withInline() {
        return new PanicsView(filter, demangle, true, summary, quiet, colour, width);
    }

    public PanicsView withSummary() {
        return new PanicsView(filter, demangle, inline, true, quiet, colour, width);
    }

    public PanicsView withQuiet() {
        return new PanicsView(filter, demangle, inline, summary, true, colour, width);
    }

    /// The same for a terminal.
    public PanicsView onTerminal(int columns) {
        return new PanicsView(filter, demangle, inline, summary, quiet, true, columns);
    }

    List<Site> select(ImagePanics image) {
        return image.sites().stream()
                .filter(site -> filter.matches(site, demangle))
                .toList();
    }
}
