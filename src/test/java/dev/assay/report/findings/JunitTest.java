package dev.assay.report.findings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.report.findings.Finding.Level;
import dev.assay.report.findings.Finding.State;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class JunitTest {
    private static String print(Findings findings) throws IOException {
        StringBuilder out = new StringBuilder();
        Junit.write(findings, out);
        return out.toString();
    }

    /// A document of the form that readers know, with counts that are right, and tests that they can tell apart.
    private static Document valid(Findings findings) throws Exception {
        String text = print(findings);
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(Path.of("src/test/resources/report/junit.xsd").toFile()).newValidator()
                .validate(new StreamSource(new StringReader(text)));
        Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(UTF_8)));
        List<Element> suites = elements(document.getDocumentElement(), "testsuite");
        suites.add(document.getDocumentElement());
        for (Element suite : suites) {
            assertThat(suite.getAttribute("tests")).isEqualTo(count(suite, "testcase"));
            assertThat(suite.getAttribute("failures")).isEqualTo(count(suite, "failure"));
            assertThat(suite.getAttribute("errors")).isEqualTo(count(suite, "error"));
            assertThat(suite.getAttribute("skipped")).isEqualTo(count(suite, "skipped"));
        }
        Set<String> names = new HashSet<>();
        for (Element test : elements(document.getDocumentElement(), "testcase")) {
            // GitLab tells tests apart by these two alone.
            assertThat(names.add(test.getAttribute("classname") + "\0" + test.getAttribute("name"))).isTrue();
        }
        return document;
    }

    private static String count(Element in, String name) {
        return Integer.toString(in.getElementsByTagName(name).getLength());
    }

    private static List<Element> elements(Element in, String name) {
        List<Element> elements = new ArrayList<>();
        NodeList nodes = in.getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    @Test
    void theLevelDecidesTheResult() throws Exception {
        Document document = valid(new Findings("gate", List.of(Given.full(Level.ERROR, State.NEW),
                Given.full(Level.WARNING, State.UNCOMPARED), Given.full(Level.NOTE, State.ABSENT)),
                List.of("a gap", "another gap"), List.of("13 of 12")));
        Element all = document.getDocumentElement();

        assertThat(elements(all, "testsuite").stream().map(suite -> suite.getAttribute("name")))
                .containsExactly("boot/vmlinux", "assay");
        assertThat(elements(all, "failure").stream().map(failure -> failure.getAttribute("message")))
                .containsExactly("bounds-check in driver::probe::{closure#0} can panic", "13 of 12");
        assertThat(elements(all, "failure").getFirst().getTextContent()).contains("compared with the baseline: new",
                "place: drivers/a b/dri:ver.rs:7:9", "justified: never longer than 8",
                "since: 0123456789ab (\"driver: add probing\"), A. U. Thor",
                "reached: only through unknown edges, from .ioctl of driver_ops");
        assertThat(elements(all, "skipped")).hasSize(1);
        assertThat(elements(all, "error").stream().map(error -> error.getAttribute("message")))
                .containsExactly("a gap", "another gap");
        Element test = elements(all, "testcase").getFirst();
        assertThat(test.getAttribute("classname")).isEqualTo("driver::probe::{closure#0}");
        assertThat(test.getAttribute("name")).isEqualTo("bounds-check 0123456789abcdef@vmlinux");
        assertThat(test.getAttribute("file")).isEqualTo("drivers/a b/dri:ver.rs");
        assertThat(test.getAttribute("line")).isEqualTo("7");
    }

    @Test
    void withoutAnyFindingOneTestPasses() throws Exception {
        Element all = valid(new Findings("panics", List.of(), List.of(), List.of())).getDocumentElement();

        assertThat(all.getAttribute("tests")).isEqualTo("1");
        assertThat(elements(all, "testcase").getFirst().hasChildNodes()).isFalse();
    }

    @Test
    void hostileNamesStayText() throws Exception {
        String text = print(Given.hostile());
        Element all = valid(Given.hostile()).getDocumentElement();

        assertThat(text).doesNotContain("<script", "<!--", "]]>", "\u001b", "\u202e", "\r", "\0", "\ufffe");
        assertThat(elements(all, "testcase")).hasSize(5);
        assertThat(elements(all, "testcase").getFirst().getAttribute("classname"))
                .startsWith("<script>alert(1)</script>\"'&amp;]]>--><!--\\u{1b}[31m\\u{202e}gnp\\u{2066}\\u{d}\\u{a}"
                        + "\\u{0}\\u{d800}x\\u{dfff}\\u{fffe}\\u{ffff}\\u{2028}");
    }

    @Test
    void realFilesAreValid() throws Exception {
        Element all = valid(Given.real(Path.of("demo"), Path.of("src/test/resources/fixtures/kinds")))
                .getDocumentElement();

        assertThat(elements(all, "testcase")).hasSizeGreaterThan(40);
        assertThat(elements(all, "failure")).isEmpty();
    }
}
