package dev.assay.cli;

import dev.assay.check.diff.Diff;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.SiteFilter;
import dev.assay.check.panics.Use;
import dev.assay.check.survey.Survey;
import dev.assay.cli.Examination.Callers;
import dev.assay.report.DiffFindings;
import dev.assay.report.DiffJson;
import dev.assay.report.DiffMarkdown;
import dev.assay.report.DiffText;
import dev.assay.report.DiffTsv;
import dev.assay.report.DiffView;
import dev.assay.report.findings.GithubAnnotations;
import dev.assay.report.findings.Junit;
import dev.assay.report.findings.Sarif;
import dev.assay.report.html.DiffHtml;
import dev.assay.report.findings.GithubAnnotations;
import dev.assay.report.findings.Junit;
import dev.assay.report.findings.Sarif;
import dev.assay.rust.MangledName;
import dev.assay.store.Store;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Answers `assay diff`: has both sides examined and compared, and the difference rendered.
final class DiffAnswer implements Command.Action<DiffRequest> {
    @Override
    public ExitStatus answer(DiffRequest request, Terminal terminal) throws IOException {
        List<Survey> sides = sides(request, terminal);
        Survey before = sides.getFirst();
        Survey after = sides.getLast();
        Set<String> named = new HashSet<>(List.of(request.before(), request.after()));
        boolean failed = false;
        for (Survey side : sides) {
            side.panics().unreadable().forEach(file -> Shell.say(terminal, file.why()));
            failed |= Examination.failed(side.panics(), named);
        }
        if (failed) {
            return ExitStatus.TROUBLE;
        }
        Diff diff = Diff.of(before, after);
        DiffView view = view(request, terminal);
        switch (request.format()) {
            case TEXT -> DiffText.write(diff, view, terminal.out());
            case JSON -> DiffJson.write(diff, view, terminal.out());
            case MARKDOWN -> DiffMarkdown.write(diff, view, terminal.out());
            case TSV -> DiffTsv.write(diff, view, terminal.out());
            case HTML -> DiffHtml.write(diff, view, terminal.out());
            case SARIF -> Sarif.write(DiffFindings.of(diff, view), terminal.out());
            case JUNIT -> Junit.write(DiffFindings.of(diff, view), terminal.out());
            case GITHUB -> GithubAnnotations.write(DiffFindings.of(diff, view), terminal.out());
            default -> throw new IllegalStateException(request.format() + " is no form of this answer");
        }
        terminal.out().flush();
        List<String> unknown = Stream.concat(DiffView.unknown(before, request.before()).stream(),
                DiffView.unknown(after, request.after()).stream()).toList();
        if (request.format() == Format.TSV) {
            unknown.forEach(gap -> Shell.say(terminal, "unknown: " + gap)); // a table has no place for it
        }
        if (!unknown.isEmpty() && !request.allowUnknown()) {
            return ExitStatus.INCOMPLETE;
        }
        return view.isDifferent(diff) ? ExitStatus.FINDINGS : ExitStatus.OK;
    }

    /// What was there before, and what is there after.
    private static List<Survey> sides(DiffRequest request, Terminal terminal) throws IOException {
        Subject before = new Subject(request.before(), request.store());
        Subject after = new Subject(request.after(), request.store());
        if (before.isSnapshot() && after.isSnapshot()) {
            try (Store snapshots = before.open(terminal)) {
                return List.of(before.in(snapshots), after.in(snapshots));
            }
        }
        return List.of(before.survey(how(request, SourceOptions.NONE), terminal),
                after.survey(how(request, request.source()), terminal));
    }

    private static Examination how(DiffRequest request, SourceOptions source) {
        Callers callers = new Callers(request.reach(), List.of(), false,
                request.format() == Format.HTML || request.format() == Format.SARIF);
        return new Examination(List.of(), request.reading(), new Use(false, false), callers, source);
    }

    private static DiffView view(DiffRequest request, Terminal terminal) {
        SiteFilter filter = SiteFilter.of(List.copyOf(request.crates()),
                request.kinds().stream().map(Kind::id).toList(), request.functions(), request.files(), false, false,
                false);
        return new DiffView(request.before(), request.after(), filter,
                symbol -> MangledName.of(symbol).path(), request.moved(),
                request.detail() == PanicsRequest.Detail.SUMMARY, request.detail() == PanicsRequest.Detail.COUNT,
                terminal.colour(), terminal.columns());
    }
}
