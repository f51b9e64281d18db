package dev.assay.report;

import dev.assay.check.reach.Why;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;

/// The answer to `assay why` for programs, as `docs/schema/why-1.json` describes it.
public final class WhyJson {
    private WhyJson() {}

    /// Writes one object and a line feed, and leaves the stream open.
    ///
    /// @throws IOException of the stream itself
    public static void write(Why why, OutputStream out) throws IOException {
        PlainJson.write(out, json -> why(json, why));
    }

    private static void why(JsonGenerator json, Why why) {
        json.writeStartObject();
        json.writeStringProperty("schema", "assay/why/1");
        PlainJson.strings(json, "images", why.images());
        PlainJson.strings(json, "unknown", why.unknown());
        json.writeArrayPropertyStart("targets");
        for (Why.Target target : why.targets()) {
            json.writeStartObject();
            json.writeStringProperty("function", target.function());
            json.writeStringProperty("symbol", target.symbol());
            PlainJson.string(json, "image", target.image());
            json.writeName("site");
            SiteJson.write(json, target.site());
            PlainJson.string(json, "guard", target.guard());
            json.writeObjectPropertyStart("reach");
            json.writeStringProperty("class", target.reach().id());
            json.writeNumberProperty("rootCount", target.rootCount());
            json.writeEndObject();
            json.writeArrayPropertyStart("ways");
            target.ways().forEach(way -> WayJson.write(json, way));
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
