package dev.assay.check.panics;

/// What an answer is for. What nobody will look at is not worked out.
///
/// @param machinery whether the calls inside the panic machinery are looked at one by one, with their inline chains
/// @param evidence  whether another disassembler is to confirm it
public record Use(boolean machinery, boolean evidence) {
    /// Everything.
    public static final Use ALL = new Use(true, true);
}
