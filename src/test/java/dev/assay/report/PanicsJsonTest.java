package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Phase;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.SiteFilter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PanicsJsonTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path SCHEMA = Path.of("docs/schema/panics-1.json");

    @Test
    void theContract() throws IOException {
        Golden.compare("several.json", print(Models.several(), PanicsView.plain()));
    }

    @Test
    void everyOutputIsValid() throws IOException {
        for (Panics panics : models()) {
            for (PanicsView view : List.of(PanicsView.plain(), everything(), filtered())) {
                assertThat(problems(print(panics, view))).isEmpty();
            }
        }
    }

    @Test
    void theSchemaIsStrict() throws IOException {
        String good = print(Models.only(Models.gaps()), PanicsView.plain());
        Map<String, String> spoiled = Map.of(
                "\"bounds-check\"", "\"bounds_check\"",
                "\"role\": \"site\",", "",
                "\"0xffffffff81af151e\"", "-2119559906",
                "\"phase\": \"init\"", "\"phase\": \"boot\"",
                "\"locationUnknown\": null,", "",
                "\"assay/panics/1\"", "\"assay/panics/2\"");
        spoiled.forEach((from, to) -> {
            assertThat(good).contains(from);
            assertThat(problems(good.replace(from, to))).as(from).isNotEmpty();
        });
    }

    @Test
    void theSchemaDescribesEveryField() throws IOException {
        JsonNode schema = JSON.readTree(Files.readString(SCHEMA, UTF_8));
        List<String> undescribed = new ArrayList<>();
        for (PanicsView view : List.of(PanicsView.plain(), filtered())) {
            JsonNode output = JSON.readTree(print(Models.only(Models.gaps()), view));
            collectUndescribed(schema, schema, output, "", undescribed);
        }
        assertThat(undescribed).isEmpty();
    }

    @Test
    void theSchemaKnowsEveryName() throws IOException {
        JsonNode definitions = JSON.readTree(Files.readString(SCHEMA, UTF_8)).get("$defs");
        JsonNode site = definitions.get("site").get("properties");
        assertThat(names(definitions.get("kind")))
                .containsExactly(Arrays.stream(Kind.values()).map(Kind::id).toArray(String[]::new));
        assertThat(names(site.get("role")))
                .containsExactlyInAnyOrder(Arrays.stream(Role.values()).map(Role::id).toArray(String[]::new));
        assertThat(names(site.get("phase")))
                .containsExactlyInAnyOrder(Arrays.stream(Phase.values()).map(Phase::id).toArray(String[]::new));
    }

    @Test
    void hostileNamesSurviveAndTheOutputIsPlainAscii() throws IOException {
        String output = print(Models.only(Models.hostile()), PanicsView.plain());
        Golden.compare("hostile.json", output);
        assertThat(output.chars()).allMatch(character -> character == '\n' || (character >= ' ' && character < 0x7f));
        JsonNode site = JSON.readTree(output).get("images").get(0).get("sites").get(0);
        assertThat(site.get("function").asString())
                .isEqualTo(Models.hostile().sites().getFirst().function());
        assertThat(site.get("message").asString()).isEqualTo("a\tb\nc\\d\u0000");
    }

    @Test
    void aFilteredListSaysSo() throws IOException {
        JsonNode output = JSON.readTree(print(Models.only(Models.kernel()), filtered()));
        assertThat(output.get("filter").get("kinds").get(0).asString()).isEqualTo("bounds-check");
        assertThat(output.get("images").get(0).get("sites")).hasSize(4);
        assertThat(output.get("images").get(0).get("coverage").get("sites").asInt()).isEqualTo(71);
    }

    @Test
    void addressesAreUnsigned() throws IOException {
        String output = print(
                Models.only(Models.image(
                        "a", "kernel", "7", true, List.of(SiteBuilder.site().address(-1).build()))),
                PanicsView.plain());
        assertThat(output).contains("\"address\": \"0xffffffffffffffff\"");
    }

    @Test
    void theStreamStaysOpenAndItsFailuresAreItsOwn() throws IOException {
        List<String> calls = new ArrayList<>();
        PanicsJson.write(Models.several(), PanicsView.plain(), new ByteArrayOutputStream() {
            @Override
            public void close() {
                calls.add("close");
            }
        });
        assertThat(calls).isEmpty();
        assertThatThrownBy(() -> PanicsJson.write(Models.several(), PanicsView.plain(), new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("pipe closed");
            }
        }))
                .isInstanceOf(IOException.class)
                .hasMessage("pipe closed");
    }

    private static List<Panics> models() {
        return List.of(
                Models.several(),
                Models.only(Models.kernel()),
                Models.only(Models.stripped()),
                Models.only(Models.gaps()),
                Models.only(Models.hostile()),
                Models.only(Models.clean(0)),
                new Panics(List.of(), List.of(), 0));
    }

    private static PanicsView everything() {
        return PanicsView.of(
                SiteFilter.of(List.of(), List.of(), List.of(), List.of(), false, false, true),
                UnaryOperator.identity());
    }

    private static PanicsView filtered() {
        return PanicsView.of(
                SiteFilter.of(List.of(), List.of("bounds-check"), List.of("*"), List.of(), true, false, false),
                UnaryOperator.identity());
    }

    private static List<Error> problems(String json) {
        try {
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(SCHEMA, UTF_8), InputFormat.JSON);
            return schema.validate(json, InputFormat.JSON);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Walks the output along the schema, whose unions are all `null or …`.
    private static void collectUndescribed(
            JsonNode root, JsonNode schema, JsonNode output, String path, List<String> undescribed) {
        JsonNode resolved = resolve(root, schema);
        if (output.isObject()) {
            for (Map.Entry<String, JsonNode> field : output.properties()) {
                String name = path + "/" + field.getKey();
                JsonNode described = resolved.path("properties").path(field.getKey());
                if (described.isMissingNode()) {
                    undescribed.add(name + " is not in the schema");
                } else if (!described.has("description") && !resolve(root, described).has("description")) {
                    undescribed.add(name + " has no description");
                } else {
                    collectUndescribed(root, described, field.getValue(), name, undescribed);
                }
            }
        }
        for (JsonNode item : output.isArray() ? output.values() : List.<JsonNode>of()) {
            collectUndescribed(root, resolved.path("items"), item, path + "[]", undescribed);
        }
    }

    private static JsonNode resolve(JsonNode root, JsonNode schema) {
        if (schema.has("$ref")) {
            return root.at(schema.get("$ref").asString().substring(1));
        }
        return schema.has("oneOf") ? resolve(root, schema.get("oneOf").get(1)) : schema;
    }

    private static List<String> names(JsonNode described) {
        return described.get("enum").values().stream().map(JsonNode::asString).toList();
    }

    private static String print(Panics panics, PanicsView view) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PanicsJson.write(panics, view, out);
        return out.toString(UTF_8);
    }
}
