package dev.assay.check.gate;

import dev.assay.source.Justification;
import org.jspecify.annotations.Nullable;

/// What the source must say at a site so that a rule lets it be.
public enum Exemption {
    /// Nothing does.
    NONE("none"),
    /// A `// PANIC:` comment or a `# Panics` section.
    JUSTIFIED("justified"),
    /// A `// PANIC:` comment.
    COMMENT(Justification.Kind.COMMENT.id()),
    /// A `# Panics` section.
    SECTION(Justification.Kind.SECTION.id());

    private final String id;

    Exemption(String id) {
        this.id = id;
    }

    /// As a policy spells it.
    public String id() {
        return id;
    }

    /// Whether a justification is what is asked for.
    boolean accepts(@Nullable Justification justification) {
        return justification != null && (this == JUSTIFIED || id.equals(justification.kind().id()));
    }
}
