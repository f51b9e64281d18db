package dev.assay.report;

import dev.assay.check.panics.Frame;
import dev.assay.check.reach.Step;
import dev.assay.check.reach.Via;
import dev.assay.check.reach.Way;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Ways from function to function, one frame a line, in the order in which they are executed.
///
/// A line has the place where control leaves the frame and then the function. What was inlined follows the function
/// that it was inlined into. How control leaves is said where it is not by a plain call.
public final class WayText {
    private static final String INDENT = "    ";
    /// Stands before a frame whose next one may or may not be what is called.
    private static final String DOUBT = "  ? ";
    private static final String INLINED = "  inlined ";
    /// A longer place sticks out instead of pushing every other line's function off the screen.
    private static final int PLACE_LIMIT = 56;

    private final WhyView view;
    private final Style style;
    private final Appendable out;

    WayText(WhyView view, Appendable out) {
        this.view = view;
        this.style = view.style();
        this.out = out;
    }

    /// One line of a way.
    ///
    /// @param place    in the source, or of the instruction where there is no debug information; empty at the end of a
    ///                 way to a function
    /// @param inlined  whether the function is part of the one above
    /// @param function not yet safe to print
    /// @param via      how control leaves; null if it does not, or if the next line is inlined into this one
    /// @param image    name of the file, where the way enters it; else empty
    private record Line(String place, boolean inlined, String function, @Nullable Via via, String image) {}

    /// Prints ways with their columns in line.
    ///
    /// @param headings whether the roots that they start from are printed
    void print(List<Way> ways, boolean headings) throws IOException {
        List<List<Line>> all = ways.stream().map(WayText::lines).toList();
        int width = all.stream()
                .flatMap(List::stream)
                .mapToInt(line -> line.place().length())
                .filter(length -> length <= PLACE_LIMIT)
                .max()
                .orElse(0);
        for (int index = 0; index < all.size(); index++) {
            if (headings) {
                Printable.line(out, "");
                heading(ways.get(index));
            }
            for (Line line : all.get(index)) {
                line(line, width);
            }
        }
    }

    private void heading(Way way) throws IOException {
        if (way.from() == null) {
            Printable.line(out, "  from " + style.bold(view.function(way.steps().getFirst().function(), 7)));
            return;
        }
        int unknown = way.unknownEdges();
        Printable.line(out, "  from " + style.bold(Printable.of(way.from().name()))
                + style.dim(" (" + Printable.of(way.from().kind()) + ")")
                + (unknown == 0 ? "" : style.warning(", through " + Count.of(unknown, "unknown edge"))));
    }

    private void line(Line line, int width) throws IOException {
        boolean doubt = line.via() != null && !line.via().isKnown();
        String padding = " ".repeat(Math.max(0, width - line.place().length()) + 2);
        String marker = line.inlined() ? INLINED : "";
        String note = line.via() == null ? "" : note(line.via());
        String image = line.image().isEmpty() ? "" : "  [" + line.image() + "]";
        int taken = INDENT.length() + line.place().length() + padding.length() + marker.length()
                + (note.isEmpty() ? 0 : 2 + note.length()) + image.length();
        Printable.line(out, (doubt ? style.warning(DOUBT) : INDENT)
                + style.place(line.place())
                + padding
                + style.dim(marker)
                + view.function(line.function(), taken)
                + (note.isEmpty() ? "" : "  " + (doubt ? style.warning(note) : style.dim(note)))
                + style.dim(image));
    }

    private static List<Line> lines(Way way) {
        List<Line> lines = new ArrayList<>();
        String image = null;
        for (Step step : way.steps()) {
            String entered = step.image() == null || Objects.equals(step.image(), image) ? "" : file(step.image());
            image = step.image();
            Step.Leaving leaves = step.leaves();
            if (leaves == null || leaves.frames().isEmpty()) {
                lines.add(new Line(leaves == null ? "" : instruction(leaves), false, step.function(),
                        leaves == null ? null : leaves.via(), entered));
                continue;
            }
            List<Frame> frames = leaves.frames();
            for (int index = frames.size() - 1; index >= 0; index--) {
                boolean outermost = index == frames.size() - 1;
                lines.add(new Line(
                        place(frames.get(index), leaves),
                        !outermost,
                        outermost ? step.function() : frames.get(index).function(),
                        index == 0 ? leaves.via() : null,
                        outermost ? entered : ""));
            }
        }
        return lines;
    }

    /// Where control leaves the function itself, not what was inlined into it.
    public static String place(Step.Leaving leaves) {
        return leaves.frames().isEmpty() ? instruction(leaves) : place(leaves.frames().getLast(), leaves);
    }

    /// Where control leaves a frame.
    public static String place(Frame frame, Step.Leaving leaves) {
        return frame.file() == null ? instruction(leaves) : Place.of(frame).toString();
    }

    /// The place of the instruction for other tools: an address where the image is linked, else section and offset.
    private static String instruction(Step.Leaving leaves) {
        Long address = leaves.address();
        return address != null
                ? "0x" + Long.toHexString(address)
                : Printable.of(leaves.section()) + "+0x" + Long.toHexString(leaves.offset());
    }

    /// The name of a file without its folders, safe to print.
    public static String file(String path) {
        int name = Math.max(path.lastIndexOf('/'), path.lastIndexOf('!')) + 1;
        return Printable.of(path.substring(name));
    }

    /// What is said about an edge; nothing about a plain call.
    public static String note(Via via) {
        return switch (via) {
            case CALL -> "";
            case TAIL_CALL -> "tail call";
            case BRANCH -> "conditional jump";
            case FALL_THROUGH -> "falls through";
            case RESOLVED -> "indirect call, resolved";
            case STATIC_CALL -> "static call";
            case ALTERNATIVE -> "alternative instruction";
            case JUMP_TABLE -> "jump table";
            case ADDRESS_TAKEN -> "only takes the address: who calls it is not known";
            case PANIC -> "panics";
            case UNKNOWN -> "nobody knows where to";
        };
    }
}
