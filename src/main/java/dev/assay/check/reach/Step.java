package dev.assay.check.reach;

import dev.assay.check.panics.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One function on a way, and the place in it where control goes on.
///
/// @param function demangled path, or the C name
/// @param symbol   as in the symbol table
/// @param image    path of the file that holds it; null where only one was examined
/// @param leaves   how and where control leaves it towards the next; null at the end of a way to a function
public record Step(String function, String symbol, @Nullable String image, @Nullable Leaving leaves) {

    /// The instruction that leads on.
    ///
    /// @param via     what it is
    /// @param address virtual address of the instruction in a linked image; null in a relocatable one
    /// @param section that holds it
    /// @param offset  from the start of the section, in bytes
    /// @param frames  what it comes from, innermost first, the function itself last: several where others were inlined;
    ///                empty without debug information
    public record Leaving(Via via, @Nullable Long address, String section, long offset, List<Frame> frames) {
        public Leaving {
            frames = List.copyOf(frames);
        }
    }
}
