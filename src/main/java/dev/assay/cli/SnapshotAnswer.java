package dev.assay.cli;

import dev.assay.check.panics.Panics;
import dev.assay.check.panics.SiteFilter;
import dev.assay.check.panics.Use;
import dev.assay.check.reach.Reaches;
import dev.assay.check.survey.Survey;
import dev.assay.cli.Examination.Callers;
import dev.assay.report.PanicsText;
import dev.assay.report.PanicsView;
import dev.assay.report.ReachView;
import dev.assay.report.SnapshotsText;
import dev.assay.report.Unknowns;
import dev.assay.rust.MangledName;
import dev.assay.store.Calls;
import dev.assay.store.Export;
import dev.assay.store.Kept;
import dev.assay.store.KernelGraph;
import dev.assay.store.Saved;
import dev.assay.store.Snapshot;
import dev.assay.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Answers `assay snapshot`.
///
/// @param clock tells when a snapshot is saved
record SnapshotAnswer(Supplier<Instant> clock) implements Command.Action<SnapshotRequest> {
    @Override
    public ExitStatus answer(SnapshotRequest request, Terminal terminal) throws IOException {
        return switch (request) {
            case SnapshotRequest.Save save -> save(save, terminal);
            case SnapshotRequest.ListAll all -> list(all, terminal);
            case SnapshotRequest.Show show -> show(show, terminal);
            case SnapshotRequest.Remove remove -> remove(remove, terminal);
            case SnapshotRequest.Write write -> write(write, terminal);
        };
    }

    private ExitStatus save(SnapshotRequest.Save request, Terminal terminal) throws IOException {
        Examination examination = new Examination(request.paths(), request.reading(), new Use(false, false),
                new Callers(true, List.of(), false, false), request.source());
        SnapshotLook look = new SnapshotLook();
        List<Calls> graphs = new ArrayList<>();
        Survey survey = examination.run(terminal, look,
                calls -> calls.forEach(kernel -> graphs.add(new KernelGraph(kernel))));
        Panics panics = survey.panics();
        panics.unreadable().forEach(file -> Shell.say(terminal, file.why()));
        if (examination.failed(panics)) {
            return ExitStatus.TROUBLE;
        }
        Path source = request.source().tree();
        Kept kept = new Kept(survey, graphs, look.hashes(), look.configuration(panics, request.paths()),
                "callers" + (source == null ? "" : ", source"), StoreOptions.tool(), clock.get());
        Saved saved;
        // Only now: nobody else has to wait while files are examined.
        try (Store store = request.store().write(terminal)) {
            saved = store.save(kept, request.name(), request.replace());
        }
        tell(saved, terminal);
        return Unknowns.of(survey).isEmpty() || request.allowUnknown() ? ExitStatus.OK : ExitStatus.INCOMPLETE;
    }

    private static void tell(Saved saved, Terminal terminal) {
        Snapshot snapshot = saved.snapshot();
        String what = "%s: %s".formatted(String.join(", ", snapshot.names()), SnapshotsText.size(snapshot));
        terminal.out().println(switch (saved.outcome()) {
            case NEW -> "saved as " + what;
            case UNCHANGED -> "nothing new: saved before as " + what;
            case NAMED -> "nothing new: saved before; now called " + what;
            case REPLACED -> "replaced, since " + saved.why() + ": " + what;
        });
    }

    private static ExitStatus list(SnapshotRequest.ListAll request, Terminal terminal) throws IOException {
        Path file = request.store().file();
        if (!Files.exists(file) && !Files.isSymbolicLink(file)) {
            SnapshotsText.write(file.toString(), List.of(), terminal.out());
            return ExitStatus.OK;
        }
        try (Store store = request.store().read(terminal)) {
            SnapshotsText.write(file.toString(), store.list(), terminal.out());
        }
        return ExitStatus.OK;
    }

    private static ExitStatus show(SnapshotRequest.Show request, Terminal terminal) throws IOException {
        Survey survey;
        try (Store store = request.store().read(terminal)) {
            survey = store.load(request.name());
        }
        SiteFilter all = SiteFilter.of(List.of(), List.of(), List.of(), List.of(), false, false, false);
        PanicsView view = new PanicsView(all, symbol -> MangledName.of(symbol).path(), false, request.summary(), false,
                terminal.colour(), terminal.columns()).withReach(
                        new ReachView(survey.reaches().orElse(Reaches.NONE), survey.reaches().isPresent(), List.of(),
                                false));
        PanicsText.write(survey.panics(), view, terminal.out());
        return ExitStatus.OK;
    }

    private static ExitStatus remove(SnapshotRequest.Remove request, Terminal terminal) throws IOException {
        try (Store store = request.store().write(terminal)) {
            for (String name : request.names()) {
                terminal.out().println(store.remove(name) ? "removed " + name
                        : "took away the name " + name + "; the snapshot has others");
            }
        }
        return ExitStatus.OK;
    }

    private static ExitStatus write(SnapshotRequest.Write request, Terminal terminal) throws IOException {
        try (Store store = request.store().read(terminal)) {
            int files = Export.write(store, store.find(request.name()), request.folder(), request.form(),
                    request.force());
            terminal.out().println("wrote %d files to %s".formatted(files, request.folder()));
        }
        return ExitStatus.OK;
    }
}
