package dev.assay.check.gate;

import java.util.List;

/// A policy that cannot be used.
public final class PolicyException extends RuntimeException {
    private final List<PolicyError> errors;

    PolicyException(List<PolicyError> errors) {
        super(errors.isEmpty() ? "" : errors.getFirst().what(), null, false, false);
        this.errors = List.copyOf(errors);
    }

    /// Everything that is wrong, in order of line and column.
    public List<PolicyError> errors() {
        return errors;
    }
}
