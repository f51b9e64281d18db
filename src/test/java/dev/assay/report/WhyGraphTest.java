package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.reach.ReachClass;
import dev.assay.check.reach.Step;
import dev.assay.check.reach.Via;
import dev.assay.check.reach.Way;
import dev.assay.check.reach.Why;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class WhyGraphTest {
    @Test
    void dot() throws IOException {
        Golden.compare("why-tyr.dot", dot(ReachModels.tyr()));
        Golden.compare("why-rare.dot", dot(ReachModels.rare()));
        Golden.compare("why-hostile.dot", dot(ReachModels.hostile()));
        Golden.compare("why-nothing.dot", dot(ReachModels.nothing()));
    }

    @Test
    void svg() throws IOException {
        Golden.compare("why-tyr.svg", svg(ReachModels.tyr()));
        Golden.compare("why-rare.svg", svg(ReachModels.rare()));
        Golden.compare("why-hostile.svg", svg(ReachModels.hostile()));
        Golden.compare("why-nothing.svg", svg(ReachModels.nothing()));
    }

    @Test
    void everyFunctionOnceAndEveryCallOnce() {
        WhyGraph graph = WhyGraph.of(ReachModels.tyr());
        assertThat(graph.nodes()).extracting(WhyGraph.Node::name)
                .doesNotHaveDuplicates().hasSize(5).contains("<tyr::fw::Firmware>::new");
        assertThat(graph.edges()).hasSize(4).allMatch(WhyGraph.Edge::known);
        assertThat(graph.edges().getFirst().detail().lines()).containsExactly(
                "<kernel::platform::Adapter<tyr::driver::TyrPlatformDriverData>>::probe_callback"
                        + "  rust/kernel/platform.rs:66:20",
                "inlined <tyr::driver::TyrPlatformDriverData as kernel::platform::Driver>::probe"
                        + "  drivers/gpu/drm/tyr/driver.rs:131:9");
        assertThat(WhyGraph.of(ReachModels.rare()).edges().stream().filter(edge -> !edge.known())).hasSize(1);
    }

    @Test
    void theStringsOfDotEndWhereTheyShould() throws IOException {
        String hostile = dot(ReachModels.hostile());
        Plain.assertHarmless(hostile);
        assertThat(hostile.lines().filter(line -> line.matches("  n\\d.*")))
                .allMatch(line -> line
                        .matches("  n\\d+( -> n\\d+)? \\[([a-z]+=(\"([^\"\\\\]|\\\\.)*\"|\\w+)(, )?)+\\];"));
        assertThat(hostile).contains("&amp;amp;", "\\\\N", "\\\"quoted\\\"");
    }

    @Test
    void aPictureIsOneXmlDocumentWithoutAnythingFromOutside() throws Exception {
        for (Why why : ReachModels.all()) {
            String svg = svg(why);
            Plain.assertHarmless(svg);
            Document document = parsed(svg);
            assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
            NodeList all = document.getElementsByTagName("*");
            for (int index = 0; index < all.getLength(); index++) {
                assertThat(all.item(index).getNodeName())
                        .isIn("svg", "g", "defs", "marker", "path", "rect", "text", "title");
                assertThat(((Element) all.item(index)).hasAttribute("href")).isFalse();
            }
        }
        assertThat(parsed(svg(ReachModels.hostile())).getElementsByTagName("text").item(0).getTextContent())
                .startsWith("add-overflow drivers/\\u{1b}[31m\\u{a}forged.rs");
    }

    @Test
    void whatIsNotKnownIsInThePictureToo() throws IOException {
        assertThat(svg(ReachModels.rare())).contains("only through unknown edges", "not reached by anything known",
                "stroke-dasharray", "? takes the address", "unknown: not scanned: driver::start");
        assertThat(dot(ReachModels.rare())).contains("only through unknown edges", "not reached by anything known",
                "style=dashed", "? takes the address", "unknown: not scanned: driver::start");
        assertThat(svg(ReachModels.tyr())).doesNotContain("stroke-dasharray");
    }

    @Test
    void thePictureIsTheSameEachTime() throws IOException {
        for (Why why : List.of(ReachModels.rare(), random(new Random(1)), random(new Random(2)))) {
            String first = svg(why);
            for (int time = 0; time < 10; time++) {
                assertThat(svg(why)).isEqualTo(first);
            }
        }
    }

    /// Any graph is laid out: boxes do not overlap, lines start at their own box, everything is inside the picture.
    @Test
    void randomGraphs() throws Exception {
        for (long seed = 0; seed < 40; seed++) {
            Why why = random(new Random(seed));
            Document document = parsed(svg(why));
            WhyGraph graph = WhyGraph.of(why);
            List<GraphLayout.Size> sizes = graph.nodes().stream().map(node -> new GraphLayout.Size(100, 40)).toList();
            List<GraphLayout.Link> links = graph.edges().stream()
                    .map(edge -> new GraphLayout.Link(edge.from(), edge.to(), "a.rs:1", 10)).toList();
            GraphLayout layout = GraphLayout.of(sizes, links);
            assertThat(layout.boxes()).as("seed %d", seed).hasSameSizeAs(sizes).allSatisfy(box -> assertThat(
                    layout.boxes().stream().filter(other -> overlap(box, other))).hasSize(1));
            for (int index = 0; index < links.size(); index++) {
                List<GraphLayout.Point> points = layout.curves().get(index).points();
                assertThat(points.size() % 3).as("seed %d", seed).isEqualTo(1);
                assertThat(touches(points.getFirst(), layout.boxes().get(links.get(index).from())))
                        .as("seed %d, start of line %d", seed, index).isTrue();
                assertThat(touches(points.getLast(), layout.boxes().get(links.get(index).to())))
                        .as("seed %d, end of line %d", seed, index).isTrue();
            }
            double width = Double.parseDouble(document.getDocumentElement().getAttribute("width"));
            assertThat(width).as("seed %d", seed).isPositive();
        }
    }

    @Test
    void aLongWay() throws Exception {
        List<Step> steps = new ArrayList<>();
        for (int index = 0; index < 400; index++) {
            steps.add(ReachModels.step("a::f" + index, ReachModels.leaving(Via.CALL, index)));
        }
        steps.add(ReachModels.step("a::end", null));
        String svg = svg(why(List.of(new Way(null, steps))));
        assertThat(numbers(svg, "<g><title>a::f(\\d+)\n?</title>")).hasSize(400);
        parsed(svg);
    }

    @Test
    void longNamesAreBroken() {
        assertThat(Wrapped.lines("<a::b::C<d::e::F> as g::H>::run", 12))
                .containsExactly("<a::b::C<d", "::e::F> as g", "::H>::run");
        assertThat(Wrapped.lines("abcdefghij", 4)).containsExactly("abcd", "efgh", "ij");
        assertThat(Wrapped.lines("", 4)).containsExactly("");
        assertThat(Wrapped.columns("a名")).isEqualTo(3);
    }

    private static boolean overlap(GraphLayout.Box one, GraphLayout.Box other) {
        return Math.abs(one.middle().x() - other.middle().x()) < (one.size().width() + other.size().width()) / 2 - 1
                && Math.abs(one.middle().y() - other.middle().y()) < (one.size().height() + other.size().height()) / 2
                        - 1;
    }

    private static boolean touches(GraphLayout.Point point, GraphLayout.Box box) {
        return Math.abs(point.x() - box.middle().x()) <= box.size().width() / 2 + 3
                && Math.abs(point.y() - box.middle().y()) <= box.size().height() / 2 + 3;
    }

    /// Ways over a few functions, so that they meet, part and turn back.
    private static Why random(Random random) {
        int functions = 2 + random.nextInt(12);
        List<Way> ways = new ArrayList<>();
        for (int way = 0; way <= random.nextInt(8); way++) {
            List<Step> steps = new ArrayList<>();
            for (int step = 0; step <= random.nextInt(functions); step++) {
                steps.add(ReachModels.step("a::f" + random.nextInt(functions),
                        ReachModels.leaving(random.nextInt(5) == 0 ? Via.ADDRESS_TAKEN : Via.CALL, random.nextInt(9))));
            }
            steps.add(ReachModels.step("a::end", null));
            ways.add(new Way(null, steps));
        }
        return why(ways);
    }

    private static Why why(List<Way> ways) {
        Step end = ways.getFirst().steps().getLast();
        return new Why(List.of("a.ko"), List.of(new Why.Target("a::end", end.symbol(), null, null, null,
                ReachClass.REACHED, ways.size(), ways)), List.of());
    }

    private static List<String> numbers(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().map(MatchResult::group).toList();
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)));
    }

    private static String dot(Why why) throws IOException {
        StringBuilder out = new StringBuilder();
        WhyDot.write(why, out);
        return out.toString();
    }

    private static String svg(Why why) throws IOException {
        StringBuilder out = new StringBuilder();
        WhySvg.write(why, out);
        return out.toString();
    }
}
