package dev.assay.testing;

import dev.assay.bytes.Slice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The sections of a linked, uncompressed ELF64 file by name: just enough to give tests of `dwarf` real bytes without
/// the real reader. The file stays mapped as long as the arena is open.
public final class PlainElf {
    private static final int SHT_NOBITS = 8;

    private final Map<String, Slice> sections = new HashMap<>();

    /// Maps a file.
    public static PlainElf open(Path path, Arena arena) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new PlainElf(Slice.of(path.getFileName().toString(), "file", bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PlainElf(Slice file) {
        Slice headers = file.slice("section headers", file.u64(40), 64L * file.u16(60));
        Slice names = contents(file, headers, 64L * file.u16(62), ".shstrtab");
        for (long at = 0; at < headers.size(); at += 64) {
            String name = names.string(headers.u32(at));
            if (headers.u32(at + 4) != SHT_NOBITS) {
                sections.putIfAbsent(name, contents(file, headers, at, name));
            }
        }
    }

    private static Slice contents(Slice file, Slice headers, long at, String name) {
        return file.slice(name, headers.u64(at + 24), headers.u64(at + 32));
    }

    /// The bytes of a section.
    public Optional<Slice> section(String name) {
        return Optional.ofNullable(sections.get(name));
    }
}
