package dev.assay.report;

import dev.assay.check.panics.Frame;
import dev.assay.check.panics.Site;
import dev.assay.rust.SourceLocation;
import dev.assay.source.Justification;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// A panic site as every JSON answer has it: the definition `site` of `docs/schema/panics-1.json`.
final class SiteJson {
    private SiteJson() {}

    /// @param site null where the answer is about something else
    static void write(JsonGenerator json, @Nullable Site site) {
        if (site == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        fields(json, site, null);
        json.writeEndObject();
    }

    /// The fields alone, for an object that has more of them.
    ///
    /// @param justification why the site is accepted; null if nothing says so, or nobody looked
    static void fields(JsonGenerator json, Site site, @Nullable Justification justification) {
        json.writeStringProperty("role", site.role().id());
        PlainJson.address(json, site.address());
        json.writeStringProperty("section", site.section());
        json.writeNumberProperty("offset", site.offset());
        json.writeStringProperty("symbol", site.symbol());
        PlainJson.strings(json, "aliases", site.aliases());
        json.writeStringProperty("function", site.function());
        json.writeStringProperty("crate", site.crate());
        json.writeStringProperty("kind", site.kind().id());
        json.writeBooleanProperty("implicit", site.isImplicit());
        json.writeStringProperty("entry", site.entry());
        PlainJson.string(json, "message", site.message());
        location(json, site.location());
        PlainJson.string(json, "locationUnknown", site.locationUnknown());
        json.writeName("origin");
        frame(json, site.origin());
        inlined(json, site.inlined());
        json.writeStringProperty("phase", site.phase().id());
        SourceJson.justification(json, justification);
        json.writeStringProperty("fingerprint", site.fingerprint());
    }

    /// What an instruction comes from, innermost first.
    static void inlined(JsonGenerator json, List<Frame> frames) {
        json.writeArrayPropertyStart("inlined");
        frames.forEach(frame -> frame(json, frame));
        json.writeEndArray();
    }

    static void location(JsonGenerator json, @Nullable SourceLocation location) {
        json.writeName("location");
        if (location == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("file", location.file());
        json.writeNumberProperty("line", location.line());
        json.writeNumberProperty("column", location.column());
        json.writeEndObject();
    }

    private static void frame(JsonGenerator json, @Nullable Frame frame) {
        if (frame == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("function", frame.function());
        PlainJson.string(json, "file", frame.file());
        json.writeNumberProperty("line", frame.line());
        json.writeNumberProperty("column", frame.column());
        json.writeEndObject();
    }
}
