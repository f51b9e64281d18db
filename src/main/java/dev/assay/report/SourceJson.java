package dev.assay.report;

import dev.assay.check.sources.SiteSource;
import dev.assay.check.sources.Sources;
import dev.assay.source.Justification;
import dev.assay.source.Passage;
import dev.assay.source.history.Commit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// What the source says, as every JSON answer has it: the definitions `justification` and `source` of
/// `docs/schema/panics-1.json`.
final class SourceJson {
    private SourceJson() {}

    /// The field `justification` of a site.
    static void justification(JsonGenerator json, @Nullable Justification justification) {
        json.writeName("justification");
        if (justification == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("kind", justification.kind().id());
        json.writeStringProperty("text", justification.text());
        json.writeStringProperty("file", justification.file());
        json.writeNumberProperty("line", justification.line());
        json.writeEndObject();
    }

    /// The field `source` of a site.
    static void source(JsonGenerator json, Optional<SiteSource> source) {
        json.writeName("source");
        if (source.isEmpty()) {
            json.writeNull();
            return;
        }
        Passage passage = source.get().passage();
        json.writeStartObject();
        json.writeStringProperty("file", passage.file());
        json.writeNumberProperty("line", passage.line());
        json.writeNumberProperty("column", passage.column());
        json.writeBooleanProperty("unsafe", passage.unsafe());
        json.writeBooleanProperty("constFn", passage.constFn());
        json.writeBooleanProperty("test", passage.test());
        json.writeEndObject();
    }

    /// The field `introduced` of a site.
    static void introduced(JsonGenerator json, Optional<SiteSource> source) {
        json.writeName("introduced");
        Commit commit = source.isEmpty() ? null : source.get().introduced();
        if (commit == null) {
            json.writeNull();
            return;
        }
        boolean committed = !commit.id().isEmpty();
        json.writeStartObject();
        PlainJson.string(json, "commit", committed ? commit.id() : null);
        PlainJson.string(json, "author", committed ? commit.author() : null);
        PlainJson.string(json, "email", committed ? commit.email() : null);
        PlainJson.string(json, "date", committed ? commit.date().toString() : null);
        PlainJson.string(json, "subject", committed ? commit.subject() : null);
        json.writeEndObject();
    }

    /// The fields of the whole answer.
    static void all(JsonGenerator json, Sources sources) {
        PlainJson.strings(json, "sourceUnknown", sources.unknown());
        json.writeArrayPropertyStart("stale");
        stale(json, sources.stale(), true);
        stale(json, sources.unexamined(), false);
        json.writeEndArray();
    }

    private static void stale(JsonGenerator json, List<Justification> comments, boolean compiled) {
        for (Justification comment : comments) {
            json.writeStartObject();
            json.writeStringProperty("file", comment.file());
            json.writeNumberProperty("line", comment.line());
            json.writeStringProperty("text", comment.text());
            json.writeBooleanProperty("compiled", compiled);
            json.writeEndObject();
        }
    }
}
