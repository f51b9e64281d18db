package dev.assay.archive;

import java.io.IOException;

/// A limit that [Limits] sets was passed. The message names the limit and the option that raises it.
final class LimitException extends IOException {
    LimitException(String message) {
        super(message);
    }
}
