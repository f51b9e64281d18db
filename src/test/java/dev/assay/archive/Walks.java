package dev.assay.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Walks that answer with names and contents.
final class Walks {
    private Walks() {}

    /// Name, kind and SHA-256 of every file with code.
    static Findings<String> over(Limits limits, int threads, Path... paths) {
        return Walk.over(List.of(paths), limits, threads, Progress.NONE,
                leaf -> Optional.of(leaf.name() + " " + leaf.kind() + " "
                        + sum(leaf.file().slice().copy(0, leaf.file().slice().size()))));
    }

    /// One file in a folder, and what a walk over it finds; names are without that folder.
    static Findings<String> of(Path folder, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("f"), content);
        Findings<String> found = over(Limits.DEFAULT, 1, file);
        String prefix = folder + "/";
        return new Findings<>(found.answers().stream().map(answer -> answer.replace(prefix, "")).toList(),
                found.unreadable().stream().map(
                        bad -> new Unreadable(bad.name().replace(prefix, ""), bad.why().replace(prefix, "")))
                        .toList(),
                found.leaves(), found.others());
    }

    static String answer(String name, byte[] content) {
        return name + " ELF " + sum(content);
    }

    static String sum(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
