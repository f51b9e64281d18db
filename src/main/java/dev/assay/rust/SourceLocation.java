package dev.assay.rust;

import dev.assay.bytes.Memory;
import dev.assay.bytes.Slice;
import java.util.Optional;

/// A place in the source as a panic reports it: a `core::panic::Location` constant.
///
/// 24 bytes, aligned to 8: address of the file's name, its length in bytes, line, column (the last two of 32 bits).
/// The same in every compiler examined, rustc 1.85.1 to 1.97.1: rustc may order fields as it likes, and puts the
/// two-word one first. Since `file_with_nul` (1.89) a NUL follows the name, which the length does not count.
///
/// @param file   as the compiler was given it, relative to the source tree in a kernel; with `/`
/// @param line   from 1
/// @param column from 1, in characters
public record SourceLocation(String file, long line, long column) implements Comparable<SourceLocation> {
    /// Of the constant, in bytes.
    public static final int SIZE = 24;

    private static final int FILE = 0;
    private static final int FILE_LENGTH = 8;
    private static final int LINE = 16;
    private static final int COLUMN = 20;
    /// No compiler reads a file with more lines, or a line with more columns.
    private static final long MOST = 1 << 24;

    /// The location at `address`, if one is there: an aligned constant whose parts all make sense. Strict, since the
    /// caller may only guess that a register holds one.
    public static Optional<SourceLocation> read(Memory memory, long address) {
        if (address == 0 || address % 8 != 0 || !memory.isConstant(address) || !memory.isConstant(address + SIZE - 1)) {
            return Optional.empty();
        }
        return memory.at(address).flatMap(bytes -> read(memory, bytes));
    }

    private static Optional<SourceLocation> read(Memory memory, Slice bytes) {
        if (!bytes.contains(0, SIZE)) {
            return Optional.empty();
        }
        long line = bytes.u32(LINE);
        long column = bytes.u32(COLUMN);
        if (line < 1 || line >= MOST || column < 1 || column >= MOST) {
            return Optional.empty();
        }
        return ConstantString.readLine(memory, bytes.u64(FILE), bytes.u64(FILE_LENGTH))
                .filter(SourceLocation::isFileName)
                .map(file -> new SourceLocation(file, line, column));
    }

    /// Rust sources end in `.rs`; what a build script generates may not, but lies in a folder.
    private static boolean isFileName(String text) {
        return text.endsWith(".rs") || text.indexOf('/') >= 0;
    }

    /// By file, then line, then column.
    @Override
    public int compareTo(SourceLocation other) {
        int byFile = file.compareTo(other.file);
        int byLine = byFile != 0 ? byFile : Long.compare(line, other.line);
        return byLine != 0 ? byLine : Long.compare(column, other.column);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
