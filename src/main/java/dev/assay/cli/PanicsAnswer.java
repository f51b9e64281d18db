package dev.assay.cli;

import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.SiteFilter;
import dev.assay.check.panics.Use;
import dev.assay.check.reach.Attributed;
import dev.assay.check.reach.Reaches;
import dev.assay.check.sources.Sources;
import dev.assay.check.survey.Survey;
import dev.assay.check.verify.Verification;
import dev.assay.check.verify.Verification.Compared;
import dev.assay.check.verify.Verifier;
import dev.assay.cli.Examination.Callers;
import dev.assay.report.AttributedJson;
import dev.assay.report.AttributedText;
import dev.assay.report.PanicsJson;
import dev.assay.report.PanicsText;
import dev.assay.report.PanicsTsv;
import dev.assay.report.PanicsView;
import dev.assay.report.ReachView;
import dev.assay.report.SourceView;
import dev.assay.report.Unknowns;
import dev.assay.report.VerifyText;
import dev.assay.report.WhyView;
import dev.assay.report.findings.Findings;
import dev.assay.report.findings.GithubAnnotations;
import dev.assay.report.findings.Junit;
import dev.assay.report.findings.PanicsFindings;
import dev.assay.report.findings.Sarif;
import dev.assay.report.html.PanicsHtml;
import dev.assay.rust.MangledName;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/// Answers `assay panics`: has the question asked, and the answer rendered.
final class PanicsAnswer implements Command.Action<PanicsRequest> {
    @Override
    public ExitStatus answer(PanicsRequest request, Terminal terminal) throws IOException {
        Survey survey = examination(request).run(terminal);
        Panics panics = survey.panics();
        Reaches reaches = survey.reaches().orElse(Reaches.NONE);
        if (request.attributed()) {
            return attributed(request, survey, terminal);
        }
        PanicsView view = view(request, terminal).withReach(
                new ReachView(reaches, survey.reaches().isPresent(), request.reachedFrom(), request.unreached()))
                .withSource(new SourceView(survey.sources().orElse(Sources.NONE), survey.sources().isPresent(),
                        request.source().stale(), request.source().only()));
        List<Verification> verifications = request.verify() ? verify(panics) : List.of();
        boolean listed = request.format() == Format.TEXT && request.detail() != PanicsRequest.Detail.COUNT;
        switch (request.format()) {
            case TEXT -> {
                boolean nothingRead = panics.images().isEmpty() && panics.withoutRust() == 0;
                if (!nothingRead) {
                    PanicsText.write(panics, view, terminal.out());
                }
            }
            case JSON -> PanicsJson.write(panics, view, verifications, terminal.out());
            case TSV -> PanicsTsv.write(panics, view, terminal.out());
            case SARIF -> Sarif.write(findings(survey, view, verifications), terminal.out());
            case JUNIT -> Junit.write(findings(survey, view, verifications), terminal.out());
            case GITHUB -> GithubAnnotations.write(findings(survey, view, verifications), terminal.out());
            case HTML -> PanicsHtml.write(survey, view, terminal.out());
            default -> throw new IllegalStateException(request.format() + " is no form of this answer");
        }
        if (request.format() != Format.JSON) {
            VerifyText.write(verifications, listed ? terminal.out() : terminal.err());
        }
        // A table has no place for what is unknown.
        return finish(request, survey, verifications, request.format() == Format.TSV, terminal);
    }

    private static Findings findings(Survey survey, PanicsView view, List<Verification> verifications) {
        return PanicsFindings.of(survey, view, verifications.stream().filter(verification -> !verification.agrees())
                .map(verification -> verification.path() + ": no disassembler confirms every site").toList());
    }

    /// Says what the answer could not hold, and turns all of it into a status.
    ///
    /// @param told whether what is unknown is to be said here
    private static ExitStatus finish(PanicsRequest request, Survey survey, List<Verification> verifications,
            boolean told, Terminal terminal) {
        Panics panics = survey.panics();
        Reaches reaches = survey.reaches().orElse(Reaches.NONE);
        terminal.out().flush();
        panics.unreadable().forEach(file -> Shell.say(terminal, file.why()));
        if (examination(request).failed(panics)) {
            return ExitStatus.TROUBLE;
        }
        List<String> unknown = panics.images().stream().flatMap(image -> Unknowns.of(image).stream()).toList();
        if (told) {
            unknown.forEach(gap -> Shell.say(terminal, "unknown: " + gap));
        }
        List<String> sourceUnknown = survey.sources().orElse(Sources.NONE).unknown();
        if (request.format() == Format.TSV) {
            reaches.unknown().forEach(gap -> Shell.say(terminal, "unknown: callers may be missing: " + gap));
            sourceUnknown.forEach(gap -> Shell.say(terminal, "unknown: the source does not tell: " + gap));
        }
        boolean contradicted = verifications.stream().anyMatch(v -> v instanceof Compared && !v.agrees());
        boolean complete = unknown.isEmpty() && reaches.unknown().isEmpty() && panics.unreadable().isEmpty()
                && sourceUnknown.isEmpty() && verifications.stream().allMatch(Verification::agrees);
        return !contradicted && (complete || request.allowUnknown()) ? ExitStatus.OK : ExitStatus.INCOMPLETE;
    }

    private static boolean wantsReach(PanicsRequest request) {
        return request.reach() || request.unreached() || request.attributed() || !request.reachedFrom().isEmpty();
    }

    private static Examination examination(PanicsRequest request) {
        return new Examination(request.paths(), request.reading(), new Use(request.machinery(), request.verify()),
                new Callers(wantsReach(request), request.reachedFrom(), request.attributed(),
                        request.format() == Format.SARIF || request.format() == Format.HTML),
                request.source());
    }

    /// Functions outside the library with the panics that they lead to; the filters of sites hold for these.
    private static ExitStatus attributed(PanicsRequest request, Survey survey, Terminal terminal) throws IOException {
        PanicsView view = view(request, terminal);
        Reaches reaches = survey.reaches().orElse(Reaches.NONE);
        List<Attributed> shown = reaches.attributed().stream().flatMap(function -> function
                .only(site -> view.filter().matches(site, view.demangle(), function.crate(), function.function()))
                .stream()).toList();
        List<String> unknown = reaches.unknown();
        if (request.format() == Format.JSON) {
            AttributedJson.write(shown, unknown, terminal.out());
        } else {
            AttributedText.write(shown, unknown, new WhyView(terminal.colour(), terminal.columns()), terminal.out());
        }
        // What is unknown of callers is in the answer, what is unknown of sites is not.
        return finish(request, survey, List.of(), true, terminal);
    }

    private static List<Verification> verify(Panics panics) {
        Verifier verifier = new Verifier(Objects.requireNonNullElse(System.getenv("PATH"), ""));
        return panics.images().stream().map(verifier::verify).toList();
    }

    private static PanicsView view(PanicsRequest request, Terminal terminal) {
        SiteFilter filter = SiteFilter.of(List.copyOf(request.crates()),
                request.kinds().stream().map(Kind::id).toList(), request.functions(), request.files(),
                request.implicit(), request.explicit(), request.machinery());
        return new PanicsView(filter, symbol -> MangledName.of(symbol).path(), request.inline(),
                request.detail() == PanicsRequest.Detail.SUMMARY, request.detail() == PanicsRequest.Detail.COUNT,
                terminal.colour(), terminal.columns());
    }
}
