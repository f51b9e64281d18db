package dev.assay.report;

import dev.assay.check.reach.Attributed;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// The answer to `assay panics --attributed` for programs, as `docs/schema/attributed-1.json` describes it.
public final class AttributedJson {
    private AttributedJson() {}

    /// Writes one object and a line feed, and leaves the stream open.
    ///
    /// @param unknown what the answer depends on and could not be determined
    /// @throws IOException of the stream itself
    public static void write(List<Attributed> functions, List<String> unknown, OutputStream out) throws IOException {
        PlainJson.write(out, json -> {
            json.writeStartObject();
            json.writeStringProperty("schema", "assay/attributed/1");
            PlainJson.strings(json, "unknown", unknown);
            json.writeArrayPropertyStart("functions");
            functions.forEach(function -> function(json, function));
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void function(JsonGenerator json, Attributed function) {
        json.writeStartObject();
        json.writeStringProperty("function", function.function());
        json.writeStringProperty("symbol", function.symbol());
        json.writeStringProperty("crate", function.crate());
        PlainJson.string(json, "image", function.image());
        json.writeArrayPropertyStart("panics");
        for (Attributed.Panic panic : function.panics()) {
            json.writeStartObject();
            json.writeName("site");
            SiteJson.write(json, panic.site());
            json.writeName("way");
            WayJson.write(json, panic.way());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
