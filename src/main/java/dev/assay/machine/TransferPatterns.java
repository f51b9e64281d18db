package dev.assay.machine;

/// Finds in plain bytes what, were it an instruction, would transfer control directly: one form per instruction set.
public interface TransferPatterns {
    /// The longest pattern, in bytes.
    int LONGEST = 16;

    /// Reports every pattern that starts in the first `steps` bytes.
    ///
    /// @param bytes   of code; `bytes[0]` lies at a multiple of the instruction alignment
    /// @param length  how many of them count; a pattern may reach up to there
    /// @param address of the first byte
    void find(byte[] bytes, int length, int steps, long address, Sink sink);

    /// Gets the candidates.
    @FunctionalInterface
    interface Sink {
        /// One candidate.
        ///
        /// @param at          its first byte (opcode byte or instruction word that a decoder calls the transfer)
        /// @param destination where it would go
        void candidate(int at, long destination);
    }

    /// Four bytes, little-endian.
    static int s32(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | ((bytes[at + 1] & 0xff) << 8) | ((bytes[at + 2] & 0xff) << 16)
                | (bytes[at + 3] << 24);
    }
}
