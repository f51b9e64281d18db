package dev.assay.image;

import dev.assay.archive.ElfFiles;
import dev.assay.archive.Found;
import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.MappedFile;
import dev.assay.bytes.Slice;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.elf.DebugLink;
import dev.assay.elf.Elf;
import dev.assay.elf.Notes;
import dev.assay.elf.SectionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Debug files under the paths that the user named, and beside the image where it has a link to one.
///
/// First the places where [DebugPaths] says that the file would be: those for its build-id, then those for its name.
/// Only if none has it, every ELF file under the paths is opened, once for all images, and only its notes are read.
///
/// A file is taken if it has the image's build-id; where one of the two has none, if it has the checksum of the
/// image's link. Not thread-safe; a file found is kept open until [#close], since the image reads from it.
public final class DebugFolders implements DebugFiles, AutoCloseable {
    private final List<Path> places;
    private final List<MappedFile> open = new ArrayList<>();
    private final Map<String, String> troubles = new LinkedHashMap<>();
    private final Map<Path, Long> checksums = new HashMap<>();
    private final Map<String, Path> byBuildId = new HashMap<>();
    private final Map<String, List<Path>> byFileName = new HashMap<>();
    private boolean indexed;

    /// Only looks whether the paths exist; see [#troubles].
    ///
    /// @param places files and folders
    public DebugFolders(List<Path> places) {
        List<Path> present = new ArrayList<>();
        for (Path place : places) {
            if (Files.exists(place)) {
                present.add(place);
            } else {
                troubles.put(place.toString(), place + ": no such file or folder");
            }
        }
        this.places = List.copyOf(present);
    }

    /// What could not be used of what the user named, so far: by path, why.
    public Map<String, String> troubles() {
        return Collections.unmodifiableMap(troubles);
    }

    @Override
    public Optional<DebugFile> find(Wanted wanted) {
        if (wanted.buildId().isEmpty() && wanted.link().isEmpty()) {
            return Optional.empty();
        }
        List<Path> likely = new ArrayList<>();
        wanted.buildId().ifPresent(
                id -> places.forEach(place -> likely.addAll(DebugPaths.byBuildId(place, id))));
        likely.addAll(DebugPaths.beside(wanted));
        places.forEach(place -> likely.addAll(DebugPaths.byName(place, wanted)));
        return first(likely, wanted).or(() -> searched(wanted));
    }

    private Optional<DebugFile> searched(Wanted wanted) {
        index();
        return wanted.buildId().map(byBuildId::get).flatMap(path -> open(path, wanted))
                .or(() -> wanted.link().map(link -> byFileName.getOrDefault(link.file(), List.of()))
                        .flatMap(paths -> first(paths, wanted)));
    }

    private Optional<DebugFile> first(Collection<Path> paths, Wanted wanted) {
        for (Path path : paths) {
            Optional<DebugFile> file = Files.isRegularFile(path) ? open(path, wanted) : Optional.empty();
            if (file.isPresent()) {
                return file;
            }
        }
        return Optional.empty();
    }

    @SuppressWarnings("MustBeClosedChecker") // kept open until close() if it is the one, else closed here
    private Optional<DebugFile> open(Path path, Wanted wanted) {
        try {
            MappedFile file = MappedFile.open(path, path.toString());
            Optional<DebugFile> debug = Optional.empty();
            try {
                debug = Optional.of(file.slice()).filter(Elf::isElf).filter(bytes -> isFor(path, bytes, wanted))
                        .map(bytes -> new DebugFile(path.toString(), file));
            } finally {
                if (debug.isPresent()) {
                    open.add(file);
                } else {
                    file.close();
                }
            }
            return debug;
        } catch (IOException e) {
            troubles.put(path.toString(), path + ": " + e.getMessage());
        } catch (MalformedFileException | UnsupportedFormatException e) {
            troubles.put(path.toString(), String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private boolean isFor(Path path, Slice file, Wanted wanted) {
        Elf elf = Elf.read(file);
        if (!hasDebugInformation(elf)) {
            return false;
        }
        Optional<String> buildId = Notes.buildId(elf);
        if (buildId.isPresent() && wanted.buildId().isPresent()) {
            return buildId.equals(wanted.buildId());
        }
        return wanted.link().isPresent() && wanted.link().get().crc() == checksums.computeIfAbsent(path,
                any -> DebugLink.checksum(file));
    }

    private static boolean hasDebugInformation(Elf elf) {
        return elf.section(".debug_info").filter(section -> !section.type().equals(SectionType.NOBITS)).isPresent();
    }

    private void index() {
        if (indexed) {
            return;
        }
        indexed = true;
        for (Path place : places) {
            try {
                ElfFiles.Listing listing = ElfFiles.under(place);
                listing.unreadable().forEach(why -> troubles.put(place.toString(), why));
                if (listing.files().isEmpty() && listing.unreadable().isEmpty()) {
                    troubles.put(place.toString(), "%s: expected a folder with ELF files, found %d other files"
                            .formatted(place, listing.others()));
                }
                listing.files().forEach(this::index);
            } catch (IOException e) {
                troubles.put(place.toString(), place + ": " + e.getMessage());
            }
        }
    }

    private void index(Found candidate) {
        try (MappedFile file = MappedFile.open(candidate.path(), candidate.name())) {
            Elf elf = Elf.read(file.slice());
            if (hasDebugInformation(elf)) {
                Notes.buildId(elf).ifPresent(id -> byBuildId.putIfAbsent(id, candidate.path()));
                byFileName.computeIfAbsent(String.valueOf(candidate.path().getFileName()), name -> new ArrayList<>())
                        .add(candidate.path());
            }
        } catch (IOException | MalformedFileException | UnsupportedFormatException unusable) {
            // Not a debug file for anything; the image that needed it says that it has none.
        }
    }

    @Override
    public void close() {
        open.forEach(MappedFile::close);
        open.clear();
    }
}
