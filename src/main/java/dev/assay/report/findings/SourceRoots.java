package dev.assay.report.findings;

import dev.assay.check.panics.Frame;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Reach;
import dev.assay.check.reach.Step;
import dev.assay.check.reach.Way;
import dev.assay.rust.Library;
import dev.assay.rust.SourceLocation;
import dev.assay.source.Passage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where source files are in their tree.
///
/// A kernel's panic locations are relative to its source tree, while its DWARF has many paths with the folder in front
/// where it was built (`make O=…` makes all of them so). That folder is what comes before a file that the image knows in
/// both ways, and before `rust/kernel/` in the file of a function of the crate `kernel`, which is there in every tree.
final class SourceRoots {
    /// Where the crate `kernel` is in the tree.
    private static final String KERNEL = "rust/kernel/";
    /// More would be looked up in vain: a kernel is built in one folder, its modules in a few.
    private static final int MOST_ROOTS = 16;

    /// With a `/` behind; the shortest first, since the more of a path is known, the less it can be chance.
    private final List<String> roots;

    private SourceRoots(List<Finding> findings) {
        Set<String> relative = new HashSet<>();
        Set<String> absolute = new LinkedHashSet<>();
        Set<String> found = new LinkedHashSet<>();
        for (Finding finding : findings) {
            if (finding.source() != null) {
                relative.add(finding.source().passage().file());
            }
            for (String file : files(finding.site())) {
                if (Library.inside(file).isEmpty()) {
                    (file.startsWith("/") ? absolute : relative).add(file);
                }
            }
            frames(finding).forEach(frame -> addKernel(frame, found));
        }
        for (String file : absolute) {
            for (int slash = file.indexOf('/'); slash >= 0; slash = file.indexOf('/', slash + 1)) {
                if (relative.contains(file.substring(slash + 1)) && found.size() < MOST_ROOTS) {
                    found.add(file.substring(0, slash + 1));
                }
            }
        }
        roots = found.stream().sorted(Comparator.comparingInt(String::length)).toList();
    }

    /// Finds the folders in which the images of all findings were built.
    static SourceRoots of(List<Finding> findings) {
        return new SourceRoots(findings);
    }

    /// Everything that was compiled into the site's function and into those on the way to it.
    private static List<Frame> frames(Finding finding) {
        List<Frame> frames = new ArrayList<>(finding.site().inlined());
        Reach reach = finding.reach();
        Way way = reach == null ? null : reach.way();
        for (Step step : way == null ? List.<Step>of() : way.steps()) {
            if (step.leaves() != null) {
                frames.addAll(step.leaves().frames());
            }
        }
        return frames;
    }

    private static void addKernel(Frame frame, Set<String> found) {
        String file = frame.file();
        boolean isKernel = frame.function().startsWith("kernel::") || frame.function().startsWith("<kernel::");
        if (file != null && isKernel && file.startsWith("/") && found.size() < MOST_ROOTS) {
            int start = file.lastIndexOf("/" + KERNEL);
            if (start >= 0) {
                found.add(file.substring(0, start + 1));
            }
        }
    }

    private static List<String> files(Site site) {
        List<String> files = new ArrayList<>();
        SourceLocation location = site.location();
        if (location != null) {
            files.add(location.file());
        }
        for (Frame frame : site.inlined()) {
            if (frame.file() != null) {
                files.add(frame.file());
            }
        }
        return files;
    }

    /// Where a reader looks for a finding: what the source tree says, else the panic's location, or its origin where
    /// that is in Rust's library; null if no file is known.
    @Nullable
    Spot of(Finding finding) {
        Site site = finding.site();
        SourceLocation location = site.location();
        Frame origin = site.origin();
        if (finding.source() != null) {
            Passage passage = finding.source().passage();
            return of(passage.file(), passage.line(), passage.column());
        }
        boolean isLibrary = location != null && Library.inside(location.file()).isPresent();
        if (origin != null && origin.file() != null && (location == null || isLibrary)) {
            return of(origin);
        }
        return location == null ? null : of(location);
    }

    Spot of(SourceLocation location) {
        return of(location.file(), location.line(), location.column());
    }

    /// The place in a frame; null if its file is not known.
    @Nullable
    Spot of(Frame frame) {
        return frame.file() == null ? null : of(frame.file(), frame.line(), frame.column());
    }

    Spot of(String file, long line, long column) {
        int fittingLine = fitting(line);
        int fittingColumn = fittingLine == 0 ? 0 : fitting(column);
        String inside = Library.inside(file).orElse(null);
        if (inside != null) {
            return spot(Spot.Base.LIBRARY, inside, fittingLine, fittingColumn);
        }
        for (String root : roots) {
            if (file.startsWith(root)) {
                return spot(Spot.Base.TREE, file.substring(root.length()), fittingLine, fittingColumn);
            }
        }
        return spot(file.startsWith("/") ? Spot.Base.NONE : Spot.Base.TREE, file, fittingLine, fittingColumn);
    }

    /// DWARF can claim any number; readers of these formats have 32 bits.
    private static int fitting(long number) {
        return number < 1 || number > Integer.MAX_VALUE ? 0 : (int) number;
    }

    private static Spot spot(Spot.Base base, String path, int line, int column) {
        String normal = normal(path);
        boolean leaves = normal.isEmpty() || normal.equals("..") || normal.startsWith("../");
        return new Spot(leaves ? Spot.Base.NONE : base, normal, line, column);
    }

    private static String normal(String path) {
        if (!path.contains("/.") && !path.contains("//") && !path.startsWith(".")) {
            return path;
        }
        boolean isAbsolute = path.startsWith("/");
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".") && !(isAbsolute && part.equals(".."))) {
                parts.add(part);
            }
        }
        return (isAbsolute ? "/" : "") + String.join("/", parts);
    }
}
