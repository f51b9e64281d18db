package dev.assay.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The kernel that this machine runs: where its files are, as far as they are installed.
///
/// @param release what `uname -r` prints
/// @param paths   its image and its folder of modules, those of them that exist
/// @param debug   folders in which its debug information may be
/// @param missing what is not installed, each as a sentence that says what it would add
public record InstalledKernel(String release, List<Path> paths, List<Path> debug, List<String> missing) {
    private static final String RELEASE = "proc/sys/kernel/osrelease";
    private static final List<String> IMAGES = List.of("boot/vmlinuz-%s", "usr/lib/modules/%s/vmlinuz",
            "lib/modules/%s/vmlinuz", "boot/vmlinux-%s", "boot/Image-%s", "boot/kernel-%s", "boot/vmlinuz.efi-%s");
    private static final List<String> MODULES = List.of("usr/lib/modules/%s", "lib/modules/%s");
    /// What distributions put there: `vmlinux` with DWARF, and one debug file for each module.
    private static final List<String> DEBUG = List.of("usr/lib/debug/lib/modules/%s",
            "usr/lib/debug/usr/lib/modules/%s", "usr/lib/debug/boot/vmlinux-%s", "usr/lib/modules/%s/build/vmlinux");

    public InstalledKernel {
        paths = List.copyOf(paths);
        debug = List.copyOf(debug);
        missing = List.copyOf(missing);
    }

    /// Looks for it.
    ///
    /// @param root of the file system, `/`
    public static InstalledKernel find(Path root) throws IOException {
        Path file = root.resolve(RELEASE);
        if (!Files.isReadable(file)) {
            throw new IOException(file + ": cannot be read, so the running kernel is not known; name a file or folder");
        }
        String release = Files.readString(file).strip();
        if (release.isEmpty() || release.indexOf('/') >= 0 || release.startsWith(".")) {
            throw new IOException(file + ": expected the name of a kernel release, found '" + release + "'");
        }
        List<Path> images = existing(root, release, IMAGES);
        List<Path> modules = existing(root, release, MODULES);
        List<Path> debug = existing(root, release, DEBUG);
        List<String> missing = new ArrayList<>();
        if (images.isEmpty()) {
            missing.add(("no kernel image that can be read: looked for " + String.join(", ", IMAGES)).replace("%s",
                    release));
        }
        if (modules.isEmpty()) {
            missing.add(("no modules: looked for " + String.join(", ", MODULES)).replace("%s", release));
        }
        if (debug.isEmpty()) {
            missing.add("no debug information, so no inline chains: install that of this kernel (Debian: apt install"
                    + " linux-image-" + release + "-dbg; Fedora: dnf debuginfo-install kernel)");
        }
        List<Path> paths = new ArrayList<>();
        images.stream().limit(1).forEach(paths::add);
        modules.stream().limit(1).forEach(paths::add);
        return new InstalledKernel(release, paths, debug, missing);
    }

    private static List<Path> existing(Path root, String release, List<String> patterns) {
        return patterns.stream().map(pattern -> root.resolve(pattern.replace("%s", release)))
                .filter(Files::isReadable).toList();
    }
}
