package dev.assay.report;

import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Site;
import dev.assay.check.panics.SiteFilter;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
/// @param reach    what is known of the sites' callers
/// @param source   what the source says of the sites
public record PanicsView(
        SiteFilter filter,
        UnaryOperator<String> demangle,
        boolean inline,
        boolean summary,
        boolean quiet,
        boolean colour,
        int width,
        ReachView reach,
        SourceView source) {

    /// The view of an answer that says nothing about callers or source.
    public PanicsView(SiteFilter filter, UnaryOperator<String> demangle, boolean inline, boolean summary, boolean quiet,
            boolean colour, int width) {
        this(filter, demangle, inline, summary, quiet, colour, width, ReachView.NONE, SourceView.NONE);
    }

    /// The listing without any option, for a file or a pipe.
    public static PanicsView plain() {
        return of(SiteFilter.allSites(), UnaryOperator.identity());
    }

    /// The listing of some sites, for a file or a pipe.
    public static PanicsView of(SiteFilter filter, UnaryOperator<String> demangle) {
        return new PanicsView(filter, demangle, false, false, false, false, 0);
    }

    public PanicsView withInline() {
        return new PanicsView(filter, demangle, true, summary, quiet, colour, width, reach, source);
    }

    public PanicsView withSummary() {
        return new PanicsView(filter, demangle, inline, true, quiet, colour, width, reach, source);
    }

    public PanicsView withQuiet() {
        return new PanicsView(filter, demangle, inline, summary, true, colour, width, reach, source);
    }

    /// The same for a terminal.
    public PanicsView onTerminal(int columns) {
        return new PanicsView(filter, demangle, inline, summary, quiet, true, columns, reach, source);
    }

    /// The same with what is known of callers.
    public PanicsView withReach(ReachView known) {
        return new PanicsView(filter, demangle, inline, summary, quiet, colour, width, known, source);
    }

    /// The same with what the source says.
    public PanicsView withSource(SourceView said) {
        return new PanicsView(filter, demangle, inline, summary, quiet, colour, width, reach, said);
    }

    /// Whether no site is left out.
    boolean isEverything() {
        return filter.isEverything() && reach.describe().isEmpty() && source.describe().isEmpty();
    }

    /// What was left out; empty if nothing was.
    public String describe() {
        return Stream.of(filter.describe(), reach.describe(), source.describe()).filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /// The sites of an image that are shown.
    public List<Site> select(ImagePanics image) {
        return image.sites().stream()
                .filter(site -> filter.matches(site, demangle) && reach.matches(image.image().path(), site)
                        && source.matches(image.image().path(), site))
                .toList();
    }
}
