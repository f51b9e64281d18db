package dev.assay.archive;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The regular files under a folder, in order of name.
///
/// Symbolic links inside a folder are passed over: they lead to a file found anyway, out of the folder, or in circles.
/// Devices and pipes are never opened.
///
/// @param files      as paths below the folder as it was given
/// @param unreadable what the system would not open
public record Listing(List<Path> files, List<Unreadable> unreadable) {
    /// Lists them.
    public static Listing of(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        // The walk itself would not follow a link that the user named.
        Path real = Files.isSymbolicLink(folder) ? folder.toRealPath() : folder;
        Files.walkFileTree(real, new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(folder.resolve(real.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                String name = folder.resolve(real.relativize(file)).toString();
                unreadable.add(new Unreadable(name,
                        "%s: cannot be opened (%s)".formatted(name, e.getClass().getSimpleName())));
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(Comparator.comparing(Path::toString));
        return new Listing(files, unreadable);
    }
}
