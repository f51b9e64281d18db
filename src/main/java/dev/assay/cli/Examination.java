package dev.assay.cli;

import dev.assay.archive.InstalledKernel;
import dev.assay.check.gate.Examined;
import dev.assay.check.panics.Glob;
import dev.assay.check.panics.PanicSearch;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Use;
import dev.assay.check.reach.KernelCalls;
import dev.assay.check.reach.ReachSearch;
import dev.assay.check.reach.Reaches;
import dev.assay.check.survey.Survey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Files to examine and what to find out about them, for every command that examines files.
///
/// @param paths   files, folders and archives; none for the kernel that this machine runs
/// @param reading how they are read
/// @param use     what the answer is for
/// @param callers whose callers to look for
/// @param source  where the source is
record Examination(List<Path> paths, ReadingOptions reading, Use use, Callers callers, SourceOptions source) {
    Examination {
        paths = List.copyOf(paths);
    }

    /// What is asked about callers.
    ///
    /// @param wanted     whether anything is
    /// @param from       patterns for roots; none for all
    /// @param attributed whether the answer is turned around: what each function leads to
    /// @param ways       whether a way to each site is wanted
    record Callers(boolean wanted, List<String> from, boolean attributed, boolean ways) {
        static final Callers UNASKED = new Callers(false, List.of(), false, false);

        Callers {
            from = List.copyOf(from);
        }
    }

    Survey run(Terminal terminal) throws IOException {
        return run(terminal, (image, answer) -> {}, calls -> {});
    }

    /// The same for somebody who keeps more of it than the answer.
    ///
    /// @param also  looks at each image, too
    /// @param calls gets the call graphs, if callers are wanted
    Survey run(Terminal terminal, PanicSearch.Look also, Consumer<List<KernelCalls>> calls) throws IOException {
        Optional<SourceLook> sources = SourceLook.of(source, terminal);
        List<Path> files = paths;
        List<Path> debug = new ArrayList<>(reading.debug());
        if (files.isEmpty()) {
            InstalledKernel kernel = running(terminal);
            files = kernel.paths();
            debug.addAll(kernel.debug());
        }
        try (ProgressLine progress = progress(terminal)) {
            PanicSearch search = search(debug, progress);
            PanicSearch.Look look = look(sources).and(also);
            if (!callers.wanted) {
                return withSource(search.run(files, look), Optional.empty(), sources);
            }
            List<Glob> from = callers.from.stream().map(Glob::new).toList();
            ReachSearch.Found found = new ReachSearch(search, from, callers.attributed, callers.ways)
                    .run(files, look);
            calls.accept(found.calls());
            return withSource(found.panics(), Optional.of(found.reaches()), sources);
        }
    }

    /// The same with callers for each of several sets of roots. Files are named.
    ///
    /// @param roots patterns; an empty set for all roots
    Examined run(Terminal terminal, List<List<Glob>> roots) throws IOException {
        if (roots.isEmpty()) {
            return Examined.of(run(terminal));
        }
        Optional<SourceLook> sources = SourceLook.of(source, terminal);
        try (ProgressLine progress = progress(terminal)) {
            ReachSearch.Several found = new ReachSearch(search(reading.debug(), progress), List.of(), false,
                    callers.ways)
                    .run(paths, roots, look(sources));
            Map<List<Glob>, Reaches> byRoots = new HashMap<>();
            for (int i = 0; i < roots.size(); i++) {
                byRoots.put(roots.get(i), found.reaches().get(i));
            }
            Optional<Reaches> all = Optional.ofNullable(byRoots.remove(List.<Glob>of()));
            return new Examined(withSource(found.panics(), all, sources), byRoots);
        }
    }

    private static ProgressLine progress(Terminal terminal) {
        return new ProgressLine(terminal.err(), terminal.columns(), terminal.watched());
    }

    private PanicSearch search(List<Path> debug, ProgressLine progress) {
        return new PanicSearch(use, debug, reading.limits(), reading.jobs(), progress);
    }

    private static PanicSearch.Look look(Optional<SourceLook> sources) {
        return sources.map(SourceLook::atImages).orElse((image, answer) -> {});
    }

    private static Survey withSource(Panics panics, Optional<Reaches> reaches, Optional<SourceLook> sources)
            throws IOException {
        return new Survey(panics, reaches, sources.isEmpty() ? Optional.empty()
                : Optional.of(sources.get().at(panics)));
    }

    private static InstalledKernel running(Terminal terminal) throws IOException {
        InstalledKernel kernel = InstalledKernel.find(Path.of("/"));
        kernel.missing().forEach(what -> Shell.say(terminal, "assay: " + kernel.release() + ": " + what));
        if (kernel.paths().isEmpty()) {
            throw new IOException("assay: nothing of the running kernel is installed here; name a file or folder");
        }
        String all = Stream.concat(kernel.paths().stream(), kernel.debug().stream()).map(Path::toString)
                .collect(Collectors.joining(", "));
        Shell.say(terminal, "assay: the kernel of this machine, " + kernel.release() + ": " + all);
        return kernel;
    }

    /// Whether something that the user named could not be read, or nothing at all could. Of a folder or an archive, the
    /// rest is an answer; it is not complete.
    boolean failed(Panics panics) {
        return failed(panics, Stream.concat(paths.stream(), reading.debug().stream()).map(Path::toString)
                .collect(Collectors.toSet()));
    }

    /// The same where `named` is what the user named.
    static boolean failed(Panics panics, Set<String> named) {
        boolean nothing = panics.images().isEmpty() && panics.withoutRust() == 0;
        return !panics.unreadable().isEmpty()
                && (nothing || panics.unreadable().stream().anyMatch(file -> named.contains(file.path())));
    }
}
