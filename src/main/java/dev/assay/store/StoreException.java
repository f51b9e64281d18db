package dev.assay.store;

import java.io.IOException;

/// A store cannot be used; the message names its file and says what to do.
public final class StoreException extends IOException {
    private static final long serialVersionUID = 1;

    StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
