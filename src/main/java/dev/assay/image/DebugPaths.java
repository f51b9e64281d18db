package dev.assay.image;

import dev.assay.elf.DebugLink;
import dev.assay.image.DebugFiles.Wanted;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where debug files lie by convention, so that they are found without looking through whole trees.
///
/// Below a folder like `/usr/lib/debug` (GDB manual, "Debugging Information in Separate Files"):
/// `.build-id/ab/cdef….debug`, and a file of the image's own name or of the one in its link at the image's own path.
/// Debian's packages have `lib/modules/<release>/…` there whether the image lies in `/lib` or in `/usr/lib`, and
/// the kernel itself as `lib/modules/<release>/vmlinux`. The folder named may also be `/`, or an unpacked package.
final class DebugPaths {
    private static final List<String> ROOTS = List.of("", "usr/lib/debug");
    private static final List<String> PACKED = List.of(".xz", ".zst", ".gz");
    private static final int MOST_PARTS = 8;

    private DebugPaths() {}

    /// Where a file of that build-id would be below `place`.
    static List<Path> byBuildId(Path place, String buildId) {
        if (buildId.length() < 4) {
            return List.of();
        }
        String name = buildId.substring(0, 2) + "/" + buildId.substring(2) + ".debug";
        List<Path> paths = new ArrayList<>();
        for (String root : ROOTS) {
            paths.add(place.resolve(root).resolve(".build-id").resolve(name));
        }
        if (place.endsWith(".build-id")) {
            paths.add(place.resolve(name));
        }
        return paths;
    }

    /// Where the file that the link names would be beside the image; of a member of an archive nothing is.
    static List<Path> beside(Wanted wanted) {
        Optional<Path> image = wanted.path().indexOf('!') >= 0 ? Optional.empty() : path(wanted.path());
        if (image.isEmpty() || wanted.link().isEmpty()) {
            return List.of();
        }
        String name = wanted.link().get().file();
        return path(name).map(file -> List.of(image.get().resolveSibling(file),
                image.get().resolveSibling(".debug").resolve(file))).orElse(List.of());
    }

    /// Where a file for that image would be below `place`, by its path and its link.
    static Set<Path> byName(Path place, Wanted wanted) {
        Set<Path> paths = new LinkedHashSet<>();
        for (String root : ROOTS) {
            Path folder = place.resolve(root);
            wanted.link().map(DebugLink::file).flatMap(DebugPaths::path).ifPresent(name -> {
                paths.add(folder.resolve(name));
                paths.add(folder.resolve(".debug").resolve(name));
            });
            String[] parts = wanted.path().split("!", MOST_PARTS);
            for (String part : parts) {
                path(part).ifPresent(image -> addMirrored(folder, image, wanted, paths));
            }
        }
        return paths;
    }

    private static void addMirrored(Path folder, Path image, Wanted wanted, Set<Path> paths) {
        String own = unpacked(String.valueOf(image.getFileName())).replace("vmlinuz", "vmlinux");
        Set<String> names = new LinkedHashSet<>();
        wanted.link().map(DebugLink::file).ifPresent(names::add);
        names.add(own);
        names.add(own + ".debug");
        if (own.startsWith("vmlinux")) {
            names.add("vmlinux"); // of `vmlinuz`, `vmlinuz.unsigned`, `vmlinuz.efi` in lib/modules/<release>
        }
        for (Path parent : mirrors(image)) {
            for (String name : names) {
                path(name).ifPresent(file -> paths.add(folder.resolve(parent).resolve(file)));
            }
        }
        if (own.startsWith("vmlinux-")) {
            String release = own.substring("vmlinux-".length());
            path(release).ifPresent(name -> paths.add(folder.resolve("lib/modules").resolve(name).resolve("vmlinux")));
        }
    }

    /// The folders below a root that stand for the image's own: its whole path, and `lib/modules/…` of it.
    private static List<Path> mirrors(Path image) {
        List<Path> mirrors = new ArrayList<>();
        Path whole = image.toAbsolutePath().normalize();
        Path root = whole.getRoot();
        Path parent = whole.getParent();
        if (root != null && parent != null) {
            mirrors.add(root.relativize(parent));
        }
        for (int i = 0; i + 2 < whole.getNameCount(); i++) {
            if (whole.getName(i).toString().equals("lib") && whole.getName(i + 1).toString().equals("modules")) {
                mirrors.add(whole.subpath(i, whole.getNameCount() - 1));
            }
        }
        return mirrors;
    }

    private static String unpacked(String name) {
        for (String suffix : PACKED) {
            if (name.endsWith(suffix)) {
                return name.substring(0, name.length() - suffix.length());
            }
        }
        return name;
    }

    /// Names come from files, so they need be no names of files at all, and must not lead up.
    private static Optional<Path> path(String name) {
        try {
            Path path = Path.of(name).normalize();
            boolean leadsUp = path.startsWith("..") && !path.isAbsolute();
            return path.getFileName() == null || name.isEmpty() || leadsUp ? Optional.empty() : Optional.of(path);
        } catch (InvalidPathException none) {
            return Optional.empty();
        }
    }
}
