package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Phase;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.SiteFilter;
import dev.assay.check.reach.ReachClass;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PanicsJsonTest {
    @Test
    void theContract() throws IOException {
        Golden.compare("several.json", print(Models.several(), PanicsView.plain()));
    }

    @Test
    void everyOutputIsValid() throws IOException {
        for (Panics panics : models()) {
            for (PanicsView view : List.of(PanicsView.plain(), everything(), filtered(), Models.reach())) {
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
        for (PanicsView view : List.of(PanicsView.plain(), filtered(), Models.reach())) {
            JsonNode output = Contracts.JSON.readTree(print(Models.only(Models.gaps()), view));
            assertThat(Contracts.undescribed("panics", output)).isEmpty();
        }
    }

    @Test
    void theSchemaKnowsEveryName() throws IOException {
        JsonNode definitions = Contracts.schema("panics").get("$defs");
        JsonNode site = definitions.get("site").get("properties");
        assertThat(names(definitions.get("kind")))
                .containsExactly(Arrays.stream(Kind.values()).map(Kind::id).toArray(String[]::new));
        assertThat(names(site.get("role")))
                .containsExactlyInAnyOrder(Arrays.stream(Role.values()).map(Role::id).toArray(String[]::new));
        assertThat(names(definitions.get("reach").get("properties").get("class"))).containsExactly(
                Arrays.stream(ReachClass.values()).map(ReachClass::id).toArray(String[]::new));
        assertThat(names(site.get("phase")))
                .containsExactlyInAnyOrder(Arrays.stream(Phase.values()).map(Phase::id).toArray(String[]::new));
    }

    @Test
    void hostileNamesSurviveAndTheOutputIsPlainAscii() throws IOException {
        String output = print(Models.only(Models.hostile()), PanicsView.plain());
        Golden.compare("hostile.json", output);
        assertThat(output.chars()).allMatch(character -> character == '\n' || (character >= ' ' && character < 0x7f));
        JsonNode site = Contracts.JSON.readTree(output).get("images").get(0).get("sites").get(0);
        assertThat(site.get("function").asString())
                .isEqualTo(Models.hostile().sites().getFirst().function());
        assertThat(site.get("message").asString()).isEqualTo("a\tb\nc\\d\u0000");
    }

    @Test
    void aFilteredListSaysSo() throws IOException {
        JsonNode output = Contracts.JSON.readTree(print(Models.only(Models.kernel()), filtered()));
        assertThat(output.get("filter").get("kinds").get(0).asString()).isEqualTo("bounds-check");
        assertThat(output.get("images").get(0).get("sites")).hasSize(4);
        assertThat(output.get("images").get(0).get("coverage").get("sites").asInt()).isEqualTo(71);
    }

    @Test
    void everySiteSaysFromWhereItIsReached() throws IOException {
        String output = print(Models.only(Models.gaps()), Models.reach());
        Golden.compare("reach.json", output);
        JsonNode answer = Contracts.JSON.readTree(output);
        assertThat(answer.get("filter").isNull()).isTrue();
        assertThat(answer.get("reachUnknown")).hasSize(2);
        JsonNode sites = answer.get("images").get(0).get("sites");
        assertThat(sites.values().stream().map(site -> site.get("reach").path("class").asString("none")))
                .containsExactly("reached", "reached", "only-through-unknown-edges", "not-reached", "none");
        assertThat(Contracts.problems("panics", output.replace("\"not-reached\"", "\"unreached\""))).isNotEmpty();
        assertThat(Contracts.problems("panics", output.replace("\"rootCount\"", "\"count\""))).isNotEmpty();
    }

    @Test
    void aListOfSomeSitesSaysFromWhereTheyAreReached() throws IOException {
        JsonNode from = Contracts.JSON.readTree(print(Models.only(Models.gaps()), Models.reachedFrom("*driver*")));
        assertThat(from.get("filter").get("reachedFrom").get(0).asString()).isEqualTo("*driver*");
        assertThat(from.get("filter").get("unreached").asBoolean()).isFalse();
        JsonNode unreached = Contracts.JSON.readTree(print(Models.only(Models.gaps()), Models.unreached()));
        assertThat(unreached.get("filter").get("unreached").asBoolean()).isTrue();
        assertThat(unreached.get("images").get(0).get("sites")).hasSize(1);
        assertThat(unreached.get("images").get(0).get("coverage").get("sites").asInt()).isEqualTo(5);
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
            return Contracts.problems("panics", json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
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
