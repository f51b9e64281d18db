package dev.assay.cli;

import dev.assay.check.panics.Kind;
import dev.assay.check.panics.PanicSearch;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.SiteFilter;
import dev.assay.check.panics.Use;
import dev.assay.check.verify.Verification;
import dev.assay.check.verify.Verification.Compared;
import dev.assay.check.verify.Verifier;
import dev.assay.report.PanicsJson;
import dev.assay.report.PanicsText;
import dev.assay.report.PanicsTsv;
import dev.assay.report.PanicsView;
import dev.assay.report.Unknowns;
import dev.assay.report.VerifyText;
import dev.assay.rust.MangledName;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/// Answers `assay panics`: has the question asked, and the answer rendered.
final class PanicsAnswer implements Command.Action<PanicsRequest> {
    @Override
    public ExitStatus answer(PanicsRequest request, Terminal terminal) throws IOException {
        Panics panics = PanicSearch.run(request.paths(), request.debug(),
                new Use(request.machinery(), request.verify()));
        PanicsView view = view(request, terminal);
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
        }
        if (request.format() != Format.JSON) {
            VerifyText.write(verifications, listed ? terminal.out() : terminal.err());
        }
        terminal.out().flush();
        panics.unreadable().forEach(file -> Shell.say(terminal, file.why()));
        if (!panics.unreadable().isEmpty()) {
            return ExitStatus.TROUBLE;
        }
        List<String> unknown = panics.images().stream().flatMap(image -> Unknowns.of(image).stream()).toList();
        if (request.format() == Format.TSV) {
            unknown.forEach(gap -> Shell.say(terminal, "unknown: " + gap)); // a table has no place for it
        }
        boolean contradicted = verifications.stream().anyMatch(v -> v instanceof Compared && !v.agrees());
        boolean complete = unknown.isEmpty() && verifications.stream().allMatch(Verification::agrees);
        return !contradicted && (complete || request.allowUnknown()) ? ExitStatus.OK : ExitStatus.INCOMPLETE;
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
