package dev.assay.check.panics;

import dev.assay.archive.ElfFiles;
import dev.assay.archive.Found;
import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.MappedFile;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.check.panics.Panics.Unreadable;
import dev.assay.image.DebugFolders;
import dev.assay.image.Image;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs the check over everything that paths contain. A file that cannot be read is named; the others are answered.
public final class PanicSearch {
    private final List<ImagePanics> images = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private int withoutRust;

    private PanicSearch() {}

    /// Checks every ELF file under `paths`.
    ///
    /// @param paths files and folders
    /// @param debug files and folders that may hold the debug information of the images
    public static Panics run(List<Path> paths, List<Path> debug) {
        PanicSearch search = new PanicSearch();
        List<Found> files = search.list(paths);
        try (DebugFolders folders = new DebugFolders(debug)) {
            for (Found file : files) {
                search.check(file, folders);
            }
            folders.troubles().forEach((path, why) -> search.unreadable.add(new Unreadable(path, why)));
        }
        return new Panics(search.images, search.unreadable, search.withoutRust);
    }

    private List<Found> list(List<Path> paths) {
        List<Found> files = new ArrayList<>();
        for (Path path : paths) {
            try {
                ElfFiles.Listing listing = ElfFiles.under(path);
                files.addAll(listing.files());
                listing.unreadable().forEach(why -> unreadable.add(new Unreadable(path.toString(), why)));
                if (listing.files().isEmpty() && listing.unreadable().isEmpty()) {
                    unreadable.add(new Unreadable(path.toString(),
                            "%s: expected a folder with ELF files, found %d other files".formatted(path,
                                    listing.others())));
                }
            } catch (IOException e) {
                unreadable.add(new Unreadable(path.toString(), message(path.toString(), e)));
            }
        }
        return files;
    }

    private void check(Found found, DebugFolders debug) {
        try (MappedFile file = MappedFile.open(found.path(), found.name())) {
            Image image = Image.open(file, debug);
            Optional<ImagePanics> answer = image.hasRust() ? Optional.of(PanicCheck.run(image, found.name()))
                    : Optional.empty();
            answer.ifPresentOrElse(images::add, () -> withoutRust++);
        } catch (IOException e) {
            unreadable.add(new Unreadable(found.name(), message(found.name(), e)));
        } catch (MalformedFileException | UnsupportedFormatException e) {
            unreadable.add(new Unreadable(found.name(), String.valueOf(e.getMessage())));
        } catch (InternalError e) {
            // How the JVM reports a page of a mapped file that is no longer there.
            unreadable.add(new Unreadable(found.name(), found.name() + ": file changed while being read"));
        }
    }

    private static String message(String name, IOException e) {
        String reason = e instanceof NoSuchFileException missing && missing.getReason() != null ? missing.getReason()
                : String.valueOf(e.getMessage());
        return reason.startsWith(name) ? reason : name + ": " + reason;
    }
}
