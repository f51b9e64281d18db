package dev.assay.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.report.html.Squares.Rectangle;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SquaresTest {
    private static final Rectangle WHOLE = new Rectangle(3, 5, 600, 400);

    /// The example of Bruls, Huizing and van Wijk.
    @Test
    void theExampleOfThePaper() {
        List<Rectangle> parts = Squares.divide(List.of(6, 6, 4, 3, 2, 2, 1), new Rectangle(0, 0, 6, 4));
        List<Rectangle> paper = List.of(new Rectangle(0, 0, 3, 2), new Rectangle(0, 2, 3, 2),
                new Rectangle(3, 0, 12 / 7d, 7 / 3d), new Rectangle(3 + 12 / 7d, 0, 9 / 7d, 7 / 3d));
        for (int i = 0; i < paper.size(); i++) {
            assertThat(List.of(parts.get(i).x(), parts.get(i).y(), parts.get(i).width(), parts.get(i).height()))
                    .usingElementComparator((one, other) -> Math.abs(one - other) < 1e-9 ? 0 : 1)
                    .containsExactly(paper.get(i).x(), paper.get(i).y(), paper.get(i).width(), paper.get(i).height());
        }
    }

    @Test
    void areasAreInProportionAndDoNotOverlap() {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            List<Integer> weights = IntStream.range(0, 1 + random.nextInt(40)).mapToObj(_ -> 1 + random.nextInt(500))
                    .sorted(Comparator.reverseOrder()).toList();
            List<Rectangle> parts = Squares.divide(weights, WHOLE);
            double total = weights.stream().mapToInt(Integer::intValue).sum();
            assertThat(parts).as("seed %d", seed).hasSameSizeAs(weights);
            for (int i = 0; i < parts.size(); i++) {
                Rectangle part = parts.get(i);
                assertThat(part.width() * part.height()).as("seed %d", seed)
                        .isCloseTo(weights.get(i) / total * 240_000, within(1e-6));
                assertThat(part.x() >= 3 - 1e-9 && part.y() >= 5 - 1e-9 && part.x() + part.width() <= 603 + 1e-6
                        && part.y() + part.height() <= 405 + 1e-6).as("seed %d: %s", seed, part).isTrue();
                for (Rectangle other : parts.subList(0, i)) {
                    assertThat(overlap(part, other)).as("seed %d: %s, %s", seed, part, other).isLessThan(1e-6);
                }
            }
        }
    }

    @Test
    void nothingIsDividedIntoNothing() {
        assertThat(Squares.divide(List.of(), WHOLE)).isEmpty();
        assertThat(Squares.divide(List.of(3, 1), new Rectangle(0, 0, 0, 0))).hasSize(2)
                .allSatisfy(part -> assertThat(part.width() * part.height()).isZero());
    }

    private static double overlap(Rectangle one, Rectangle other) {
        double width = Math.min(one.x() + one.width(), other.x() + other.width()) - Math.max(one.x(), other.x());
        double height = Math.min(one.y() + one.height(), other.y() + other.height()) - Math.max(one.y(), other.y());
        return Math.max(0, width) * Math.max(0, height);
    }
}
