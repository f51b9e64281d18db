package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.reach.Attributed;
import dev.assay.check.reach.Proof;
import dev.assay.check.reach.ReachClass;
import dev.assay.check.reach.Via;
import dev.assay.check.reach.Why;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WhyJsonTest {
    @Test
    void theContracts() throws IOException {
        Golden.compare("why-tyr.json", why(ReachModels.tyr()));
        Golden.compare("why-rare.json", why(ReachModels.rare()));
        Golden.compare("prove.json", prove(ReachModels.proofs()));
        Golden.compare("attributed.json", attributed(ReachModels.attributed(), List.of("not scanned: driver::start")));
    }

    @Test
    void everyOutputIsValid() throws IOException {
        for (Why why : ReachModels.all()) {
            assertThat(Contracts.problems("why", why(why))).isEmpty();
        }
        for (List<Proof> proofs : List.of(ReachModels.proofs(), ReachModels.hostileProofs(), List.<Proof>of())) {
            assertThat(Contracts.problems("prove", prove(proofs))).isEmpty();
        }
        for (List<Attributed> functions : List.of(
                ReachModels.attributed(), ReachModels.hostileAttributed(), List.<Attributed>of())) {
            assertThat(Contracts.problems("attributed", attributed(functions, List.of("a gap")))).isEmpty();
        }
    }

    @Test
    void theSchemasAreStrict() throws IOException {
        spoiled("why", why(ReachModels.rare()), Map.of(
                "\"class\": \"reached\"", "\"class\": \"yes\"",
                "\"via\": \"resolved\"", "\"via\": \"RESOLVED\"",
                "\"0xffffffff81000010\"", "-2130706416",
                "\"rootCount\": 7", "\"rootCount\": null",
                "\"locationUnknown\": null,", "",
                "\"assay/why/1\"", "\"assay/why/2\""));
        spoiled("prove", prove(ReachModels.proofs()), Map.of(
                "\"verdict\": \"proved-free\"", "\"verdict\": \"free\"",
                "\"unknownEdges\": 0,", "",
                "\"bounds-check\"", "\"bounds_check\""));
        spoiled("attributed", attributed(ReachModels.attributed(), List.of()), Map.of(
                "\"known\": false,", "",
                "\"phase\": \"runtime\"", "\"phase\": \"boot\"",
                "\"unknown\": [],", ""));
    }

    @Test
    void theSchemasDescribeEveryField() throws IOException {
        assertThat(Contracts.undescribed("why", tree(why(ReachModels.tyr())))).isEmpty();
        assertThat(Contracts.undescribed("why", tree(why(ReachModels.rare())))).isEmpty();
        assertThat(Contracts.undescribed("prove", tree(prove(ReachModels.proofs())))).isEmpty();
        assertThat(Contracts.undescribed("attributed", tree(attributed(ReachModels.attributed(), List.of("a")))))
                .isEmpty();
    }

    @Test
    void theSchemasKnowEveryName() throws IOException {
        JsonNode why = Contracts.schema("why");
        assertThat(names(why.at("/$defs/leaving/properties/via")))
                .containsExactly(Arrays.stream(Via.values()).map(Via::id).toArray(String[]::new));
        assertThat(names(why.at("/properties/targets/items/properties/reach/properties/class")))
                .containsExactly(Arrays.stream(ReachClass.values()).map(ReachClass::id).toArray(String[]::new));
        assertThat(names(Contracts.schema("prove").at("/properties/proofs/items/properties/verdict")))
                .containsExactly(Arrays.stream(Proof.Verdict.values()).map(Proof.Verdict::id).toArray(String[]::new));
    }

    @Test
    void hostileNamesSurviveAndTheOutputIsPlainAscii() throws IOException {
        String output = why(ReachModels.hostile()) + prove(ReachModels.hostileProofs())
                + attributed(ReachModels.hostileAttributed(), List.of(ReachModels.HOSTILE));
        assertThat(output.chars()).allMatch(character -> character == '\n' || (character >= ' ' && character < 0x7f));
        assertThat(tree(why(ReachModels.hostile())).at("/targets/0/function").asString())
                .isEqualTo(ReachModels.HOSTILE);
    }

    @Test
    void aSiteIsWrittenAsTheListingWritesIt() throws IOException {
        ByteArrayOutputStream listing = new ByteArrayOutputStream();
        PanicsJson.write(Models.only(Models.tyr()), PanicsView.plain(), listing);
        JsonNode site = tree(why(ReachModels.tyr())).at("/targets/0/site");
        assertThat(tree(listing.toString(UTF_8)).at("/images/0/sites").values()).anySatisfy(
                listed -> site.properties().forEach(
                        field -> assertThat(listed.get(field.getKey())).isEqualTo(field.getValue())));
    }

    private static void spoiled(String name, String good, Map<String, String> changes) throws IOException {
        for (Map.Entry<String, String> change : changes.entrySet()) {
            assertThat(good).contains(change.getKey());
            assertThat(Contracts.problems(name, good.replace(change.getKey(), change.getValue())))
                    .as(change.getKey()).isNotEmpty();
        }
    }

    private static List<String> names(JsonNode described) {
        return described.get("enum").values().stream().map(JsonNode::asString).toList();
    }

    private static JsonNode tree(String json) {
        return Contracts.JSON.readTree(json);
    }

    private static String why(Why why) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WhyJson.write(why, out);
        return out.toString(UTF_8);
    }

    private static String prove(List<Proof> proofs) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ProveJson.write(proofs, out);
        return out.toString(UTF_8);
    }

    private static String attributed(List<Attributed> functions, List<String> unknown) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AttributedJson.write(functions, unknown, out);
        return out.toString(UTF_8);
    }
}
