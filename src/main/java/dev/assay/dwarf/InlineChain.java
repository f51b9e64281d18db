package dev.assay.dwarf;

import java.util.List;

/// The functions that one instruction belongs to: what was inlined into what.
///
/// The first frame is the innermost and has the position from the line table; each further one has the position of
/// the call that was inlined into it (`DW_AT_call_file` and its companions, DWARF 5 §3.3.8.2); the last is
/// `subprogram` itself.
///
/// @param subprogram the function whose code this is
/// @param frames     innermost first; never empty
public record InlineChain(Subprogram subprogram, List<Frame> frames) {
    public InlineChain {
        frames = List.copyOf(frames);
    }
}
