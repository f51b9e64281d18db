package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.verify.Verification;
import dev.assay.check.verify.Verification.Compared;
import dev.assay.check.verify.Verification.NotVerified;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What another disassembler says, as text and as JSON.
class VerifyTest {
    private static final Compared AGREES = new Compared("a.ko", "objdump", "2.40", "objdump -d a.ko", 407, List.of(),
            List.of(), List.of(), 0);
    private static final Compared DIFFERS = new Compared("b.ko", "objdump", "", "objdump -d b.ko", 1,
            List.of(".text+0x1\u001b"), List.of(".text+0x2"), List.of(".text+0x3"), 2);
    private static final NotVerified NOT = new NotVerified("c.ko", "no objdump");

    private static String text(Verification... verifications) throws IOException {
        StringBuilder out = new StringBuilder();
        VerifyText.write(List.of(verifications), out);
        return out.toString();
    }

    @Test
    void oneImageNeedsNoName() throws IOException {
        assertThat(text(AGREES)).isEqualTo("verified with objdump 2.40: 407 of 407 transfers agree\n");
        assertThat(text(NOT)).isEqualTo("not verified: no objdump\n");
        assertThat(text(new Compared("a", "objdump", "2", "", 0, List.of(), List.of(), List.of(), 0)))
                .isEqualTo("verified with objdump 2: it finds no transfer to a panic entry either\n");
        assertThat(text()).isEmpty();
    }

    @Test
    void whatDiffersIsListed() throws IOException {
        assertThat(text(AGREES, DIFFERS, NOT)).isEqualTo("""
                a.ko: verified with objdump 2.40: 407 of 407 transfers agree
                b.ko: objdump disagrees: 1 of 2 transfers agree
                  not compared: 2 transfers through registers or memory
                  data here, code to objdump: .text+0x3
                  only assay finds: .text+0x1\\u{1b}
                  only objdump finds: .text+0x2
                  look with: objdump -d b.ko
                c.ko: not verified: no objdump
                """);
    }

    @Test
    void jsonHasItAndTheSchemaDescribesIt() throws IOException {
        ImagePanics image = Models.kernel();
        String path = image.image().path();
        for (Verification verification : List.of(
                new Compared(path, "objdump", "2.40", "objdump", 407, List.of("0x1"), List.of(".text+0x2"), List.of(),
                        0),
                new NotVerified(path, "no objdump"))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            PanicsJson.write(Models.only(image), PanicsView.plain(), List.of(verification), out);
            String json = out.toString(UTF_8);
            JsonNode node = new JsonMapper().readTree(json).get("images").get(0).get("verification");
            assertThat(node.get("agrees").isNull()).isEqualTo(verification instanceof NotVerified);
            assertThat(node.get("notVerified").isNull()).isEqualTo(verification instanceof Compared);
            String schema = Files.readString(Path.of("docs/schema/panics-1.json"), UTF_8);
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schema, InputFormat.JSON).validate(json, InputFormat.JSON)).isEmpty();
            JsonNode described = new JsonMapper().readTree(schema).at("/$defs/verification/properties");
            assertThat(described.propertyNames()).containsExactlyInAnyOrderElementsOf(node.propertyNames());
        }
    }
}
