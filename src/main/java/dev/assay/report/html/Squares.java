package dev.assay.report.html;

import java.util.ArrayList;
import java.util.List;

/// Divides a rectangle into parts of given areas, each as near to a square as it gets (Bruls, Huizing and van Wijk,
/// "Squarified Treemaps", 2000).
final class Squares {
    private Squares() {}

    /// In any unit; the origin is the upper left corner.
    record Rectangle(double x, double y, double width, double height) {
        /// What is left inside of a margin.
        Rectangle inside(double left, double top, double right, double bottom) {
            return new Rectangle(x + left, y + top, Math.max(0, width - left - right),
                    Math.max(0, height - top - bottom));
        }
    }

    /// One rectangle for each weight, in the same order.
    ///
    /// @param weights all positive, the largest first
    static List<Rectangle> divide(List<Integer> weights, Rectangle whole) {
        double total = weights.stream().mapToLong(Integer::longValue).sum();
        double scale = total == 0 ? 0 : whole.width() * whole.height() / total;
        List<Rectangle> parts = new ArrayList<>();
        Rectangle left = whole;
        int from = 0;
        while (from < weights.size()) {
            double side = Math.min(left.width(), left.height());
            double largest = weights.get(from) * scale;
            double row = largest;
            double worst = worst(side, row, largest, largest);
            int to = from + 1;
            while (to < weights.size()) {
                double area = weights.get(to) * scale;
                double next = worst(side, row + area, largest, area);
                if (next > worst) {
                    break;
                }
                row += area;
                worst = next;
                to++;
            }
            left = lay(weights.subList(from, to), scale, row, left, parts);
            from = to;
        }
        return parts;
    }

    /// How far the least square of a row is from a square.
    private static double worst(double side, double row, double largest, double smallest) {
        double square = side * side;
        return Math.max(square * largest / (row * row), row * row / (square * smallest));
    }

    /// Fills one row along the shorter side, and returns what is left.
    private static Rectangle lay(List<Integer> weights, double scale, double row, Rectangle left,
            List<Rectangle> parts) {
        boolean upright = left.width() >= left.height();
        double side = upright ? left.height() : left.width();
        double depth = side == 0 ? 0 : row / side;
        double at = 0;
        for (int weight : weights) {
            double length = depth == 0 ? 0 : weight * scale / depth;
            parts.add(upright ? new Rectangle(left.x(), left.y() + at, depth, length)
                    : new Rectangle(left.x() + at, left.y(), length, depth));
            at += length;
        }
        return upright ? left.inside(depth, 0, 0, 0) : left.inside(0, depth, 0, 0);
    }
}
