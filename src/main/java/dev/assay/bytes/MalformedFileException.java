package dev.assay.bytes;

/// A file breaks its own format; never a bug in this program or in its caller.
///
/// The message is what the user sees: `<file>: <part>+0x<offset>: expected <what>, found <what>`.
/// Unchecked, because reading is lazy: any accessor may meet the bad bytes first.
public final class MalformedFileException extends RuntimeException {
    /// @param file     path of the file, as the user named it
    /// @param part     section or other named part; `file` for the file itself
    /// @param offset   in bytes from the start of the part
    /// @param expected what the format demands there
    /// @param found    what the file has instead
    public MalformedFileException(String file, String part, long offset, String expected, String found) {
        super("%s: %s+0x%x: expected %s, found %s".formatted(file, part, offset, expected, found), null, false, false);
    }
}
