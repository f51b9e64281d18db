package dev.assay.report.html;

import dev.assay.check.panics.Coverage;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Role;
import dev.assay.report.Count;
import dev.assay.report.Printable;
import dev.assay.report.findings.Finding;
import gg.jte.Content;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page as its templates print it: every text in it is safe to print.
///
/// @param command  that was run
/// @param title    of the page
/// @param facts    of the title block
/// @param verdict  what to know first
/// @param readings the numbers
/// @param images   what was examined; empty where the title block says it all
/// @param gaps     what is unknown
/// @param map      crates and kinds as areas
/// @param mapped   which sites the map shows
/// @param facets   of all sites
/// @param begin    the filter that holds until the reader chooses another one; empty for none
/// @param leftOut  what the sites were filtered by before; empty if by nothing
/// @param lines    of the table of sites
/// @param assets   script and style
/// @param data     what the script shows on request
record Sheet(String command, String title, List<Page.Fact> facts, Verdict verdict, List<Reading> readings,
        List<ImageLine> images, Gaps gaps, Treemap map, String mapped, List<Facet> facets, String begin, String leftOut,
        List<SiteLine> lines, Assets assets, Content data) {

    /// What to know first.
    ///
    /// @param style class of the style sheet: `good`, `doubt` or `bad`
    /// @param word  in one word
    /// @param text  and in a sentence
    record Verdict(String style, String word, String text) {}

    /// A number with its meaning.
    ///
    /// @param href the filter that shows what was counted; null if there is nothing to show
    record Reading(int number, String label, @Nullable String href, String style) {}

    /// One image in the table of what was examined.
    ///
    /// @param name which of the compared things it belongs to; empty if there is only one
    record ImageLine(String name, ImagePanics image, List<String> gaps) {
        String path() {
            return Printable.of(image.image().path());
        }

        String release() {
            return orNone(image.image().release());
        }

        String buildId() {
            return orNone(image.image().buildId());
        }

        String rustc() {
            return listed(image.image().rustc());
        }

        String decoded() {
            return image.coverage().rustFunctionsScanned() + " of " + image.coverage().rustFunctions();
        }

        long sites() {
            return image.sites().stream().filter(site -> site.role() == Role.SITE).count();
        }
    }

    boolean has(String facet) {
        return facets.stream().anyMatch(each -> each.name().equals(facet));
    }

    /// What is said about every site where nothing more can be: for a gate, which rule and why.
    boolean hasMessages() {
        return command.equals("gate");
    }

    int columns() {
        return 5 + (has("state") ? 1 : 0) + (hasMessages() ? 1 : 0) + (has("reach") ? 1 : 0)
                + (has("justified") ? 1 : 0);
    }

    static String orNone(@Nullable String text) {
        return text == null || text.isEmpty() ? "not stated" : Printable.of(text);
    }

    static String listed(Collection<String> texts) {
        return orNone(String.join(", ", texts));
    }

    /// The facts about a single image.
    static List<Page.Fact> facts(ImagePanics image) {
        List<Page.Fact> facts = new ArrayList<>();
        ImagePanics.Identity identity = image.image();
        Coverage coverage = image.coverage();
        facts.add(new Page.Fact("image", Printable.of(identity.path())));
        facts.add(new Page.Fact("kind", identity.kind() + ", " + identity.machine()));
        facts.add(new Page.Fact("release", orNone(identity.release())));
        facts.add(new Page.Fact("rustc", listed(identity.rustc())));
        facts.add(new Page.Fact("build-id", orNone(identity.buildId())));
        facts.add(new Page.Fact("decoded", coverage.rustFunctionsScanned() + " of "
                + Count.of(coverage.rustFunctions(), "Rust function") + ", " + bytes(coverage.rustBytes())));
        facts.add(new Page.Fact("debug information", !coverage.hasDwarf() ? "none: no inline chains"
                : identity.debugFile() == null ? "DWARF" : "DWARF of " + Printable.of(identity.debugFile())));
        facts.add(new Page.Fact("names from", identity.names()));
        return facts;
    }

    private static String bytes(long bytes) {
        return bytes < 10_240 ? Count.of(bytes, "byte") : bytes / 1024 + " KiB";
    }

    static int count(List<Finding> findings, Finding.Level level) {
        return (int) findings.stream().filter(finding -> finding.level() == level).count();
    }
}
