package dev.assay.report;

import java.util.ArrayList;
import java.util.List;
import org.graphper.api.Graphviz;
import org.graphper.api.Line;
import org.graphper.api.Node;
import org.graphper.api.attributes.ArrowShape;
import org.graphper.api.attributes.Layout;
import org.graphper.api.attributes.NodeShapeEnum;
import org.graphper.api.attributes.Rankdir;
import org.graphper.def.FlatPoint;
import org.graphper.draw.DrawGraph;
import org.graphper.draw.ExecuteException;
import org.graphper.draw.LineDrawProp;
import org.graphper.draw.NodeDrawProp;

/// Where the boxes, lines and labels of a graph go: from top to bottom, in layers. All measures are in pixels.
///
/// The library is asked for positions alone; what is drawn there is ours.
///
/// @param boxes  in the order in which they were asked for
/// @param curves in the order in which they were asked for
record GraphLayout(List<Box> boxes, List<Curve> curves) {
    private static final double PIXELS_PER_INCH = 72;

    /// What is to be placed.
    record Size(double width, double height) {}

    /// A line to be drawn from one box to another.
    ///
    /// @param label of lines that are apart by line feeds
    record Link(int from, int to, String label, double fontSize) {}

    /// A point.
    record Point(double x, double y) {
        private double distance(Point other) {
            return Math.hypot(x - other.x, y - other.y);
        }
    }

    /// A box by its middle.
    record Box(Point middle, Size size) {}

    /// A line from the border of a box to that of another.
    ///
    /// @param points of Bézier curves that follow each other: a start, then for each curve two controls and its end
    /// @param label  the middle of its label
    record Curve(List<Point> points, Point label) {}

    /// The same for the same graph: the numbers keep the library from going by where objects lie in memory.
    static GraphLayout of(List<Size> sizes, List<Link> links) {
        Graphviz.GraphvizBuilder graph = Graphviz.digraph().rankdir(Rankdir.TB).nodeSep(0.4).rankSep(0.45);
        List<Node> nodes = new ArrayList<>();
        for (Size size : sizes) {
            Node node = Node.builder().id("n" + nodes.size()).label("").shape(NodeShapeEnum.RECT).fixedSize(true)
                    .width(size.width() / PIXELS_PER_INCH).height(size.height() / PIXELS_PER_INCH).build();
            nodes.add(node);
            graph.addNode(node);
        }
        List<Line> lines = new ArrayList<>();
        for (Link link : links) {
            Line line = Line.builder(nodes.get(link.from()), nodes.get(link.to())).id("l" + lines.size())
                    .label(link.label()).fontSize(link.fontSize()).arrowHead(ArrowShape.NONE).build();
            lines.add(line);
            graph.addLine(line);
        }
        DrawGraph drawn = drawn(graph.build());
        List<Box> boxes = new ArrayList<>();
        for (int index = 0; index < nodes.size(); index++) {
            NodeDrawProp placed = drawn.getNodeDrawProp(nodes.get(index));
            boxes.add(new Box(new Point(placed.getX(), placed.getY()), sizes.get(index)));
        }
        List<Curve> curves = new ArrayList<>();
        for (int index = 0; index < lines.size(); index++) {
            LineDrawProp placed = drawn.getLineDrawProp(lines.get(index));
            curves.add(curve(placed, boxes.get(links.get(index).from()), boxes.get(links.get(index).to())));
        }
        return new GraphLayout(boxes, curves);
    }

    private static DrawGraph drawn(Graphviz graph) {
        try {
            return Layout.DOT.getLayoutEngine().layout(graph);
        } catch (ExecuteException e) {
            throw new IllegalStateException("the graph cannot be laid out", e);
        }
    }

    /// Lines that close a circle come from the library the wrong way round.
    private static Curve curve(LineDrawProp line, Box from, Box to) {
        List<Point> given = line.stream().map(GraphLayout::point).toList();
        List<Point> points = line.isBesselCurve() && given.size() % 3 == 1 ? given : straight(given);
        boolean turned = points.getFirst().distance(to.middle()) + points.getLast().distance(from.middle()) < points
                .getFirst().distance(from.middle()) + points.getLast().distance(to.middle());
        FlatPoint label = line.getLabelCenter();
        return new Curve(
                turned ? points.reversed() : points,
                label == null ? points.get(points.size() / 2) : point(label));
    }

    private static Point point(FlatPoint point) {
        return new Point(point.getX(), point.getY());
    }

    /// Straight lines from corner to corner, as curves.
    private static List<Point> straight(List<Point> corners) {
        List<Point> points = new ArrayList<>(List.of(corners.getFirst()));
        for (int index = 1; index < corners.size(); index++) {
            points.add(corners.get(index - 1));
            points.add(corners.get(index));
            points.add(corners.get(index));
        }
        return points;
    }
}
