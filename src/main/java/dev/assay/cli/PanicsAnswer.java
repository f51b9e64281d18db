package dev.assay.cli;

import dev.assay.check.panics.Kind;
import dev.assay.check.panics.PanicSearch;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.SiteFilter;
import dev.assay.report.PanicsJson;
import dev.assay.report.PanicsText;
import dev.assay.report.PanicsTsv;
import dev.assay.report.PanicsView;
import dev.assay.rust.MangledName;
import java.io.IOException;
import java.util.List;

/// Answers `assay panics`: has the question asked, and the answer rendered.
final class PanicsAnswer implements Command.Action<PanicsRequest> {
    @Override
    public ExitStatus answer(PanicsRequest request, Terminal terminal) throws IOException {
        Panics panics = PanicSearch.run(request.paths(), request.debug());
        PanicsView view = view(request, terminal);
        switch (request.format()) {
            case TEXT -> PanicsText.write(panics, view, terminal.out());
            case JSON -> PanicsJson.write(panics, view, terminal.out());
            case TSV -> PanicsTsv.write(panics, view, terminal.out());
        }
        terminal.out().flush();
        panics.unreadable().forEach(file -> Shell.say(terminal, file.why()));
        if (!panics.unreadable().isEmpty()) {
            return ExitStatus.TROUBLE;
        }
        boolean complete = panics.images().stream().allMatch(image -> image.coverage().isComplete());
        return complete || request.allowUnknown() ? ExitStatus.OK : ExitStatus.INCOMPLETE;
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
