package dev.assay.source;

/// Why a panic is accepted, in its author's words.
///
/// @param kind where it stands
/// @param text without the comment's marks and the word that introduces it; lines joined by line feeds
/// @param file path in the source tree, with `/`
/// @param line of its first line, from 1
public record Justification(Kind kind, String text, String file, int line) {
    /// Where it stands.
    public enum Kind {
        /// A `// PANIC:` comment at the place.
        COMMENT("panic-comment"),
        /// A `# Panics` section in the documentation of the enclosing function.
        SECTION("panics-section");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /// As every output has it.
        public String id() {
            return id;
        }
    }
}
