package dev.assay.check.reach;

import dev.assay.check.panics.Frame;
import dev.assay.check.panics.Glob;
import dev.assay.check.panics.Site;
import dev.assay.image.calls.CallGraph;
import dev.assay.rust.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a word of a command line names: a place in the code, a place in the source, or functions.
///
/// `0xffffffff81af151e` and `.text+0x4d2` are an instruction; `qt2025.rs:90` and `drivers/net/phy/qt2025.rs:90:41` a
/// place in the source, whose file may be cut at the front; a fingerprint of 16 digits a site; anything else is a
/// pattern for symbols and demangled paths, of which a plain word may leave the front out.
public sealed interface Wanted {
    /// An instruction, by address or by section and offset.
    ///
    /// @param section empty for an address
    record Spot(String section, long value) implements Wanted {}

    /// A line of the source.
    ///
    /// @param column 0 for any
    record Line(String file, long line, long column) implements Wanted {
        /// Whether a place in the source is this one, or in this line.
        boolean fits(String otherFile, long otherLine, long otherColumn) {
            return otherLine == line && (column == 0 || otherColumn == column)
                    && (otherFile.equals(file) || otherFile.endsWith("/" + file));
        }
    }

    /// A site by its fingerprint.
    record Fingerprint(String digits) implements Wanted {}

    /// Functions by their names.
    record Functions(String pattern) implements Wanted {
        private boolean fits(Glob glob, boolean plain, String path) {
            return glob.matches(path) || (plain && path.endsWith("::" + pattern));
        }

        /// Whether some code of a site was inlined from such a function.
        private boolean isInlinedAt(Site site) {
            Glob glob = new Glob(pattern);
            return site.inlined().stream().anyMatch(frame -> fits(glob, isPlain(), frame.function()));
        }

        private boolean isPlain() {
            return pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
        }

        private void addTo(TreeSet<Integer> found, KernelReach reach, int image) {
            CallGraph graph = reach.kernel().graphs().get(image);
            Glob glob = new Glob(pattern);
            boolean plain = isPlain();
            for (int function = 0; function < graph.withCode(); function++) {
                String symbol = graph.symbol(function);
                boolean fits = glob.matches(symbol);
                if (!fits && (symbol.startsWith("_R") || symbol.startsWith("_ZN"))) {
                    fits = fits(glob, plain, reach.names().path(reach.kernel().node(image, function)));
                }
                if (fits) {
                    found.add(reach.kernel().node(image, function));
                }
            }
        }
    }

    /// Reads a word.
    static Wanted of(String word) {
        Matcher spot = Patterns.SPOT.matcher(word);
        if (spot.matches()) {
            String section = spot.group(1) == null ? "" : spot.group(1);
            return new Spot(section, Long.parseUnsignedLong(spot.group(2), 16));
        }
        if (Patterns.FINGERPRINT.matcher(word).matches()) {
            return new Fingerprint(word);
        }
        Matcher line = Patterns.LINE.matcher(word);
        if (line.matches()) {
            return new Line(line.group(1), Long.parseLong(line.group(2)),
                    line.group(3) == null ? 0 : Long.parseLong(line.group(3)));
        }
        return new Functions(word);
    }

    /// The forms that words have.
    final class Patterns {
        private static final Pattern SPOT = Pattern.compile("(?:(.+)\\+)?0[xX]([0-9a-fA-F]{1,16})");
        private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{16}");
        private static final Pattern LINE = Pattern.compile("([^:]+\\.[A-Za-z]+):([0-9]{1,9})(?::([0-9]{1,9}))?");

        private Patterns() {}
    }

    /// The sites that it names, by the node that holds them; for [Functions] none.
    default List<Site> sites(KernelReach reach) {
        List<Site> found = new ArrayList<>();
        reach.sites().values().forEach(sites -> sites.stream().filter(this::names).forEach(found::add));
        return found;
    }

    /// The sites in functions that it names and that are nowhere but inlined into others.
    default List<Site> inlinedSites(KernelReach reach) {
        List<Site> found = new ArrayList<>();
        if (this instanceof Functions functions && functions(reach).isEmpty()) {
            reach.sites().values()
                    .forEach(sites -> sites.stream().filter(functions::isInlinedAt).forEach(found::add));
        }
        return found;
    }

    private boolean names(Site site) {
        return switch (this) {
            case Spot spot -> {
                Long address = site.address();
                yield spot.section().isEmpty() ? address != null && address == spot.value()
                        : site.section().equals(spot.section()) && site.offset() == spot.value();
            }
            case Fingerprint fingerprint -> site.fingerprint().equals(fingerprint.digits());
            case Line line -> {
                SourceLocation location = site.location();
                boolean there = location != null
                        && line.fits(location.file(), location.line(), location.column());
                for (Frame frame : site.inlined()) {
                    String file = frame.file();
                    there |= file != null && line.fits(file, frame.line(), frame.column());
                }
                yield there;
            }
            case Functions _ -> false;
        };
    }

    /// The functions that it names, as nodes in order.
    default List<Integer> functions(KernelReach reach) {
        TreeSet<Integer> found = new TreeSet<>();
        for (int image = 0; image < reach.members().size(); image++) {
            CallGraph graph = reach.kernel().graphs().get(image);
            switch (this) {
                case Spot spot -> {
                    List<Integer> around = spot.section().isEmpty() ? List.of(graph.around(spot.value()))
                            : graph.around(spot.section(), spot.value());
                    for (int function : around) {
                        if (function >= 0 && (graph.isLinked() || !spot.section().isEmpty())) {
                            found.add(reach.kernel().node(image, function));
                        }
                    }
                }
                case Functions functions -> functions.addTo(found, reach, image);
                case Line _,Fingerprint _ -> {}
            }
        }
        return List.copyOf(found);
    }
}
