package dev.assay.cli;

import dev.assay.check.panics.Glob;
import dev.assay.check.reach.OpenImages;
import dev.assay.check.reach.Wanted;
import dev.assay.check.reach.Why;
import dev.assay.report.WhyDot;
import dev.assay.report.WhyJson;
import dev.assay.report.WhySvg;
import dev.assay.report.WhyText;
import dev.assay.report.WhyView;
import java.io.IOException;
import java.io.PrintStream;

/// Answers `assay why`.
final class WhyAnswer implements Command.Action<WhyCommand.Request> {
    @Override
    public ExitStatus answer(WhyCommand.Request request, Terminal terminal) throws IOException {
        Why why = new OpenImages(request.debug(), request.jobs()).look(request.images(),
                questions -> questions.why(Wanted.of(request.target()),
                        request.from().stream().map(Glob::new).toList(), request.ways()));
        if (why.targets().isEmpty()) {
            Shell.say(terminal, "%s: no panic site, function or place in the source named '%s'"
                    .formatted(request.images().getFirst(), request.target()));
            return ExitStatus.FINDINGS;
        }
        write(why, request.form(), terminal);
        return why.unknown().isEmpty() || request.allowUnknown() ? ExitStatus.OK : ExitStatus.INCOMPLETE;
    }

    private static void write(Why why, WhyCommand.Form form, Terminal terminal) throws IOException {
        PrintStream out = terminal.out();
        switch (form) {
            case TEXT -> WhyText.write(why, new WhyView(terminal.colour(), terminal.columns()), out);
            case JSON -> WhyJson.write(why, out);
            case DOT -> WhyDot.write(why, out);
            case SVG -> WhySvg.write(why, out);
        }
        out.flush();
        if (form == WhyCommand.Form.DOT || form == WhyCommand.Form.SVG) {
            why.unknown().forEach(gap -> Shell.say(terminal, "unknown: " + gap)); // a drawing has no place for it
        }
    }
}
