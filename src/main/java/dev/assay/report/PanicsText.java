package dev.assay.report;

import dev.assay.check.panics.Coverage;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The answer to `assay panics` for people.
///
/// Every name from a file is escaped, so the text holds no control characters but line feeds and, if asked for, our
/// own colours. The order depends on the sites alone, not on the order in which they were found.
public final class PanicsText {
    private final PanicsView view;
    private final Style style;
    private final Appendable out;

    private PanicsText(PanicsView view, Appendable out) {
        this.view = view;
        this.style = new Style(view.colour());
        this.out = out;
    }

    /// Writes the whole answer.
    public static void write(Panics panics, PanicsView view, Appendable out) throws IOException {
        PanicsText text = new PanicsText(view, out);
        if (view.quiet()) {
            text.count(panics);
        } else {
            text.answer(panics);
        }
    }

    /// The bare number on a line of its own; what makes it less than the truth on the next.
    private void count(Panics panics) throws IOException {
        line(Integer.toString(sites(panics)));
        List<String> unknown = incomplete(panics);
        if (!unknown.isEmpty()) {
            line(style.warning("unknown: ") + String.join("; ", unknown));
        }
    }

    private void answer(Panics panics) throws IOException {
        for (ImagePanics image : panics.images()) {
            image(image);
        }
        boolean single = panics.images().size() == 1 && panics.unreadable().isEmpty() && panics.withoutRust() == 0;
        if (!single) {
            overview(panics);
        }
        for (String gap : view.reach().reaches().unknown()) {
            line(style.warning("unknown: ") + "callers may be missing: " + Printable.of(gap));
        }
        if (view.source().asked()) {
            SourceView source = view.source();
            new SourceText(style, out).stale(source.sources(), source.stale());
            for (String gap : source.sources().unknown()) {
                line(style.warning("unknown: ") + source.lacks(gap) + Printable.of(gap));
            }
        }
    }

    private void image(ImagePanics image) throws IOException {
        List<Site> shown = view.select(image);
        List<Site> sites = only(Role.SITE, shown);
        header(image);
        if (!sites.isEmpty() && view.summary()) {
            line("");
            SummaryTable.print(sites, style, out);
        } else if (!view.summary()) {
            listing(image, shown, sites);
        }
        line("");
        line(style.bold(total(image, sites)));
        if (view.reach().asked() && !sites.isEmpty()) {
            line(ReachCounts.of(image.image().path(), sites, view.reach()).text());
        }
        if (view.source().asked() && !sites.isEmpty()) {
            line(view.source().count(image.image().path(), sites));
        }
        for (String unknown : Unknowns.of(image)) {
            line(style.warning("unknown: ") + unknown);
        }
        for (String entry : Unknowns.newEntries(image)) {
            line(style.warning("unknown: ") + entry);
        }
        line("");
    }

    private void header(ImagePanics image) throws IOException {
        ImagePanics.Identity identity = image.image();
        List<String> facts = new ArrayList<>(List.of(identity.kind(), identity.machine()));
        String release = identity.release();
        if (release != null) {
            facts.add(release);
        }
        facts.add("rustc " + (identity.rustc().isEmpty() ? "unknown" : String.join(" and ", identity.rustc())));
        line(style.bold(Printable.of(identity.path())) + "  " + Printable.of(String.join(", ", facts)));
        Coverage coverage = image.coverage();
        line("  " + coverage.rustFunctionsScanned() + " of " + Count.of(coverage.rustFunctions(), "Rust function")
                + " scanned, "
                + Count.of(coverage.panicEntries(), "panic entry", "panic entries")
                + ", "
                + Count.of(only(Role.SITE, image.sites()).size(), "site")
                + (coverage.hasDwarf() ? "" : ", no debug information")
                + (identity.names().equals("kallsyms") ? ", names from kallsyms" : ""));
        String debugFile = identity.debugFile();
        if (debugFile != null) {
            line("  debug information from " + Printable.of(debugFile));
        }
    }

    private void listing(ImagePanics image, List<Site> shown, List<Site> sites) throws IOException {
        Map<String, List<Site>> crates = Crates.group(sites, site -> site);
        List<Site> passThroughs = only(Role.PASS_THROUGH, shown);
        List<Site> machinery = only(Role.MACHINERY, shown);
        Listing listing = new Listing(view, image.image().path(), style, out);
        crates.forEach((crate, own) -> listing.add("crate " + crate, own, Crates.isLibrary(crate)));
        listing.add("pass-through", passThroughs, true);
        listing.add("machinery", machinery, true);
        for (Map.Entry<String, List<Site>> crate : crates.entrySet()) {
            heading("crate " + Printable.of(crate.getKey()), crate.getValue(), "site");
            listing.print("crate " + crate.getKey());
        }
        if (!passThroughs.isEmpty()) {
            heading("pass-through, not sites: their callers are", passThroughs, "transfer");
            listing.print("pass-through");
        }
        if (!machinery.isEmpty()) {
            heading("machinery, not sites: how a panic is raised", machinery, "transfer");
            listing.print("machinery");
        }
    }

    private void heading(String title, List<Site> sites, String noun) throws IOException {
        line("");
        line(style.bold(title) + ": " + Count.of(sites.size(), noun));
    }

    /// One sentence that stays true when taken out of its context: how much was looked at, how much is shown.
    private String total(ImagePanics image, List<Site> shown) {
        Coverage coverage = image.coverage();
        int all = only(Role.SITE, image.sites()).size();
        if (all == 0) {
            return nothing(coverage);
        }
        return some(shown.size(), all) + composition(shown) + filtered();
    }

    /// `3 of 47 panic sites` if a filter left some out.
    private String some(int shown, int all) {
        return (view.isEverything() ? "" : shown + " of ") + Count.of(all, "panic site");
    }

    private String filtered() {
        return view.isEverything()
                ? ""
                : "; shown only: " + Printable.of(view.describe());
    }

    private static String nothing(Coverage coverage) {
        int all = coverage.rustFunctions();
        int scanned = coverage.rustFunctionsScanned();
        if (all == 0) {
            return coverage.isComplete() ? "no Rust code" : "no Rust code in what could be read";
        }
        return scanned == all && coverage.isComplete()
                ? "no panic sites in " + Count.of(all, "Rust function")
                : "no panic sites found in " + scanned + " of " + Count.of(all, "Rust function")
                        + ", but not everything could be read";
    }

    private static String composition(List<Site> sites) {
        long implicit = sites.stream().filter(Site::isImplicit).count();
        if (sites.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(
                ": " + implicit + " implicit, " + (sites.size() - implicit) + " explicit");
        String separator = "; ";
        for (Map.Entry<String, List<Site>> crate : Crates.group(sites, site -> site).entrySet()) {
            text.append(separator)
                    .append(crate.getValue().size())
                    .append(" in ")
                    .append(Printable.of(crate.getKey()));
            separator = ", ";
        }
        return text.toString();
    }

    private void overview(Panics panics) throws IOException {
        long images = panics.images().stream().filter(ImagePanics::hasRust).count();
        int all = panics.images().stream().mapToInt(image -> only(Role.SITE, image.sites()).size()).sum();
        String total = images > 0
                ? Count.of(images, "image") + " with Rust code, " + some(sites(panics), all) + filtered()
                : panics.unreadable().isEmpty() ? "no Rust code" : "no Rust code in what could be read";
        new Overview(panics, view, style, out).print(total);
    }

    private List<String> incomplete(Panics panics) {
        List<String> unknown = new ArrayList<>();
        for (ImagePanics image : panics.images()) {
            int problems = Unknowns.of(image).size();
            if (problems > 0) {
                unknown.add(Printable.of(image.image().path()) + ": " + Count.of(problems, "gap"));
            }
        }
        if (!panics.unreadable().isEmpty()) {
            unknown.add(Count.of(panics.unreadable().size(), "file") + " could not be read");
        }
        if (view.source().only() != SourceView.Only.ALL && !view.source().sources().unknown().isEmpty()) {
            unknown.add("justifications may be missing");
        }
        if (view.source().sources().origins().since() != null
                && !view.source().sources().origins().unknown().isEmpty()) {
            unknown.add("commits may be missing");
        }
        return unknown;
    }

    private int sites(Panics panics) {
        return panics.images().stream()
                .mapToInt(image -> only(Role.SITE, view.select(image)).size())
                .sum();
    }

    private static List<Site> only(Role role, List<Site> sites) {
        return sites.stream().filter(site -> site.role() == role).toList();
    }

    private void line(String line) throws IOException {
        Printable.line(out, line);
    }
}
