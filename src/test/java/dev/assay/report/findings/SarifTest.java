package dev.assay.report.findings;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.assay.check.panics.Kind;
import dev.assay.report.findings.Finding.Level;
import dev.assay.report.findings.Finding.State;
import dev.assay.testing.Shared;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SarifTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Schema SCHEMA = schema();

    private static Schema schema() {
        try (InputStream text = Objects.requireNonNull(
                SarifTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(text, InputFormat.JSON);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String print(Findings findings) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Sarif.write(findings, out);
        return out.toString(US_ASCII);
    }

    /// The only run of a log that fits the schema, and what the standard demands beyond it.
    private static JsonNode valid(Findings findings) throws IOException {
        String text = print(findings);
        assertThat(text.chars().allMatch(character -> character == '\n' || (character >= ' ' && character < 0x7f)))
                .as("plain ASCII").isTrue();
        assertThat(SCHEMA.validate(text, InputFormat.JSON)).isEmpty();
        JsonNode run = JSON.readTree(text).at("/runs/0");
        Set<String> fingerprints = new HashSet<>();
        for (JsonNode result : run.get("results")) {
            JsonNode fingerprint = result.at("/partialFingerprints/assay~1v1");
            if (!fingerprint.isMissingNode()) {
                assertThat(fingerprints.add(fingerprint.asString())).as("unique: " + fingerprint).isTrue();
                assertThat(run.at("/tool/driver/rules/" + result.get("ruleIndex").asInt() + "/id").asString())
                        .isEqualTo(result.get("ruleId").asString());
            }
            assertThat(result.get("locations")).hasSize(1);
        }
        for (JsonNode uri : run.findValues("uri")) {
            assertThat(URI.create(uri.asString()).toASCIIString()).isEqualTo(uri.asString());
        }
        Set<String> bases = new HashSet<>(run.get("originalUriBaseIds").propertyNames());
        run.findValues("uriBaseId").forEach(base -> assertThat(bases).contains(base.asString()));
        int addresses = run.get("addresses").size();
        run.findValues("parentIndex").forEach(parent -> assertThat(parent.asInt()).isBetween(0, addresses - 1));
        return run;
    }

    @Test
    void everythingHasItsPlace() throws IOException {
        JsonNode run = valid(new Findings("diff", List.of(Given.full(Level.ERROR, State.NEW)), List.of("a {gap}"),
                List.of("a.ko: broken")));
        JsonNode result = run.at("/results/0");

        assertThat(run.at("/invocations/0/executionSuccessful").asBoolean()).isFalse();
        assertThat(texts(run.at("/invocations/0/toolExecutionNotifications"), "/message/text"))
                .containsExactly("a.ko: broken", "unknown: a gap");
        assertThat(texts(run.at("/invocations/0/toolExecutionNotifications"), "/level"))
                .containsExactly("error", "warning");
        assertThat(result.get("level").asString()).isEqualTo("error");
        assertThat(result.get("baselineState").asString()).isEqualTo("new");
        assertThat(result.at("/message/text").asString())
                .isEqualTo("bounds-check in driver::probe::closure#0 can panic");
        JsonNode place = result.at("/locations/0/physicalLocation");
        assertThat(place.at("/artifactLocation/uri").asString()).isEqualTo("drivers/a%20b/dri%3Aver.rs");
        assertThat(place.at("/artifactLocation/uriBaseId").asString()).isEqualTo("SRCROOT");
        assertThat(place.at("/region/startLine").asInt()).isEqualTo(7);
        assertThat(place.at("/region/startColumn").asInt()).isEqualTo(9);
        assertThat(place.at("/region/snippet/text").asString()).isEqualTo("    list[index]");
        assertThat(place.at("/contextRegion/endLine").asInt()).isEqualTo(8);
        JsonNode function = result.at("/locations/0/logicalLocations/0");
        assertThat(function.get("fullyQualifiedName").asString()).isEqualTo("driver::probe::{closure#0}");
        assertThat(function.get("kind").asString()).isEqualTo("function");
        JsonNode related = result.get("relatedLocations");
        assertThat(texts(related, "/message/text")).containsExactly("the instruction",
                "inlined <[u8] as core::ops::Index<usize>>::index", "in driver::probe::closure#0");
        assertThat(texts(related, "/physicalLocation/artifactLocation/uri")).containsExactly("boot/vmlinux",
                "core/src/slice/index.rs", "drivers/a%20b/dri%3Aver.rs");
        assertThat(result.at("/partialFingerprints/assay~1v1").asString()).isEqualTo("0123456789abcdef@vmlinux");
        assertThat(result.at("/suppressions/0/justification").asString()).isEqualTo("never\nlonger than 8");
        assertThat(result.at("/suppressions/0/kind").asString()).isEqualTo("inSource");
        assertThat(result.at("/properties/introduced/subject").asString()).isEqualTo("driver: add probing");
        assertThat(result.at("/properties/reach/class").asString()).isEqualTo("only-through-unknown-edges");
        assertThat(result.at("/properties/objdump").asString()).isEqualTo("objdump -dr -j .text "
                + "--start-address=0xffffffff81af151e --stop-address=0xffffffff81af152e boot/vmlinux");
    }

    @Test
    void theWayLeadsFromTheRootToThePanic() throws IOException {
        JsonNode run = valid(new Findings("panics", List.of(Given.full(Level.NOTE, State.UNCOMPARED)), List.of(),
                List.of()));
        JsonNode flow = run.at("/results/0/codeFlows/0");
        JsonNode steps = flow.at("/threadFlows/0/locations");

        assertThat(flow.at("/message/text").asString()).isEqualTo("from .ioctl of driver_ops (operations)");
        assertThat(texts(steps, "/location/message/text")).containsExactly(
                "driver_ioctl: only takes the address: who calls it is not known", "driver::probe::closure#0",
                "inlined <[u8] as core::ops::Index<usize>>::index: panics");
        assertThat(texts(steps, "/module")).containsExactly("driver.ko", "vmlinux", "vmlinux");
        assertThat(texts(steps, "/executionOrder")).containsExactly("1", "2", "3");
        assertThat(steps.at("/0/location/physicalLocation/address/name").asString()).isEqualTo(".text+0x20");
    }

    /// Kernel addresses are beyond what many programs read from JSON.
    @Test
    void addressesThatNumbersCannotHoldAreNames() throws IOException {
        JsonNode run = valid(new Findings("panics", List.of(Given.full(Level.NOTE, State.UNCOMPARED)), List.of(),
                List.of()));
        JsonNode address = run.at("/results/0/relatedLocations/0/physicalLocation/address");

        assertThat(address.has("absoluteAddress")).isFalse();
        assertThat(address.get("name").asString()).isEqualTo("0xffffffff81af151e");
        assertThat(address.get("offsetFromParent").asInt()).isEqualTo(0x4d2);
        assertThat(run.at("/addresses/" + address.get("parentIndex").asInt() + "/name").asString())
                .isEqualTo(".text");
    }

    @Test
    void aSiteWithoutSourceIsAPlaceInTheImage() throws IOException {
        JsonNode location = valid(new Findings("panics", List.of(Given.bare("a/b.ko", "1")), List.of(), List.of()))
                .at("/results/0/locations/0/physicalLocation");

        assertThat(location.at("/artifactLocation/uri").asString()).isEqualTo("a/b.ko");
        assertThat(location.at("/address/fullyQualifiedName").asString()).isEqualTo("b.ko!.text+0x4d2");
        assertThat(location.has("region")).isFalse();
    }

    @Test
    void equalFingerprintsAreToldApart() throws IOException {
        List<Finding> findings = List.of(Given.bare("a/x.ko", "1"), Given.bare("a/y.ko.xz", "1"),
                Given.bare("p.deb!b/x.ko", "1"));

        assertThat(texts(valid(new Findings("panics", findings, List.of(), List.of())).get("results"),
                "/partialFingerprints/assay~1v1")).containsExactly("1@x.ko", "1@y.ko", "1@x.ko#2");
    }

    /// A policy's ceiling has no line, but it is what the reader must see.
    @Test
    void aBrokenRuleOfTheGateIsAResult() throws IOException {
        JsonNode run = valid(new Findings("gate", List.of(Given.bare("a.ko", "1")), List.of(), List.of("13 of 12")));

        assertThat(run.at("/invocations/0/executionSuccessful").asBoolean()).isTrue();
        assertThat(texts(run.get("results"), "/ruleId")).containsExactly("bounds-check", "policy");
        assertThat(texts(run.get("results"), "/level")).containsExactly("warning", "error");
    }

    @Test
    void ifOneResultSaysWhetherItIsSuppressedAllDo() throws IOException {
        JsonNode run = valid(new Findings("gate", List.of(Given.bare("a.ko", "1"),
                Given.full(Level.NOTE, State.UNCHANGED)), List.of(), List.of("13 of 12")));

        assertThat(run.get("results")).allSatisfy(result -> assertThat(result.has("suppressions")).isTrue());
    }

    @Test
    void everyKindIsARuleWithHelp() throws IOException {
        for (Kind kind : Kind.values()) {
            Finding bare = Given.bare("a.ko", "1");
            Finding finding = new Finding(bare.level(), bare.state(), bare.message(), bare.image(),
                    Given.of(kind, bare.site()), null, null);
            JsonNode rule = valid(new Findings("panics", List.of(finding), List.of(), List.of()))
                    .at("/tool/driver/rules/0");

            assertThat(rule.get("id").asString()).isEqualTo(kind.id());
            assertThat(rule.get("name").asString()).matches("([A-Z][a-z]+)+");
            assertThat(rule.at("/shortDescription/text").asString()).endsWith(".");
            assertThat(rule.at("/help/markdown").asString()).contains("```rust");
            assertThat(rule.at("/help/text").asString()).contains("To justify");
        }
    }

    @Test
    void hostileNamesStayText() throws IOException {
        JsonNode run = valid(Given.hostile());

        for (JsonNode message : run.findValues("message")) {
            assertThat(message.path("text").asString("")).doesNotContain("\u001b", "\u202e", "](");
        }
        assertThat(run.at("/results/0/message/text").asString()).contains("{{0}}", "<script>", "\\u{{1b}}[31m");
        assertThat(run.at("/results/0/properties/function").asString())
                .isEqualTo(Given.HOSTILE.replace('\ud800', '\ufffd').replace('\udfff', '\ufffd'));
    }

    @Test
    void realFilesAreValid() throws IOException {
        JsonNode run = valid(Given.real(Path.of("demo"), Path.of("src/test/resources/fixtures/call-graph/x86_64"),
                Path.of("src/test/resources/fixtures/kinds")));

        assertThat(run.get("results").size()).isGreaterThan(40);
        assertThat(run.findValues("codeFlows").size()).isGreaterThan(10);
        assertThat(run.at("/artifacts/0/location/uri").asString()).isEqualTo("demo/sensor.ko");
    }

    @Test
    @Tag("slow")
    void realDriversAreValid() throws IOException {
        List<Path> files = new ArrayList<>(List.of(Shared.corpus("x86_64/rust/kernel.o")));
        try (Stream<Path> all = Files.walk(Shared.corpus("x86_64/drivers"))) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        JsonNode run = valid(Given.real(files.toArray(Path[]::new)));

        assertThat(run.get("results").size()).isGreaterThan(160);
        // Paths are relative to the tree, although it was built elsewhere, and even the panics print whole paths.
        assertThat(run.findValues("uri")).noneMatch(uri -> uri.asString().contains("/src/linux/"));
    }

    private static List<String> texts(JsonNode array, String pointer) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.at(pointer).asString()));
        return texts;
    }
}
