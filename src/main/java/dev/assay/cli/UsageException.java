package dev.assay.cli;

/// The command line asks for something that does not exist or does not fit together.
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message, null, false, false);
    }
}
