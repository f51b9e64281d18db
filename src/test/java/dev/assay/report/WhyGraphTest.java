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
