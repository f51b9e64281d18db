package dev.assay.image;

import dev.assay.archive.Listing;
import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.MappedFile;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.elf.Elf;
import dev.assay.elf.Notes;
import dev.assay.elf.SectionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the files and folders that the user named for debug information hold: for many images, and many threads.
///
/// The folders are only read when an image's debug file is not where it would be by convention; then every ELF file
/// in them is opened once, and only its notes are read.
public final class DebugIndex {
    private final List<Path> places;
    private final Map<String, String> troubles = new TreeMap<>();
    private final Map<String, Path> byBuildId = new HashMap<>();
    private final Map<String, List<Path>> byFileName = new HashMap<>();
    private boolean read;

    /// Only looks whether the paths exist; see [#troubles].
    ///
    /// @param places files and folders
    public DebugIndex(List<Path> places) {
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
    public synchronized Map<String, String> troubles() {
        return Map.copyOf(troubles);
    }

    List<Path> places() {
        return places;
    }

    synchronized void trouble(Path path, String why) {
        troubles.put(path.toString(), why);
    }

    synchronized Optional<Path> byBuildId(String buildId) {
        read();
        return Optional.ofNullable(byBuildId.get(buildId));
    }

    synchronized List<Path> byFileName(String name) {
        read();
        return byFileName.getOrDefault(name, List.of());
    }

    private void read() {
        if (!read) {
            read = true;
            places.forEach(this::read);
        }
    }

    private void read(Path place) {
        try {
            if (!Files.isDirectory(place)) {
                if (!add(place)) {
                    trouble(place, place + ": expected an ELF file with debug information, found another file");
                }
                return;
            }
            Listing listing = Listing.of(place);
            listing.unreadable().forEach(file -> troubles.put(file.name(), file.why()));
            int found = 0;
            for (Path file : listing.files()) {
                found += add(file) ? 1 : 0;
            }
            if (found == 0 && listing.unreadable().isEmpty()) {
                trouble(place, "%s: expected a folder with ELF files, found %d other files".formatted(place,
                        listing.files().size()));
            }
        } catch (IOException e) {
            trouble(place, place + ": " + e.getMessage());
        }
    }

    /// Takes in a file; answers whether it is an ELF file. A damaged one is a debug file for nothing; the image that
    /// needed it says that it has none.
    private boolean add(Path path) {
        try (MappedFile file = MappedFile.open(path, path.toString())) {
            if (!Elf.isElf(file.slice())) {
                return false;
            }
            Elf elf = Elf.read(file.slice());
            if (hasDebugInformation(elf)) {
                Notes.buildId(elf).ifPresent(id -> byBuildId.putIfAbsent(id, path));
                byFileName.computeIfAbsent(String.valueOf(path.getFileName()), name -> new ArrayList<>()).add(path);
            }
            return true;
        } catch (IOException unreadable) {
            return false;
        } catch (MalformedFileException | UnsupportedFormatException damaged) {
            return true;
        }
    }

    static boolean hasDebugInformation(Elf elf) {
        return elf.section(".debug_info").filter(section -> !section.type().equals(SectionType.NOBITS)).isPresent();
    }
}
