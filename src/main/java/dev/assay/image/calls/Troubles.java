package dev.assay.image.calls;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Says where control would come to what is no code.
final class Troubles {
    private static final int EXAMPLES = 3;

    private final CodeSections sections;
    private final Functions functions;
    private final Unnamed unnamed;

    Troubles(CodeSections sections, Functions functions, Unnamed unnamed) {
        this.sections = sections;
        this.functions = functions;
        this.unnamed = unnamed;
    }

    /// One sentence, with the first few places; empty if there are none.
    Optional<String> describe(EdgeTable edges) {
        List<String> examples = new ArrayList<>();
        int count = 0;
        BitSet called = new BitSet();
        boolean any = false;
        for (int edge = 0; edge < edges.count() && !any; edge++) {
            any = edges.kind(edge) == Edge.UNDECODABLE;
        }
        for (int edge = 0; any && edge < edges.count(); edge++) {
            if (edges.to(edge) >= 0 && edges.kind(edge).isKnown()) {
                called.set(edges.to(edge));
            }
        }
        for (int edge = 0; any && edge < edges.count(); edge++) {
            // A label behind the last function is no function, as long as nothing leads there.
            boolean label = edges.offset(edge) == 0 && !called.get(edges.from(edge));
            if (edges.kind(edge) == Edge.UNDECODABLE && !label && count++ < EXAMPLES) {
                examples.add(place(edges.from(edge), edges.offset(edge)));
            }
        }
        return count == 0 ? Optional.empty()
                : Optional.of("%d place%s where control would come to bytes that are no instruction: %s%s".formatted(
                        count, count == 1 ? "" : "s", String.join(", ", examples),
                        count > examples.size() ? " …" : ""));
    }

    private String place(int function, int offset) {
        if (function < functions.count()) {
            return "%s+0x%x".formatted(functions.name(function), offset);
        }
        long address = unnamed.start(function - functions.count()) + offset;
        int section = sections.at(address);
        return section < 0 ? "0x" + Long.toHexString(address)
                : "%s+0x%x".formatted(sections.section(section).name(), address - sections.start(section));
    }
}
