package dev.assay.cli;

import dev.assay.archive.InstalledKernel;
import dev.assay.check.panics.Glob;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.PanicSearch;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.SiteFilter;
import dev.assay.check.panics.Use;
import dev.assay.check.reach.Attributed;
import dev.assay.check.reach.ReachSearch;
import dev.assay.check.reach.ReachSearch.Found;
import dev.assay.check.reach.Reaches;
import dev.assay.check.verify.Verification;
import dev.assay.check.verify.Verification.Compared;
import dev.assay.check.verify.Verifier;
import dev.assay.report.AttributedJson;
import dev.assay.report.AttributedText;
import dev.assay.report.PanicsJson;
import dev.assay.report.PanicsText;
import dev.assay.report.PanicsTsv;
import dev.assay.report.PanicsView;
import dev.assay.report.ReachView;
import dev.assay.report.Unknowns;
import dev.assay.report.VerifyText;
import dev.assay.report.WhyView;
import dev.assay.rust.MangledName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Answers `assay panics`: has the question asked, and the answer rendered.
final class PanicsAnswer implements Command.Action<PanicsRequest> {
    @Override
    public ExitStatus answer(PanicsRequest request, Terminal terminal) throws IOException {
        Found found = search(request, terminal);
        Panics panics = found.panics();
        if (request.attributed()) {
            return attributed(request, found, terminal);
        }
        boolean asked = wantsReach(request);
        PanicsView view = view(request, terminal).withReach(
                new ReachView(found.reaches(), asked, request.reachedFrom(), request.unreached()));
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
        // A table has no place for what is unknown.
        return finish(request, found, verifications, request.format() == Format.TSV, terminal);
    }

    /// Says what the answer could not hold, and turns all of it into a status.
    ///
    /// @param told whether what is unknown is to be said here
    private static ExitStatus finish(PanicsRequest request, Found found, List<Verification> verifications, boolean told,
            Terminal terminal) {
        Panics panics = found.panics();
        terminal.out().flush();
        panics.unreadable().forEach(file -> Shell.say(terminal, file.why()));
        if (isTrouble(request, panics)) {
            return ExitStatus.TROUBLE;
        }
        List<String> unknown = panics.images().stream().flatMap(image -> Unknowns.of(image).stream()).toList();
        if (told) {
            unknown.forEach(gap -> Shell.say(terminal, "unknown: " + gap));
        }
        if (request.format() == Format.TSV) {
            found.reaches().unknown().forEach(gap -> Shell.say(terminal, "unknown: callers may be missing: " + gap));
        }
        boolean contradicted = verifications.stream().anyMatch(v -> v instanceof Compared && !v.agrees());
        boolean complete = unknown.isEmpty() && found.reaches().unknown().isEmpty() && panics.unreadable().isEmpty()
                && verifications.stream().allMatch(Verification::agrees);
        return !contradicted && (complete || request.allowUnknown()) ? ExitStatus.OK : ExitStatus.INCOMPLETE;
    }

    private static boolean wantsReach(PanicsRequest request) {
        return request.reach() || request.unreached() || request.attributed() || !request.reachedFrom().isEmpty();
    }

    private static Found search(PanicsRequest request, Terminal terminal) throws IOException {
        ReadingOptions reading = request.reading();
        List<Path> paths = request.paths();
        List<Path> debug = new ArrayList<>(reading.debug());
        if (paths.isEmpty()) {
            InstalledKernel kernel = InstalledKernel.find(Path.of("/"));
            kernel.missing().forEach(what -> Shell.say(terminal, "assay: " + kernel.release() + ": " + what));
            if (kernel.paths().isEmpty()) {
                throw new IOException("assay: nothing of the running kernel is installed here; name a file or folder");
            }
            paths = kernel.paths();
            debug.addAll(kernel.debug());
            String all = Stream.concat(paths.stream(), debug.stream()).map(Path::toString)
                    .collect(Collectors.joining(", "));
            Shell.say(terminal, "assay: the kernel of this machine, " + kernel.release() + ": " + all);
        }
        Use use = new Use(request.machinery(), request.verify());
        try (ProgressLine progress = new ProgressLine(terminal.err(), terminal.columns(), terminal.watched())) {
            PanicSearch search = new PanicSearch(use, debug, reading.limits(), reading.jobs(), progress);
            List<Glob> from = request.reachedFrom().stream().map(Glob::new).toList();
            return wantsReach(request) ? new ReachSearch(search, from, request.attributed()).run(paths)
                    : new Found(search.run(paths), Reaches.NONE);
        }
    }

    /// Functions outside the library with the panics that they lead to; the filters of sites hold for these.
    private static ExitStatus attributed(PanicsRequest request, Found found, Terminal terminal) throws IOException {
        PanicsView view = view(request, terminal);
        List<Attributed> shown = found.reaches().attributed().stream().flatMap(function -> function
                .only(site -> view.filter().matches(site, view.demangle(), function.crate(), function.function()))
                .stream()).toList();
        List<String> unknown = found.reaches().unknown();
        if (request.format() == Format.JSON) {
            AttributedJson.write(shown, unknown, terminal.out());
        } else {
            AttributedText.write(shown, unknown, new WhyView(terminal.colour(), terminal.columns()), terminal.out());
        }
        // What is unknown of callers is in the answer, what is unknown of sites is not.
        return finish(request, found, List.of(), true, terminal);
    }

    /// Whether something that the user named could not be read, or nothing at all could. Of a folder or an archive, the
    /// rest is an answer; it is not complete.
    private static boolean isTrouble(PanicsRequest request, Panics panics) {
        boolean nothing = panics.images().isEmpty() && panics.withoutRust() == 0;
        Set<String> named = Stream.concat(request.paths().stream(), request.reading().debug().stream())
                .map(Path::toString).collect(Collectors.toSet());
        return !panics.unreadable().isEmpty()
                && (nothing || panics.unreadable().stream().anyMatch(file -> named.contains(file.path())));
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
