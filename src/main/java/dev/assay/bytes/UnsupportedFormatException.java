package dev.assay.bytes;

/// A valid file that this program does not handle: another word size, byte order, machine or version.
public final class UnsupportedFormatException extends RuntimeException {
    /// @param file   path of the file, as the user named it
    /// @param part   section or other named part; `file` for the file itself
    /// @param offset in bytes from the start of the part
    /// @param what   is not supported, and what would be
    public UnsupportedFormatException(String file, String part, long offset, String what) {
        super("%s: %s+0x%x: not supported: %s".formatted(file, part, offset, what), null, false, false);
    }
}
