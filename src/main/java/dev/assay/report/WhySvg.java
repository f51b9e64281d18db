package dev.assay.report;

import dev.assay.check.reach.Why;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The answer to `assay why` as a picture that needs nothing else: no script, no style sheet, no font of its own.
///
/// Every text has the length written beside it that the layout gave it room for, so that no font can make it stick out.
public final class WhySvg {
    private static final double FONT = 12;
    private static final double SMALL = 10.5;
    private static final double LINE = 15.5;
    private static final double MARGIN = 20;
    private static final double PADDING = 9;
    /// Between a line and its label.
    private static final double GAP = 4;
    /// A box is at most so many characters wide and lines high; the whole name is in its tooltip.
    private static final int WIDEST = 46;
    private static final int HIGHEST = 4;
    /// A line above or below the graph is at most so many characters long.
    private static final int TITLE = 110;

    private final WhyGraph graph;
    private final Appendable out;

    private WhySvg(WhyGraph graph, Appendable out) {
        this.graph = graph;
        this.out = out;
    }

    /// Writes one XML document in UTF-8.
    public static void write(Why why, Appendable out) throws IOException {
        new WhySvg(WhyGraph.of(why), out).picture();
    }

    /// One line of text in a box.
    private record Text(String text, double size, String look) {
        double width() {
            return Wrapped.columns(text) * size * FixedPitch.PITCH;
        }
    }

    private void picture() throws IOException {
        List<List<Text>> labels = graph.nodes().stream().map(WhySvg::label).toList();
        List<GraphLayout.Size> sizes = labels.stream().map(WhySvg::size).toList();
        List<GraphLayout.Link> links = graph.edges().stream()
                .map(edge -> new GraphLayout.Link(edge.from(), edge.to(), label(edge) + " ", SMALL)).toList();
        GraphLayout layout = sizes.isEmpty()
                ? new GraphLayout(List.of(), List.of()) : GraphLayout.of(sizes, links);
        List<Text> above = titles();
        List<Text> below = new ArrayList<>();
        graph.gaps().forEach(gap -> Wrapped.lines("unknown: " + gap, TITLE)
                .forEach(part -> below.add(new Text(part, SMALL, "fill=\"#b00020\""))));
        Bounds bounds = Bounds.of(layout, graph.edges().stream().map(WhySvg::label).toList());
        double width = Math.max(bounds.right - bounds.left, Math.max(widest(above), widest(below))) + 2 * MARGIN;
        double top = MARGIN + above.size() * LINE + (above.isEmpty() ? 0 : LINE);
        double height = top + bounds.bottom - bounds.top + MARGIN
                + (below.isEmpty() ? 0 : LINE + below.size() * LINE);
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        line(("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\""
                + " font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" fill=\"#1b1f24\">")
                .formatted(round(width), round(height), round(width), round(height)));
        line("<title>%s</title>"
                .formatted(escaped(graph.titles().isEmpty() ? "assay why" : graph.titles().getFirst())));
        line("<defs><marker id=\"arrow\" viewBox=\"0 0 10 10\" refX=\"10\" refY=\"5\" markerWidth=\"9\""
                + " markerHeight=\"9\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 1.5 10 5 0 8.5z\""
                + " fill=\"#57606a\"/></marker><marker id=\"doubt\" viewBox=\"0 0 10 10\" refX=\"10\" refY=\"5\""
                + " markerWidth=\"9\" markerHeight=\"9\" markerUnits=\"userSpaceOnUse\" orient=\"auto\">"
                + "<path d=\"M0 1.5 10 5 0 8.5z\" fill=\"#b00020\"/></marker></defs>");
        line("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
        texts(above, MARGIN, MARGIN + FONT);
        line("<g transform=\"translate(%s %s)\">".formatted(
                round(Math.max(MARGIN, (width - bounds.right + bounds.left) / 2) - bounds.left),
                round(top - bounds.top)));
        for (int index = 0; index < layout.curves().size(); index++) {
            edge(graph.edges().get(index), layout.curves().get(index));
        }
        for (int index = 0; index < layout.curves().size(); index++) {
            place(graph.edges().get(index), layout.curves().get(index));
        }
        for (int index = 0; index < layout.boxes().size(); index++) {
            node(graph.nodes().get(index), layout.boxes().get(index), labels.get(index));
        }
        line("</g>");
        texts(below, MARGIN, height - MARGIN - below.size() * LINE + FONT);
        line("</svg>");
    }

    private List<Text> titles() {
        List<Text> titles = new ArrayList<>();
        for (String title : graph.titles()) {
            boolean first = true;
            for (String line : title.lines().toList()) {
                for (String part : Wrapped.lines(line, TITLE)) {
                    titles.add(new Text(part, first ? FONT : SMALL, first ? "font-weight=\"bold\"" : ""));
                }
                first = false;
            }
        }
        if (titles.isEmpty()) {
            titles.add(text("no function or panic site fits", TITLE, FONT, ""));
        }
        return titles;
    }

    private static List<Text> label(WhyGraph.Node node) {
        List<Text> label = new ArrayList<>();
        List<String> roots = node.roots();
        for (String root : roots.size() <= 3 ? roots : roots.subList(0, 2)) {
            label.add(text(root, WIDEST, FONT, "font-weight=\"bold\" fill=\"#0b4f9e\""));
        }
        if (roots.size() > 3) {
            label.add(text("and " + (roots.size() - 2) + " more roots", WIDEST, SMALL, "fill=\"#0b4f9e\""));
        }
        String look = node.sort() == WhyGraph.Sort.TARGET ? "font-weight=\"bold\"" : "";
        String name = FunctionPath.shorten(node.name(), (HIGHEST - 1) * WIDEST);
        Wrapped.lines(name, WIDEST).forEach(line -> label.add(text(line, WIDEST, FONT, look)));
        if (!node.image().isEmpty()) {
            label.add(text("[" + node.image() + "]", WIDEST, SMALL, "fill=\"#57606a\""));
        }
        return label;
    }

    private static Text text(String text, int longest, double size, String look) {
        return new Text(FunctionPath.shorten(text, longest), size, look);
    }

    private static String label(WhyGraph.Edge edge) {
        String place = FunctionPath.shorten(edge.place(), WIDEST);
        return edge.note().isEmpty() ? place : place + "\n" + edge.note();
    }

    private static GraphLayout.Size size(List<Text> label) {
        return new GraphLayout.Size(Math.max(60, widest(label) + 2 * PADDING), label.size() * LINE + 2 * PADDING - 3);
    }

    private static double widest(List<Text> texts) {
        return texts.stream().mapToDouble(Text::width).max().orElse(0);
    }

    /// What the graph takes up, with the labels of its lines.
    private record Bounds(double left, double right, double top, double bottom) {
        static Bounds of(GraphLayout layout, List<String> labels) {
            Bounds bounds = new Bounds(Double.MAX_VALUE, -Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE);
            for (GraphLayout.Box box : layout.boxes()) {
                bounds = bounds.with(box.middle(), box.size().width() / 2 + 2, box.size().height() / 2 + 2);
            }
            for (int index = 0; index < layout.curves().size(); index++) {
                for (GraphLayout.Point point : layout.curves().get(index).points()) {
                    bounds = bounds.with(point, 2, 2);
                }
                String label = labels.get(index);
                double width = label.lines().mapToInt(Wrapped::columns).max().orElse(0) * SMALL * FixedPitch.PITCH;
                bounds = bounds.with(layout.curves().get(index).label(), width / 2 + GAP + 2,
                        label.lines().count() * LINE / 2);
            }
            return layout.boxes().isEmpty() ? new Bounds(0, 0, 0, 0) : bounds;
        }

        private Bounds with(GraphLayout.Point middle, double across, double up) {
            return new Bounds(Math.min(left, middle.x() - across), Math.max(right, middle.x() + across),
                    Math.min(top, middle.y() - up), Math.max(bottom, middle.y() + up));
        }
    }

    private void node(WhyGraph.Node node, GraphLayout.Box box, List<Text> label) throws IOException {
        double left = box.middle().x() - box.size().width() / 2;
        double top = box.middle().y() - box.size().height() / 2;
        String fill = switch (node.sort()) {
            case RUST -> "#fdf0e4";
            case C -> "#eef1f5";
            case TARGET -> "#fbdcdc";
        };
        String border = !node.roots().isEmpty() ? "stroke=\"#0b4f9e\" stroke-width=\"1.8\""
                : node.sort() == WhyGraph.Sort.TARGET ? "stroke=\"#b00020\" stroke-width=\"1.8\""
                : "stroke=\"#8c959f\"";
        line("<g><title>%s</title>".formatted(escaped(node.detail())));
        line("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"4\" fill=\"%s\" %s/>".formatted(round(left),
                round(top),
                round(box.size().width()), round(box.size().height()), fill, border));
        texts(label, left + PADDING, top + PADDING + FONT - 2);
        line("</g>");
    }

    private void edge(WhyGraph.Edge edge, GraphLayout.Curve curve) throws IOException {
        StringBuilder path = new StringBuilder();
        for (int index = 0; index < curve.points().size(); index++) {
            GraphLayout.Point point = curve.points().get(index);
            path.append(index == 0 ? "M" : index == 1 ? " C" : " ").append(round(point.x())).append(' ')
                    .append(round(point.y()));
        }
        line("<g><title>%s</title>".formatted(escaped(edge.detail())));
        line("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.2\"%s marker-end=\"url(#%s)\"/>".formatted(
                path,
                edge.known() ? "#57606a" : "#b00020", edge.known() ? "" : " stroke-dasharray=\"6 4\"",
                edge.known() ? "arrow" : "doubt"));
        line("</g>");
    }

    /// On a ground of its own, since lines may run behind it.
    private void place(WhyGraph.Edge edge, GraphLayout.Curve curve) throws IOException {
        List<Text> label = label(edge).lines()
                .map(line -> new Text(line, SMALL, edge.known() ? "fill=\"#57606a\"" : "fill=\"#b00020\"")).toList();
        double left = curve.label().x() - widest(label) / 2 + GAP;
        double top = curve.label().y() - label.size() * LINE / 2;
        line("<g><title>%s</title>".formatted(escaped(edge.detail())));
        line("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"#ffffff\" fill-opacity=\"0.85\"/>"
                .formatted(round(left - 2), round(top), round(widest(label) + 4), round(label.size() * LINE)));
        texts(label, left, top + LINE - 4);
        line("</g>");
    }

    private void texts(List<Text> texts, double left, double firstLine) throws IOException {
        for (int index = 0; index < texts.size(); index++) {
            Text text = texts.get(index);
            if (!text.text().isEmpty()) {
                line(("<text x=\"%s\" y=\"%s\" font-size=\"%s\" textLength=\"%s\" lengthAdjust=\"spacingAndGlyphs\""
                        + " xml:space=\"preserve\"%s>%s</text>").formatted(round(left), round(firstLine + index * LINE),
                                round(text.size()), round(text.width()), text.look().isEmpty() ? "" : " " + text.look(),
                                escaped(text.text())));
            }
        }
    }

    private void line(String line) throws IOException {
        out.append(line).append('\n');
    }

    private static String round(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /// As the content of an element. What XML 1.0 has no place for, `Printable` has replaced, but two characters.
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
                .replace('\ufffe', '\ufffd').replace('\uffff', '\ufffd');
    }
}
