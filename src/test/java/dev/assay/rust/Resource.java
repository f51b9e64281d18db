package dev.assay.rust;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/// Tables beside the tests.
final class Resource {
    private Resource() {}

    /// The rows of a table, split at tabs; lines that begin with `#` are left out.
    static List<List<String>> rows(String name) {
        try (InputStream in = Objects.requireNonNull(Resource.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8).lines().filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split("\t", -1))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
