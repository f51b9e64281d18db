package dev.assay.check.reach;

import dev.assay.archive.SingleFile;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.PanicCheck;
import dev.assay.check.panics.Use;
import dev.assay.image.DebugFolders;
import dev.assay.image.DebugIndex;
import dev.assay.image.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Opens the images of one kernel together, for questions that read them until the end.
///
/// @param debug   files and folders that may hold their debug information
/// @param threads that work at once
public record OpenImages(List<Path> debug, int threads) {
    private static final Use USE = new Use(false, true);

    public OpenImages {
        debug = List.copyOf(debug);
    }

    /// What is asked while the images are open.
    @FunctionalInterface
    public interface Asking<R> {
        /// Asks.
        R ask(Questions questions) throws IOException;
    }

    /// Opens them and asks.
    ///
    /// @param paths of ELF files, kernel images, or members of archives: `PACKAGE!MEMBER`
    public <R> R look(List<Path> paths, Asking<R> asking) throws IOException {
        DebugIndex index = new DebugIndex(debug);
        for (String why : index.troubles().values()) {
            throw new IOException(why);
        }
        return open(paths, new ArrayList<>(), index, asking);
    }

    private <R> R open(List<Path> paths, List<Member> members, DebugIndex index, Asking<R> asking)
            throws IOException {
        if (members.size() == paths.size()) {
            return asking.ask(new Questions(members));
        }
        Path path = paths.get(members.size());
        try {
            return SingleFile.look(path, leaf -> {
                try (DebugFolders folders = new DebugFolders(index)) {
                    Image image = Image.open(leaf.file(), folders);
                    ImagePanics panics = PanicCheck.run(image, path.toString(), USE);
                    members.add(Member.of(image, panics, threads));
                    return Optional.of(open(paths, members, index, asking));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
