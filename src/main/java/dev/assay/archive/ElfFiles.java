package dev.assay.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The ELF files that a path contains: itself, or, in a folder, every file whose first bytes say so.
public final class ElfFiles {
    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};

    private ElfFiles() {}

    /// What was found under a path, and what could not be looked at.
    ///
    /// @param files      in order of path
    /// @param unreadable files and folders that the system would not open, with its reason
    /// @param others     how many files are no ELF files
    public record Listing(List<Found> files, List<String> unreadable, int others) {
        public Listing {
            files = List.copyOf(files);
            unreadable = List.copyOf(unreadable);
        }
    }

    /// A file counts whatever it holds, so that a wrong one is named in the error; in a folder only ELF files count.
    /// Symbolic links inside a folder are passed over: they lead to a file found anyway, out of the folder, or in
    /// circles. Devices and pipes are never opened.
    public static Listing under(Path path) throws IOException {
        String name = path.toString();
        if (Files.isDirectory(path)) {
            return folder(path);
        }
        if (!Files.exists(path)) {
            throw new NoSuchFileException(name, null, "no such file or folder");
        }
        if (!Files.isRegularFile(path)) {
            throw new IOException(name + ": expected a file or a folder, found a device or a pipe");
        }
        return new Listing(List.of(new Found(path, name)), List.of(), 0);
    }

    private static Listing folder(Path folder) throws IOException {
        List<Found> files = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        int[] others = {0};
        Files.walkFileTree(folder, new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    try {
                        if (isElf(file)) {
                            files.add(new Found(file, file.toString()));
                        } else {
                            others[0]++;
                        }
                    } catch (IOException e) {
                        unreadable.add(file + ": " + e.getMessage());
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                unreadable.add(file + ": cannot be opened (" + e.getClass().getSimpleName() + ")");
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(Comparator.comparing(Found::name));
        return new Listing(files, unreadable, others[0]);
    }

    private static boolean isElf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        }
    }
}
