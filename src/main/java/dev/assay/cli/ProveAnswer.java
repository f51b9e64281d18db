package dev.assay.cli;

import dev.assay.check.panics.Glob;
import dev.assay.check.reach.OpenImages;
import dev.assay.check.reach.Proof;
import dev.assay.check.reach.Proof.Verdict;
import dev.assay.check.reach.Wanted;
import dev.assay.report.ProveJson;
import dev.assay.report.ProveText;
import dev.assay.report.WhyView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Answers `assay prove`.
final class ProveAnswer implements Command.Action<ProveCommand.Request> {
    @Override
    public ExitStatus answer(ProveCommand.Request request, Terminal terminal) throws IOException {
        List<String> missing = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        List<Proof> proofs = new OpenImages(request.debug(), request.jobs()).look(request.images(), questions -> {
            unknown.addAll(questions.unknown());
            List<Proof> found = new ArrayList<>();
            for (String function : request.functions()) {
                List<Proof> ofOne = questions.prove(Wanted.of(function),
                        request.assumed().stream().map(Glob::new).toList(), request.named());
                if (ofOne.isEmpty()) {
                    missing.add(function);
                }
                found.addAll(ofOne);
            }
            return found;
        });
        switch (request.form()) {
            case TEXT -> ProveText.write(proofs, new WhyView(terminal.colour(), terminal.columns()), terminal.out());
            case JSON -> ProveJson.write(proofs, terminal.out());
        }
        terminal.out().flush();
        unknown.forEach(gap -> Shell.say(terminal, "unknown: " + gap));
        missing.forEach(name -> Shell.say(terminal, "%s: no function named '%s'".formatted(
                request.images().getFirst(), name)));
        if (!missing.isEmpty()) {
            return ExitStatus.TROUBLE;
        }
        if (proofs.stream().anyMatch(proof -> proof.verdict() == Verdict.REACHES)) {
            return ExitStatus.FINDINGS;
        }
        return !unknown.isEmpty() || proofs.stream().anyMatch(proof -> proof.verdict() == Verdict.CANNOT_TELL)
                ? ExitStatus.INCOMPLETE
                : ExitStatus.OK;
    }
}
