package dev.assay.report;

import dev.assay.check.diff.Change;
import dev.assay.check.diff.Copies;
import dev.assay.check.diff.Diff;
import dev.assay.check.diff.Group;
import dev.assay.check.diff.ImageDiff;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Reach;
import dev.assay.check.reach.ReachClass;
import dev.assay.check.sources.SiteSource;
import dev.assay.source.Justification;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The answer to `assay diff` for a patch e-mail or a pull request: Markdown that reads well as plain text, in lines of
/// at most 75 characters as far as names allow. What a reviewer has to see comes first; what the compiler did on its
/// own is folded away where the reader's program can fold.
public final class DiffMarkdown {
    private static final int WIDTH = 75;

    private final Diff diff;
    private final DiffView view;
    private final Appendable out;

    private DiffMarkdown(Diff diff, DiffView view, Appendable out) {
        this.diff = diff;
        this.view = view;
        this.out = out;
    }

    /// Writes the whole answer.
    public static void write(Diff diff, DiffView view, Appendable out) throws IOException {
        new DiffMarkdown(view.select(diff), view, out).answer();
    }

    private void answer() throws IOException {
        paragraph("**" + escape(DiffNumbers.line(diff, view)) + "**", "");
        for (String remark : DiffView.remarks(diff, view)) {
            line("");
            paragraph("Note: " + escape(remark) + ".", "");
        }
        if (view.quiet()) {
            return;
        }
        table();
        if (!view.summary()) {
            section("Added", Change.What.ADDED);
            section("Removed", Change.What.REMOVED);
            section("Moved", Change.What.MOVED);
            groups();
            compiler();
        }
        unknown();
    }

    private void table() throws IOException {
        List<DiffNumbers.Line> lines = DiffNumbers.table(diff);
        if (lines.isEmpty()) {
            return;
        }
        line("");
        line("| crate | kind | before | after | + | − |");
        line("|---|---|--:|--:|--:|--:|");
        for (DiffNumbers.Line each : lines) {
            List<String> cells = DiffNumbers.cells(each.tally());
            line("| " + escape(Printable.of(each.crate())) + " | " + each.kind() + " | " + cells.get(0) + " | "
                    + cells.get(1) + " | " + cells.get(2).replace("+", "") + " | " + cells.get(3).replace("−", "")
                    + " |");
        }
    }

    private void section(String heading, Change.What what) throws IOException {
        List<Entry> entries = entries(what);
        if (entries.isEmpty()) {
            return;
        }
        line("");
        line("### " + heading);
        for (Map.Entry<String, List<Entry>> crate : Crates.group(entries, entry -> entry.change().site()).entrySet()) {
            line("");
            line("Crate " + code(crate.getKey()) + ": " + Count.of(crate.getValue().size(), "site"));
            line("");
            for (Entry entry : crate.getValue()) {
                change(entry);
            }
        }
    }

    /// A change with the image it is in.
    private record Entry(ImageDiff image, Change change) {}

    private List<Entry> entries(Change.What what) {
        List<Entry> entries = new ArrayList<>();
        diff.images().forEach(image -> image.only(what).forEach(change -> entries.add(new Entry(image, change))));
        return entries;
    }

    private void change(Entry entry) throws IOException {
        Change change = entry.change();
        Site before = change.before();
        Site site = change.site();
        String place = DiffView.place(change);
        StringBuilder text = new StringBuilder("- ").append(site.kind().id()).append(' ').append(code(place))
                .append(" in ").append(code(site.function()));
        if (before != null && !before.function().equals(site.function())) {
            text.append(", before in ").append(code(before.function()));
        }
        if (diff.images().size() > 1) {
            String path = entry.image().image().image().path();
            text.append(" (").append(code(path.substring(path.lastIndexOf('/') + 1))).append(')');
        }
        Reach reach = DiffView.reach(diff, entry.image(), change).orElse(null);
        if (reach != null) {
            text.append(reach.reach() == ReachClass.REACHED ? "; reached from " : "; ")
                    .append(reach.reach() == ReachClass.REACHED && !reach.roots().isEmpty()
                            ? code(reach.roots().getFirst().name())
                            : escape(ReachView.text(reach)));
        }
        Justification justification =
                DiffView.source(diff, entry.image(), change).map(SiteSource::justification).orElse(null);
        if (justification != null) {
            text.append("; justified: ").append(escape(Printable.of(justification.text().replace('\n', ' '))));
        }
        paragraph(text.toString(), "  ");
    }

    private void groups() throws IOException {
        for (ImageDiff image : diff.images()) {
            for (Group group : image.groups()) {
                boolean more = group.surplus() >= 0;
                List<Site> sites = more ? group.after() : group.before();
                line("");
                paragraph(Math.abs(group.surplus()) + " of these " + Count.of(sites.size(), "site")
                        + (more ? " is new" : " is gone") + "; which cannot be told:", "");
                line("");
                for (Site site : sites) {
                    paragraph("- " + site.kind().id() + " " + code(DiffView.place(site)) + " in "
                            + code(site.function()), "  ");
                }
            }
        }
    }

    /// What nobody wrote.
    private void compiler() throws IOException {
        List<Entry> elsewhere = new ArrayList<>(entries(Change.What.COPIED));
        elsewhere.addAll(entries(Change.What.MERGED));
        elsewhere.addAll(entries(Change.What.RECOMPILED));
        if (view.moved()) {
            elsewhere.addAll(entries(Change.What.SHIFTED));
        }
        if (elsewhere.isEmpty()) {
            return;
        }
        line("");
        line("<details><summary>The source unchanged: "
                + Count.of(elsewhere.size(), "site") + "</summary>");
        line("");
        for (ImageDiff image : diff.images()) {
            for (Copies copies : image.copies()) {
                paragraph("- " + copies.after().kind().id() + " " + code(DiffView.place(copies.after()))
                        + ", copies: " + copies.had() + " → " + copies.has(), "  ");
            }
        }
        for (Entry entry : elsewhere) {
            if (entry.change().before() != null && entry.change().after() != null) {
                change(entry);
            }
        }
        line("");
        line("</details>");
    }

    private void unknown() throws IOException {
        List<String> unknown = Stream.concat(
                DiffView.unknown(diff.before(), view.nameBefore()).stream().map(gap -> "before: " + gap),
                DiffView.unknown(diff.after(), view.nameAfter()).stream().map(gap -> "after: " + gap)).toList();
        if (!unknown.isEmpty()) {
            line("");
            line("### Unknown");
            line("");
        }
        for (String gap : unknown) {
            paragraph("- " + escape(gap), "  ");
        }
    }

    /// Text from a file as code. A code span ends at as many backquotes as began it.
    private static String code(String text) {
        String safe = Printable.of(text);
        String marks = "`";
        while (safe.contains(marks)) {
            marks += "`";
        }
        boolean padded = safe.startsWith("`") || safe.endsWith("`") || safe.isEmpty();
        return marks + (padded ? " " : "") + safe + (padded ? " " : "") + marks;
    }

    /// Text that no program takes for Markdown, HTML, a mention or a link.
    private static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if ("\\`*_{}[]<>()#|~!&@".indexOf(character) >= 0 && !isPlain(text, i)) {
                safe.append('\\');
            }
            safe.append(character);
        }
        return safe.toString();
    }

    /// Marks that mean nothing where they stand, so that plain text stays readable.
    private static boolean isPlain(String text, int at) {
        char character = text.charAt(at);
        boolean inWord = at > 0 && at + 1 < text.length() && Character.isLetterOrDigit(text.charAt(at - 1))
                && Character.isLetterOrDigit(text.charAt(at + 1));
        return (character == '_' && inWord) || character == '(' || character == ')';
    }

    /// Breaks between words; a code span is broken nowhere.
    private void paragraph(String text, String indent) throws IOException {
        StringBuilder line = new StringBuilder();
        for (String word : words(text)) {
            int length = line.codePointCount(0, line.length()) + 1 + word.codePointCount(0, word.length());
            if (!line.toString().isBlank() && length > WIDTH) {
                line(line.toString());
                line = new StringBuilder(indent).append(word);
            } else {
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
        }
        line(line.toString());
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '`' && (at == 0 || text.charAt(at - 1) != '\\')) {
                int marks = at;
                while (marks < text.length() && text.charAt(marks) == '`') {
                    marks++;
                }
                int end = text.indexOf(text.substring(at, marks), marks);
                at = end < 0 ? at : end + (marks - at) - 1;
            } else if (text.charAt(at) == ' ') {
                words.add(text.substring(start, at));
                start = at + 1;
            }
        }
        words.add(text.substring(start));
        return words;
    }

    private void line(String line) throws IOException {
        Printable.line(out, line);
    }
}
