package dev.assay.store;

import java.time.Duration;
import java.util.function.Consumer;

/// How long to wait for another process that uses a store, and whom to tell.
///
/// @param limit   how long
/// @param waiting is told once, in a sentence, when waiting begins
public record Patience(Duration limit, Consumer<String> waiting) {
    private static final Duration USUAL = Duration.ofSeconds(30);

    /// The usual time.
    public static Patience usual(Consumer<String> waiting) {
        return new Patience(USUAL, waiting);
    }

    /// Does not wait.
    public static Patience none() {
        return new Patience(Duration.ZERO, why -> {});
    }
}
