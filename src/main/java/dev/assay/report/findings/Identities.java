package dev.assay.report.findings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Names for findings that are the same in the next run and that no two findings of a run share.
///
/// A fingerprint is unique in its image alone: two modules may each have a copy of a generic function. So the name of
/// the image is a part of it, without the folders and without what it is packed with, which differ from one build to
/// another.
final class Identities {
    private static final List<String> PACKINGS = List.of(".xz", ".gz", ".zst", ".bz2", ".lzma", ".lz4", ".lzo");

    private Identities() {}

    /// For each finding `fingerprint@image`; where that is not enough (two kernels in one run, a site that was removed
    /// here and added there), with the number of its occurrence behind.
    static List<String> of(List<Finding> findings) {
        Map<String, Integer> seen = new HashMap<>();
        List<String> names = new ArrayList<>(findings.size());
        for (Finding finding : findings) {
            String name = finding.site().fingerprint() + "@" + image(finding.image());
            int count = seen.merge(name, 1, Integer::sum);
            names.add(count == 1 ? name : name + "#" + count);
        }
        return names;
    }

    /// The name of an image, without folders.
    static String image(String path) {
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('!')) + 1);
        for (String packing : PACKINGS) {
            if (name.endsWith(packing) && name.length() > packing.length()) {
                return name.substring(0, name.length() - packing.length());
            }
        }
        return name;
    }
}
