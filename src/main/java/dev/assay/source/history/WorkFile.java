package dev.assay.source.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.revwalk.RevCommit;

/// A file of the work tree, as git would commit it.
///
/// @param blob      what its object would be
/// @param text      its lines
/// @param committed whether the commit checked out has it so
record WorkFile(ObjectId blob, Text text, boolean committed) {
    /// Reads it. Where ends of lines are the only difference from a committed version, they are those of the work tree:
    /// git converts them by settings of the user, which are not looked at.
    ///
    /// @param heads what the work tree was made from
    static WorkFile read(Path top, String path, List<RevCommit> heads, GitObjects objects) throws IOException {
        Path file = top.resolve(path);
        if (Files.size(file) > Limits.FILE) {
            throw new IOException("%s: expected at most %d bytes, found %d".formatted(path, Limits.FILE,
                    Files.size(file)));
        }
        byte[] bytes = Files.readAllBytes(file);
        List<ObjectId> committed = new ArrayList<>();
        for (RevCommit head : heads) {
            ObjectId blob = objects.find(head, path);
            if (blob != null) {
                committed.add(blob);
            }
        }
        ObjectId blob = blob(bytes);
        if (!committed.contains(blob) && !committed.isEmpty() && hasCarriageReturns(bytes)
                && !hasCarriageReturns(objects.blob(committed.getFirst(), path))) {
            bytes = withoutCarriageReturns(bytes);
            blob = blob(bytes);
        }
        Text text = new Text(bytes);
        if (text.lines() > Limits.LINES) {
            throw new IOException(
                    "%s: expected at most %d lines, found %d".formatted(path, Limits.LINES, text.lines()));
        }
        return new WorkFile(blob, text, !committed.isEmpty() && committed.getFirst().equals(blob));
    }

    private static ObjectId blob(byte[] bytes) {
        try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
            return formatter.idFor(Constants.OBJ_BLOB, bytes);
        }
    }

    private static boolean hasCarriageReturns(byte[] bytes) {
        for (int at = 1; at < bytes.length; at++) {
            if (bytes[at] == '\n' && bytes[at - 1] == '\r') {
                return true;
            }
        }
        return false;
    }

    private static byte[] withoutCarriageReturns(byte[] bytes) {
        byte[] rest = new byte[bytes.length];
        int count = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] != '\r' || at + 1 == bytes.length || bytes[at + 1] != '\n') {
                rest[count++] = bytes[at];
            }
        }
        return Arrays.copyOf(rest, count);
    }
}
