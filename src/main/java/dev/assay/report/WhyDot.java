package dev.assay.report;

import dev.assay.check.reach.Why;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The answer to `assay why` in the language of Graphviz.
public final class WhyDot {
    private static final int WIDTH = 60;

    private WhyDot() {}

    /// Writes one directed graph; its label says what the targets are and what is not known.
    public static void write(Why why, Appendable out) throws IOException {
        WhyGraph graph = WhyGraph.of(why);
        List<String> titles = new ArrayList<>(graph.titles().isEmpty()
                ? List.of("no function or panic site fits") : graph.titles());
        graph.gaps().forEach(gap -> titles.add("unknown: " + gap));
        out.append("""
                digraph why {
                  graph [rankdir=TB, labelloc=t, labeljust=l, fontname="monospace", fontsize=11, label=%s];
                  node [shape=box, style=filled, fillcolor=white, fontname="monospace", fontsize=11];
                  edge [fontname="monospace", fontsize=10];
                """.formatted(quoted(lines(titles))));
        for (WhyGraph.Node node : graph.nodes()) {
            List<String> label = new ArrayList<>(node.roots());
            label.addAll(Wrapped.lines(node.name(), WIDTH));
            if (!node.image().isEmpty()) {
                label.add("[" + node.image() + "]");
            }
            out.append("  n").append(Integer.toString(node.number()))
                    .append(" [label=").append(quoted(label))
                    .append(", tooltip=").append(quoted(lines(List.of(node.detail()))))
                    .append(look(node)).append("];\n");
        }
        for (WhyGraph.Edge edge : graph.edges()) {
            List<String> label = new ArrayList<>(List.of(edge.place()));
            if (!edge.note().isEmpty()) {
                label.add(edge.note());
            }
            out.append("  n").append(Integer.toString(edge.from())).append(" -> n").append(Integer.toString(edge.to()))
                    .append(" [label=").append(quoted(label))
                    .append(", tooltip=").append(quoted(lines(List.of(edge.detail()))))
                    .append(edge.known() ? "" : ", style=dashed, color=\"#b00020\", fontcolor=\"#b00020\"")
                    .append("];\n");
        }
        out.append("}\n");
    }

    private static String look(WhyGraph.Node node) {
        String border = !node.roots().isEmpty() ? ", color=\"#0b4f9e\", penwidth=2" : "";
        return border + switch (node.sort()) {
            case RUST -> ", fillcolor=\"#fdebdc\"";
            case C -> ", fillcolor=\"#eef1f5\"";
            case TARGET -> ", fillcolor=\"#f8d0d0\", peripheries=2";
        };
    }

    private static List<String> lines(List<String> texts) {
        return texts.stream().flatMap(String::lines).toList();
    }

    /// Each line set flush left. A backslash, a quote and an ampersand mean themselves (Graphviz, "escString").
    private static String quoted(List<String> lines) {
        StringBuilder text = new StringBuilder("\"");
        for (String line : lines) {
            text.append(line.replace("&", "&amp;").replace("\\", "\\\\").replace("\"", "\\\"")).append("\\l");
        }
        return text.append('"').toString();
    }
}
