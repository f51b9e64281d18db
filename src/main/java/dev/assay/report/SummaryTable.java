package dev.assay.report;

import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Site;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How many sites of each kind each crate has.
final class SummaryTable {
    private static final String TOTAL = "total";

    private SummaryTable() {}

    /// Prints a line for each kind that occurs and a column for each crate, with totals.
    static void print(List<Site> sites, Style style, Appendable out) throws IOException {
        Map<String, List<Site>> crates = Crates.group(sites, site -> site);
        List<String> heads = new ArrayList<>(crates.keySet().stream().map(Printable::of).toList());
        heads.add(TOTAL);
        int kindWidth = TOTAL.length();
        for (Site site : sites) {
            kindWidth = Math.max(kindWidth, site.kind().id().length());
        }
        StringBuilder head = new StringBuilder(" ".repeat(2 + kindWidth));
        for (String crate : heads) {
            head.append("  ").append(" ".repeat(Math.max(0, column(crate) - crate.length()))).append(crate);
        }
        Printable.line(out, style.bold(head.toString()));
        for (Kind kind : Kind.values()) {
            if (sites.stream().anyMatch(site -> site.kind() == kind)) {
                String label = kind.id() + " ".repeat(kindWidth - kind.id().length());
                Printable.line(out, "  " + style.kind(kind, label) + numbers(kind, crates, sites));
            }
        }
        String label = TOTAL + " ".repeat(kindWidth - TOTAL.length());
        StringBuilder totals = new StringBuilder("  " + label);
        crates.forEach((crate, own) -> totals.append(cell(own.size(), Printable.of(crate))));
        Printable.line(out, style.bold(totals.append(cell(sites.size(), TOTAL)).toString()));
    }

    private static String numbers(Kind kind, Map<String, List<Site>> crates, List<Site> sites) {
        StringBuilder cells = new StringBuilder();
        crates.forEach((crate, own) -> cells.append(cell(count(kind, own), Printable.of(crate))));
        return cells.append(cell(count(kind, sites), TOTAL)).toString();
    }

    private static long count(Kind kind, List<Site> sites) {
        return sites.stream().filter(site -> site.kind() == kind).count();
    }

    private static String cell(long number, String head) {
        String text = number == 0 ? "·" : Long.toString(number);
        return "  " + " ".repeat(Math.max(0, column(head) - text.length())) + text;
    }

    private static int column(String head) {
        return Math.max(5, head.length());
    }
}
