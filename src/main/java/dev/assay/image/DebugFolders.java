package dev.assay.image;

import dev.assay.archive.Found;
import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.MappedFile;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.elf.Elf;
import dev.assay.elf.Notes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Debug files under the paths that the user named, matched by build-id.
///
/// Every candidate is opened once, when the first image asks; only its notes are read.
public final class DebugFolders implements DebugFiles, AutoCloseable {
    private final List<Found> candidates;
    private final List<MappedFile> open = new ArrayList<>();
    private final Map<String, Found> byBuildId = new HashMap<>();
    private boolean indexed;

    public DebugFolders(List<Found> candidates) {
        this.candidates = List.copyOf(candidates);
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // kept open until close(): the image reads from it
    public Optional<DebugFile> byBuildId(String buildId) {
        index();
        Found found = byBuildId.get(buildId);
        if (found == null) {
            return Optional.empty();
        }
        try {
            MappedFile file = MappedFile.open(found.path(), found.name());
            open.add(file);
            return Optional.of(new DebugFile(found.name(), file));
        } catch (IOException e) {
            return Optional.empty(); // it vanished since it was indexed
        }
    }

    private void index() {
        if (indexed) {
            return;
        }
        indexed = true;
        for (Found candidate : candidates) {
            try (MappedFile file = MappedFile.open(candidate.path(), candidate.name())) {
                Elf elf = Elf.read(file.slice());
                if (elf.section(".debug_info").isPresent()) {
                    Notes.buildId(elf).ifPresent(id -> byBuildId.putIfAbsent(id, candidate));
                }
            } catch (IOException | MalformedFileException | UnsupportedFormatException unusable) {
                // Not a debug file for anything; the image that needed it says that it has none.
            }
        }
    }

    @Override
    public void close() {
        open.forEach(MappedFile::close);
        open.clear();
    }
}
