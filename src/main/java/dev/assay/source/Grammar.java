package dev.assay.source;

import io.github.treesitter.jtreesitter.Language;
import io.github.treesitter.jtreesitter.Parser;
import io.github.treesitter.jtreesitter.Tree;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// The Rust grammar of tree-sitter, in native code that lies beside the program: `native/lib` in the folder of its classes
/// or of its jar. Nothing is loaded before the first use.
final class Grammar {
    private final Language language;
    private final Map<Short, String> names = new HashMap<>();

    private Grammar(Language language) {
        this.language = language;
    }

    /// Loads it.
    ///
    /// @throws IOException on a machine that it is not there for; the message is for the user
    @SuppressWarnings("restricted") // calls native code: the JVM is started with leave for that
    static Grammar load() throws IOException {
        try {
            SymbolLookup symbols = SymbolLookup.libraryLookup(library("tree-sitter-rust"), Arena.global());
            return new Grammar(Language.load(symbols, "tree_sitter_rust"));
        } catch (IllegalArgumentException | IllegalStateException | LinkageError unloadable) {
            Throwable cause = unloadable.getCause() == null ? unloadable : unloadable.getCause();
            throw new IOException(("reading source needs tree-sitter's native code, which comes for x86-64 and AArch64 "
                    + "with the GNU C library: %s").formatted(cause.getMessage()), unloadable);
        }
    }

    /// Where a part of the native code is.
    ///
    /// @throws IllegalArgumentException if it is not there
    static Path library(String part) {
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String name = "%s-linux-gnu-%s.so".formatted(arch.equals("amd64") ? "x86_64" : arch, part);
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
            Path folder = entry.isEmpty() ? null : Path.of(entry).toAbsolutePath().getParent();
            Path file = folder == null ? null : folder.resolve("native").resolve("lib").resolve(name);
            if (file != null && Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new IllegalArgumentException("there is no native/lib/%s beside the program".formatted(name));
    }

    /// Parses a file; the result may have errors in it, but there always is one.
    Tree parse(SourceFile file) {
        try (Parser parser = new Parser(language)) {
            return parser.parse(file.text()).orElseThrow(() -> new IllegalStateException("tree-sitter gave no tree"));
        }
    }

    /// The name of a kind of node, as the grammar has it.
    String name(short symbol) {
        return names.computeIfAbsent(symbol, key -> Objects.requireNonNullElse(language.getSymbolName(key), "ERROR"));
    }
}
