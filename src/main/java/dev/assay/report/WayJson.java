package dev.assay.report;

import dev.assay.check.reach.Entrance;
import dev.assay.check.reach.Step;
import dev.assay.check.reach.Way;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// A way from function to function, as the definition `way` of `docs/schema/why-1.json`.
final class WayJson {
    private WayJson() {}

    static void write(JsonGenerator json, Way way) {
        json.writeStartObject();
        json.writeName("from");
        entrance(json, way.from());
        json.writeNumberProperty("unknownEdges", way.unknownEdges());
        json.writeArrayPropertyStart("steps");
        for (Step step : way.steps()) {
            json.writeStartObject();
            json.writeStringProperty("function", step.function());
            json.writeStringProperty("symbol", step.symbol());
            PlainJson.string(json, "image", step.image());
            json.writeName("leaves");
            leaving(json, step.leaves());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /// @param entrance null for a way that does not start at a root
    static void entrance(JsonGenerator json, @Nullable Entrance entrance) {
        if (entrance == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("kind", entrance.kind());
        json.writeStringProperty("name", entrance.name());
        json.writeStringProperty("function", entrance.function());
        PlainJson.string(json, "image", entrance.image());
        json.writeEndObject();
    }

    private static void leaving(JsonGenerator json, Step.@Nullable Leaving leaves) {
        if (leaves == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("via", leaves.via().id());
        json.writeBooleanProperty("known", leaves.via().isKnown());
        PlainJson.address(json, leaves.address());
        json.writeStringProperty("section", leaves.section());
        json.writeNumberProperty("offset", leaves.offset());
        SiteJson.inlined(json, leaves.frames());
        json.writeEndObject();
    }
}
