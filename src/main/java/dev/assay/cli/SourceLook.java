package dev.assay.cli;

import dev.assay.check.panics.PanicSearch;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Role;
import dev.assay.check.sources.BlameSearch;
import dev.assay.check.sources.CompiledFiles;
import dev.assay.check.sources.SourceSearch;
import dev.assay.check.sources.Sources;
import dev.assay.source.SourceReader;
import dev.assay.source.SourceTree;
import dev.assay.source.history.History;
import dev.assay.store.BlameTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A look at the source that the command line names. Opened before anything else is done: a wrong folder is said at once.
///
/// @param options  as given
/// @param tree     of the kernel or driver
/// @param library  of Rust's own library; null if not given
/// @param reader   of Rust
/// @param compiled what the images are made of; null if that is not asked
/// @param blame    of the tree's history; null if that is not asked
record SourceLook(SourceOptions options, SourceTree tree, @Nullable SourceTree library, SourceReader reader,
        @Nullable CompiledFiles compiled, @Nullable BlameSearch blame) {

    /// Empty if nobody asked for source: then nothing of it is loaded.
    static Optional<SourceLook> of(SourceOptions options, Terminal terminal) throws IOException {
        Path folder = options.tree();
        if (folder == null) {
            return Optional.empty();
        }
        Path library = options.library();
        try {
            return Optional.of(new SourceLook(options, SourceTree.open(folder),
                    library == null ? null : SourceTree.open(library), SourceReader.load(),
                    options.stale() ? new CompiledFiles() : null, blame(options, folder, terminal)));
        } catch (IOException refused) {
            throw new IOException("assay: " + refused.getMessage(), refused);
        }
    }

    /// What has to be seen of the images while they are open.
    PanicSearch.Look atImages() {
        return compiled == null ? (image, answer) -> {} : compiled;
    }

    Sources at(Panics panics) throws IOException {
        Sources sources = new SourceSearch(reader, tree, library, options.context(), compiled).run(panics);
        if (blame == null) {
            return sources;
        }
        try (History history = blame.history()) {
            return new BlameSearch(history, blame.since()).add(sources, Math.toIntExact(panics.images().stream()
                    .flatMap(image -> image.sites().stream()).filter(site -> site.role() == Role.SITE).count()));
        } catch (IOException refused) {
            throw new IOException("assay: " + refused.getMessage(), refused);
        }
    }

    /// A revision that does not exist is said at once, too.
    private static @Nullable BlameSearch blame(SourceOptions options, Path folder, Terminal terminal)
            throws IOException {
        String since = options.since();
        if (!options.blame() && since == null) {
            return null;
        }
        History history =
                History.open(folder, new BlameTable(new StoreOptions(null).file(), StoreOptions.tool(), why -> {
                    if (terminal.watched()) {
                        Shell.say(terminal, "assay: " + why);
                    }
                }));
        if (since != null) {
            history.check(since);
        }
        return new BlameSearch(history, since);
    }
}
