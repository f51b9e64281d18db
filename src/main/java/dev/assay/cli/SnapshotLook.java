package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.PanicSearch;
import dev.assay.check.panics.Panics;
import dev.assay.image.Configuration;
import dev.assay.image.Image;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// What a snapshot keeps of images besides the answer: their hashes, where they have no build-id, and the kernel's
/// configuration, which the kernel carries or which lies beside it.
final class SnapshotLook implements PanicSearch.Look {
    private static final int CHUNK = 1 << 20;
    private static final int LONGEST = 4 << 20;

    private final Map<String, String> hashes = new ConcurrentHashMap<>();
    private final Map<String, Configuration> carried = new ConcurrentHashMap<>();
    private final Map<String, Configuration> beside = new ConcurrentHashMap<>();

    @Override
    public void at(Image image, ImagePanics answer) {
        String path = answer.image().path();
        if (answer.image().buildId() == null) {
            hashes.put(path, hash(image));
        }
        if (image.identity().isLinux()) {
            Configuration.of(image).ifPresent(found -> carried.put(path, found));
        }
    }

    private static String hash(Image image) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long size = image.elf().file().size();
            for (long at = 0; at < size; at += CHUNK) {
                digest.update(ByteBuffer.wrap(image.elf().file().copy(at, Math.min(CHUNK, size - at))));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /// `boot/config-7.3.4` of Debian, `lib/modules/7.3.4/config` of Fedora, `.config` of a build.
    @Override
    public boolean wantsText(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('!')) + 1);
        return last.startsWith("config-") || last.equals(".config")
                || (last.equals("config") && name.contains("lib/modules/"));
    }

    @Override
    public void text(String name, byte[] bytes) {
        Configuration found = Configuration.parse(new String(bytes, UTF_8));
        if (!found.isEmpty()) {
            beside.put(name, found);
        }
    }

    Map<String, String> hashes() {
        return hashes;
    }

    /// The configuration of the kernel that was examined; empty if it is not known, or there are several kernels.
    ///
    /// @param paths as the user named them
    Map<String, String> configuration(Panics panics, List<Path> paths) {
        TreeSet<String> releases = new TreeSet<>();
        for (ImagePanics image : panics.images()) {
            String release = image.image().release();
            if (release != null) {
                releases.add(release);
            }
        }
        if (carried.size() == 1) {
            return carried.values().iterator().next().options();
        }
        if (releases.size() != 1 || carried.size() > 1) {
            return Map.of();
        }
        String release = releases.getFirst();
        for (Path path : paths) {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null && Files.isRegularFile(path)) {
                read(folder.resolve("config-" + release));
                read(folder.resolve(".config"));
            }
        }
        return beside.entrySet().stream().filter(file -> file.getKey().contains(release)).findFirst()
                .or(() -> beside.entrySet().stream().filter(file -> file.getKey().endsWith(".config")).findFirst())
                .<Map<String, String>>map(file -> file.getValue().options()).orElse(Map.of());
    }

    /// A configuration that cannot be read is one that is not known.
    private void read(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= LONGEST) {
                text(file.toString(), Files.readAllBytes(file));
            }
        } catch (IOException unreadable) {
            beside.remove(file.toString());
        }
    }
}
