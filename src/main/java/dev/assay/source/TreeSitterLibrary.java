package dev.assay.source;

import io.github.treesitter.jtreesitter.NativeLibraryLookup;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;

/// Tells tree-sitter's Java part where its native part is. Made by the service loader.
public final class TreeSitterLibrary implements NativeLibraryLookup {
    @Override
    @SuppressWarnings("restricted") // calls native code: the JVM is started with leave for that
    public SymbolLookup get(Arena arena) {
        return SymbolLookup.libraryLookup(Grammar.library("tree-sitter"), arena);
    }
}
