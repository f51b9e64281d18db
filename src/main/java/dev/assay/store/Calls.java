package dev.assay.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A call graph as a store takes it. Functions and images are numbered; the store names images by path.
public interface Calls {
    /// Hands all of it over, the functions of an image before its edges.
    void writeTo(Sink sink) throws IOException;

    /// Takes a call graph.
    interface Sink {
        /// A function.
        ///
        /// @param image   path of the image
        /// @param number  of the function in that image
        /// @param symbol  as in the symbol table
        /// @param section that holds its code; null for one of another file
        /// @param offset  from the start of the section, in bytes
        /// @param address in a linked image; null in a relocatable one
        /// @param size    of its code, in bytes
        /// @param held    where the code of one of another file is; null if it is here, or in no file examined
        void function(String image, int number, String symbol, @Nullable String section, long offset,
                @Nullable Long address, long size, @Nullable Held held) throws IOException;

        /// Edges between functions of one image; the arrays are read before this returns.
        ///
        /// @param callers numbers of functions
        /// @param callees the same; -1 where nobody knows
        /// @param kinds   in the order of [dev.assay.image.calls.Edge]
        /// @param offsets of the instructions from the start of the caller, in bytes
        void edges(String image, int[] callers, int[] callees, byte[] kinds, int[] offsets) throws IOException;

        /// Something that says that a function is entered from outside.
        ///
        /// @param kind in kebab-case
        /// @param name what it is called; null if that was not worked out
        /// @param slot address of the pointer to it; 0 if there is none
        void root(String image, int function, String kind, @Nullable String name, long slot) throws IOException;
    }

    /// A function of some image.
    record Held(String image, int function) {}
}
