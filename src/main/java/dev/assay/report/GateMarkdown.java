package dev.assay.report;

import dev.assay.check.gate.Decision;
import dev.assay.check.gate.Doubt;
import dev.assay.check.gate.Verdict;
import dev.assay.check.gate.Violation;
import dev.assay.rust.MangledName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// The answer to `assay gate` for a pull request or a mail.
///
/// Whatever comes from a file or a policy stands between backticks, where Markdown has no links and no HTML.
public final class GateMarkdown {
    private final Verdict verdict;
    private final Appendable out;

    private GateMarkdown(Verdict verdict, Appendable out) {
        this.verdict = verdict;
        this.out = out;
    }

    /// Writes the whole answer.
    public static void write(Verdict verdict, GateView view, Appendable out) throws IOException {
        GateMarkdown text = new GateMarkdown(verdict, out);
        text.line("**" + GateWords.headline(verdict) + "**");
        if (verdict.isFailed()) {
            text.violations();
        }
        if (view.explain()) {
            text.explain();
        }
        text.list("Unknown", verdict.doubts().stream().filter(Doubt::fails).map(text::doubt).toList());
        List<String> warnings = new ArrayList<>(verdict.doubts().stream().filter(doubt -> !doubt.fails())
                .map(doubt -> "unknown: " + text.doubt(doubt)).toList());
        verdict.warnings().forEach(warning -> warnings.add(code(warning)));
        text.list("Warnings", warnings);
    }

    private void violations() throws IOException {
        line("");
        line("| rule | not allowed | kind | place | function | since |");
        line("|---|---|---|---|---|---|");
        for (Violation violation : verdict.violations()) {
            String rule = code(GateWords.place(verdict.policy(), violation));
            for (Decision decision : violation.sites()) {
                line("| %s | %s | %s | %s | %s | %s |".formatted(rule, violation.what(),
                        decision.site().kind().id(), code(place(decision)), code(decision.site().function()),
                        GateWords.since(decision).map(GateMarkdown::code).orElse("")));
            }
        }
        LinkedHashSet<String> notes = new LinkedHashSet<>();
        for (Violation violation : verdict.violations()) {
            GateWords.reason(violation).ifPresent(reason -> notes.add(
                    code(GateWords.place(verdict.policy(), violation)) + ": " + code(reason)));
            violation.sites().forEach(decision -> notes.add(GateWords.advice(decision.site().kind())));
        }
        list("What to do", List.copyOf(notes));
    }

    private void explain() throws IOException {
        line("");
        line("| rule | outcome | kind | place | function | why |");
        line("|---|---|---|---|---|---|");
        for (Decision decision : verdict.decisions()) {
            line("| %s | %s | %s | %s | %s | %s |".formatted(code(GateWords.decider(verdict, decision)),
                    decision.outcome().id(), decision.site().kind().id(), code(place(decision)),
                    code(decision.site().function()), code(decision.why())));
        }
    }

    private static String place(Decision decision) {
        return Row.of(decision.site(), symbol -> MangledName.of(symbol).path()).place();
    }

    private String doubt(Doubt doubt) {
        return code(GateWords.doubt(verdict, doubt))
                + (doubt.sites().isEmpty() ? "" : ": " + Count.of(doubt.sites().size(), "site"));
    }

    private void list(String title, List<String> items) throws IOException {
        if (!items.isEmpty()) {
            line("");
            line(title + ":");
            line("");
        }
        for (String item : new LinkedHashSet<>(items)) {
            line("- " + item);
        }
    }

    /// Text as code, also in a table: between more backticks than it has in a row (CommonMark, "Code spans"), and with
    /// its bars escaped (GitHub's tables).
    private static String code(String text) {
        String safe = Printable.of(text).replace("|", "\\|");
        int longest = 0;
        int run = 0;
        for (int i = 0; i < safe.length(); i++) {
            run = safe.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        String fence = "`".repeat(longest + 1);
        boolean padded = safe.startsWith("`") || safe.endsWith("`") || safe.isBlank();
        return padded ? fence + " " + safe + " " + fence : fence + safe + fence;
    }

    private void line(String line) throws IOException {
        Printable.line(out, line);
    }
}
