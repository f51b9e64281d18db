package dev.assay.check.panics;

import dev.assay.rust.SourceLocation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Identities of sites that survive another build: kind, path of the function that holds the site, source file, and
/// the ordinal among equals in order of line.
///
/// The function is the one in the symbol table, not the origin that DWARF tells, so that stripping an image changes
/// no fingerprint. The file is cut to its last parts, which do not depend on where the kernel was built.
final class Fingerprints {
    /// Of a path, counted from its end: enough to tell files apart, and none names the build's folder.
    private static final int STABLE_PARTS = 3;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Fingerprints() {}

    /// The same sites in the same order, with fingerprints.
    static List<Site> assign(List<Site> sites) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < sites.size(); i++) {
            order.add(i);
        }
        order.sort((a, b) -> {
            int byLine = Long.compare(line(sites.get(a)), line(sites.get(b)));
            int byColumn = byLine != 0 ? byLine : Long.compare(column(sites.get(a)), column(sites.get(b)));
            return byColumn != 0 ? byColumn : Integer.compare(a, b);
        });
        Map<String, Integer> ordinals = new HashMap<>();
        String[] fingerprints = new String[sites.size()];
        for (int i : order) {
            String key = key(sites.get(i));
            int ordinal = ordinals.merge(key, 1, Integer::sum);
            fingerprints[i] = hash(key + "\0" + ordinal);
        }
        List<Site> named = new ArrayList<>(sites.size());
        for (int i = 0; i < fingerprints.length; i++) {
            named.add(sites.get(i).withFingerprint(fingerprints[i]));
        }
        return named;
    }

    private static String key(Site site) {
        SourceLocation location = site.location();
        return String.join("\0", site.role().id(), site.kind().id(), site.function(),
                location == null ? "" : stableFile(location.file()));
    }

    private static String stableFile(String file) {
        int start = file.length();
        for (int part = 0; part < STABLE_PARTS && start > 0; part++) {
            start = file.lastIndexOf('/', start - 1);
        }
        return file.substring(start + 1);
    }

    private static long line(Site site) {
        SourceLocation location = site.location();
        return location == null ? 0 : location.line();
    }

    private static long column(Site site) {
        SourceLocation location = site.location();
        return location == null ? 0 : location.column();
    }

    /// 64-bit FNV-1a: short, stable and good enough to tell a few thousand sites apart.
    private static String hash(String key) {
        long hash = FNV_OFFSET;
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return HexFormat.of().toHexDigits(hash);
    }
}
