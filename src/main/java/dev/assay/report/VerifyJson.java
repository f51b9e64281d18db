package dev.assay.report;

import dev.assay.check.verify.Verification;
import dev.assay.check.verify.Verification.Compared;
import dev.assay.check.verify.Verification.NotVerified;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// What another disassembler says, as the object `verification` of `docs/schema/panics-1.json`.
final class VerifyJson {
    private VerifyJson() {}

    /// @param verification null if none was asked
    static void write(JsonGenerator json, @Nullable Verification verification) {
        switch (verification) {
            case null -> json.writeNull();
            case Compared compared -> {
                json.writeStartObject();
                json.writeBooleanProperty("agrees", compared.agrees());
                json.writeStringProperty("tool", compared.tool());
                json.writeStringProperty("version", compared.version());
                json.writeStringProperty("command", compared.command());
                json.writeNumberProperty("agreed", compared.agreed());
                strings(json, "onlyHere", compared.onlyHere());
                strings(json, "onlyThere", compared.onlyThere());
                strings(json, "asData", compared.asData());
                json.writeNumberProperty("notCompared", compared.notCompared());
                json.writeNullProperty("notVerified");
                json.writeEndObject();
            }
            case NotVerified not -> {
                json.writeStartObject();
                json.writeNullProperty("agrees");
                json.writeNullProperty("tool");
                json.writeNullProperty("version");
                json.writeNullProperty("command");
                json.writeNullProperty("agreed");
                strings(json, "onlyHere", List.of());
                strings(json, "onlyThere", List.of());
                strings(json, "asData", List.of());
                json.writeNullProperty("notCompared");
                json.writeStringProperty("notVerified", not.why());
                json.writeEndObject();
            }
        }
    }

    private static void strings(JsonGenerator json, String name, List<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
    }
}
