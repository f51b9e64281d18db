package dev.assay.check.verify;

import dev.assay.archive.Leaf;
import dev.assay.archive.SingleFile;
import dev.assay.bytes.MappedFile;
import dev.assay.elf.Elf;
import dev.assay.elf.ElfCopy;
import dev.assay.image.Names;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// An image as a plain ELF file, which is all that disassemblers read: the file itself, or a private temporary copy of
/// what is compressed, in an archive, or has no ELF headers.
///
/// @param isCopy whether it is deleted when closed
public record PlainElf(Path path, boolean isCopy) implements AutoCloseable {
    /// What a copy is called in commands for the reader.
    public static final Path UNPACKED = Path.of("image.elf");

    /// The file itself, or a copy of it.
    public static PlainElf of(Path image) throws IOException {
        if (isPlain(image)) {
            return new PlainElf(image, false);
        }
        PlainElf copy = new PlainElf(Files.createTempFile("assay-", ".elf"), true);
        boolean written = false;
        try {
            written = SingleFile.look(image, leaf -> Optional.of(write(leaf, copy.path())));
        } finally {
            if (!written) {
                copy.close();
            }
        }
        return copy;
    }

    /// Whether a disassembler can read it as it is.
    public static boolean isPlain(Path image) {
        if (!Files.isRegularFile(image)) {
            return false;
        }
        try (MappedFile file = MappedFile.open(image, image.toString())) {
            return Elf.isElf(file.slice());
        } catch (IOException e) {
            return false;
        }
    }

    /// The command that makes a copy.
    public static String command(Path image) {
        return CommandLine.of(List.of("assay", "unpack", image.toString(), UNPACKED.toString()));
    }

    private static boolean write(Leaf leaf, Path target) throws IOException {
        Names names = Names.of(leaf.file());
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.WRITE)) {
            ElfCopy.write(names.elf(), names.symbols(), out);
        }
        return true;
    }

    @Override
    public void close() {
        if (isCopy) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                path.toFile().deleteOnExit();
            }
        }
    }
}
