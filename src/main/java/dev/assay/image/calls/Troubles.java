package dev.assay.image.calls;

import dev.assay.machine.Decoder;
import dev.assay.machine.Flow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Says where control would come to what is no code.
final class Troubles {
    private static final int EXAMPLES = 3;

    private final Decoder decoder;
    private final CodeSections sections;
    private final Functions functions;
    private final Unnamed unnamed;

    Troubles(Decoder decoder, CodeSections sections, Functions functions, Unnamed unnamed) {
        this.decoder = decoder;
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
            boolean told = edges.kind(edge) == Edge.UNDECODABLE
                    && (edges.offset(edge) > 0 || called.get(edges.from(edge)) || isCode(edges.from(edge)));
            if (told && count++ < EXAMPLES) {
                examples.add(place(edges.from(edge), edges.offset(edge)));
            }
        }
        return count == 0 ? Optional.empty()
                : Optional.of("%d place%s where control would come to bytes that are no instruction: %s%s".formatted(
                        count, count == 1 ? "" : "s", String.join(", ", examples),
                        count > examples.size() ? " …" : ""));
    }

    /// Whether a function begins with an instruction.
    private boolean isCode(int function) {
        if (function >= functions.count()) {
            return true;
        }
        long start = functions.start(function);
        int section = sections.at(start);
        decoder.decode(sections.contents(section), start - sections.start(section), start);
        return decoder.flow() != Flow.INVALID;
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
