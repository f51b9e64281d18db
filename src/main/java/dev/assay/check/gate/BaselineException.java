package dev.assay.check.gate;

/// A baseline that says nothing about what is examined.
public final class BaselineException extends RuntimeException {
    BaselineException(String message) {
        super(message, null, false, false);
    }
}
