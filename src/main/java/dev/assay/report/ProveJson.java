package dev.assay.report;

import dev.assay.check.reach.Proof;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// The answer to `assay prove` for programs, as `docs/schema/prove-1.json` describes it.
public final class ProveJson {
    private ProveJson() {}

    /// Writes one object and a line feed, and leaves the stream open.
    ///
    /// @throws IOException of the stream itself
    public static void write(List<Proof> proofs, OutputStream out) throws IOException {
        PlainJson.write(out, json -> {
            json.writeStartObject();
            json.writeStringProperty("schema", "assay/prove/1");
            json.writeArrayPropertyStart("proofs");
            proofs.forEach(proof -> proof(json, proof));
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void proof(JsonGenerator json, Proof proof) {
        json.writeStartObject();
        json.writeStringProperty("function", proof.function());
        json.writeStringProperty("symbol", proof.symbol());
        PlainJson.string(json, "image", proof.image());
        json.writeStringProperty("verdict", proof.verdict().id());
        json.writeNumberProperty("followed", proof.followed());
        PlainJson.strings(json, "assumed", proof.assumed());
        json.writeArrayPropertyStart("sites");
        for (Proof.Reached reached : proof.sites()) {
            json.writeStartObject();
            json.writeName("site");
            SiteJson.write(json, reached.site());
            json.writeName("way");
            WayJson.write(json, reached.way());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberProperty("unknownCount", proof.unknownCount());
        json.writeArrayPropertyStart("unknown");
        for (Proof.Unknown unknown : proof.unknown()) {
            json.writeStartObject();
            json.writeStringProperty("why", unknown.why());
            json.writeName("way");
            WayJson.write(json, unknown.way());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
