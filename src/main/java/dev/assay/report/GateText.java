package dev.assay.report;

import dev.assay.check.gate.Decision;
import dev.assay.check.gate.Doubt;
import dev.assay.check.gate.Verdict;
import dev.assay.check.gate.Violation;
import dev.assay.check.gate.Violation.Cause;
import dev.assay.check.panics.Kind;
import dev.assay.check.reach.Entrance;
import dev.assay.check.reach.Reach;
import dev.assay.check.sources.SiteSource;
import dev.assay.rust.MangledName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// The answer to `assay gate` for people: the verdict first, then what is not allowed, by rule.
public final class GateText {
    /// Of the sites of a ceiling, or of one doubt, that many are listed.
    private static final int LISTED = 20;

    private final Verdict verdict;
    private final WhyView names;
    private final Style style;
    private final Appendable out;

    private GateText(Verdict verdict, GateView view, Appendable out) {
        this.verdict = verdict;
        this.names = new WhyView(view.colour(), view.width());
        this.style = new Style(view.colour());
        this.out = out;
    }

    /// Writes the whole answer. Text from files is escaped.
    public static void write(Verdict verdict, GateView view, Appendable out) throws IOException {
        GateText text = new GateText(verdict, view, out);
        String headline = Printable.of(GateWords.headline(verdict));
        boolean passed = !verdict.isFailed() && !verdict.isIncomplete();
        text.line(passed ? text.style.bold(headline) : text.style.warning(headline));
        text.violations();
        if (view.explain()) {
            text.explain();
        }
        text.rest();
    }

    private void violations() throws IOException {
        Map<String, List<Violation>> groups = new LinkedHashMap<>();
        for (Violation violation : verdict.violations()) {
            groups.computeIfAbsent(violation.line() + violation.cause().id() + violation.what(),
                    g -> new ArrayList<>()).add(violation);
        }
        for (List<Violation> group : groups.values()) {
            line("");
            group(group);
        }
    }

    private void group(List<Violation> group) throws IOException {
        Violation first = group.getFirst();
        line(style.bold(Printable.of(GateWords.place(verdict.policy(), first))) + ": " + first.what());
        String reason = GateWords.reason(first).orElse(null);
        if (reason != null) {
            line("  reason: " + Printable.of(reason));
        }
        List<Decision> sites = new ArrayList<>();
        group.forEach(violation -> sites.addAll(violation.sites()));
        boolean all = first.cause() != Cause.TOO_MANY;
        for (Decision decision : all ? sorted(sites) : newFirst(sorted(sites))) {
            site(decision);
        }
        if (!all && sites.size() > LISTED) {
            line("  and " + (sites.size() - LISTED) + " more, which --explain lists");
        }
        line("  what to do: " + GateWords.remedy(first.cause()));
        SortedSet<Kind> kinds = new TreeSet<>();
        sites.forEach(decision -> kinds.add(decision.site().kind()));
        for (Kind kind : kinds) {
            line("    " + GateWords.advice(kind) + style.dim("  (assay panics --help " + kind.id() + ")"));
        }
    }

    /// The few sites to name of many: first those that the baseline lacks.
    private static List<Decision> newFirst(List<Decision> sites) {
        List<Decision> sorted = new ArrayList<>(sites.stream()
                .filter(decision -> Boolean.FALSE.equals(decision.inBaseline())).toList());
        sites.stream().filter(decision -> !Boolean.FALSE.equals(decision.inBaseline())).forEach(sorted::add);
        return sorted.subList(0, Math.min(LISTED, sorted.size()));
    }

    /// As a listing sorts them.
    private static List<Decision> sorted(List<Decision> sites) {
        return sites.stream().sorted(Comparator.comparing(GateText::row, Row.ORDER)).toList();
    }

    private static Row row(Decision decision) {
        return Row.of(decision.site(), symbol -> MangledName.of(symbol).path());
    }

    private void site(Decision decision) throws IOException {
        line("  " + where(decision, 2));
        if (Boolean.FALSE.equals(decision.inBaseline())) {
            line("    new since the baseline");
        }
        String since = GateWords.since(decision).orElse(null);
        if (since != null) {
            line("    " + Printable.of(since));
        }
        Reach reach = decision.reach();
        if (reach != null && decision.rule() != null && !decision.rule().selector().reach().isEmpty()
                && !reach.roots().isEmpty()) {
            Entrance root = reach.roots().getFirst();
            line("    reached from " + Printable.of(root.name())
                    + (reach.rootCount() > 1 ? " and " + Count.of(reach.rootCount() - 1L, "more root", "more roots")
                            : ""));
        }
        SiteSource source = decision.source();
        if (source != null) {
            // Its commit is in the line above.
            new SourceText(style, out).print(new SiteSource(source.passage(), source.justification(), null), "      ");
        }
        line("    " + style.dim("fingerprint " + Printable.of(decision.site().fingerprint())
                + (verdict.images().size() > 1 ? ", in " + Printable.of(decision.image()) : "")));
    }

    /// `bounds-check  demo/sensor.rs:35:9  in sensor::push`, as every answer about a site begins.
    private String where(Decision decision, int indent) {
        Row row = row(decision);
        String kind = decision.site().kind().id();
        String notes = row.notes().isEmpty() ? "" : "  " + String.join("  ", row.notes());
        int taken = indent + kind.length() + 2 + row.place().length() + 5 + notes.length();
        return style.kind(decision.site().kind(), kind) + "  " + style.bold(row.place()) + "  in "
                + names.function(decision.site().function(), taken) + style.dim(notes);
    }

    /// Every site below the rule that decides on it.
    private void explain() throws IOException {
        Map<String, List<Decision>> byRule = new LinkedHashMap<>();
        verdict.tallies().forEach(tally -> byRule.put(GateWords.decider(verdict, tally.rule()), new ArrayList<>()));
        for (Decision decision : verdict.decisions()) {
            byRule.computeIfAbsent(GateWords.decider(verdict, decision), d -> new ArrayList<>()).add(decision);
        }
        for (Map.Entry<String, List<Decision>> entry : byRule.entrySet()) {
            line("");
            line(style.bold(Printable.of(entry.getKey())) + ": " + Count.of(entry.getValue().size(), "site"));
            for (Decision decision : sorted(entry.getValue())) {
                String outcome = "  " + decision.outcome().id() + "  ";
                String why = decision.why().equals(decision.outcome().id()) ? ""
                        : style.dim("  (" + Printable.of(decision.why()) + ")");
                line(outcome + where(decision, outcome.length()) + why);
            }
        }
    }

    private void rest() throws IOException {
        if (!verdict.doubts().isEmpty() || !verdict.warnings().isEmpty()) {
            line("");
        }
        Map<String, List<Decision>> doubts = new LinkedHashMap<>();
        for (Doubt doubt : verdict.doubts()) {
            String mark = doubt.fails() ? style.warning("unknown: ") : "warning: unknown: ";
            doubts.computeIfAbsent(mark + Printable.of(GateWords.doubt(verdict, doubt)), d -> new ArrayList<>())
                    .addAll(doubt.sites());
        }
        for (Map.Entry<String, List<Decision>> doubt : doubts.entrySet()) {
            line(doubt.getKey());
            for (Decision decision : doubt.getValue().subList(0, Math.min(LISTED, doubt.getValue().size()))) {
                line("  " + where(decision, 2));
            }
            if (doubt.getValue().size() > LISTED) {
                line("  and " + (doubt.getValue().size() - LISTED) + " more, which --explain lists");
            }
        }
        for (String warning : verdict.warnings()) {
            line("warning: " + Printable.of(warning));
        }
    }

    private void line(String line) throws IOException {
        Printable.line(out, line);
    }
}
