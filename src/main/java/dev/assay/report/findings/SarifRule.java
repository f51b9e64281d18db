package dev.assay.report.findings;

import dev.assay.check.panics.Advice;
import dev.assay.check.panics.Kind;
import dev.assay.report.AdviceMarkdown;
import dev.assay.report.AdviceText;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// A kind of panic site as a rule of SARIF, with the advice for it as help.
final class SarifRule {
    private SarifRule() {}

    static void write(JsonGenerator json, Kind kind) {
        Advice advice = Advice.of(kind);
        json.writeStartObject();
        json.writeStringProperty("id", kind.id());
        json.writeStringProperty("name", name(kind));
        Sarif.text(json, "shortDescription", MessageText.of(advice.summary()));
        Sarif.text(json, "fullDescription", MessageText.of(advice.summary() + " " + advice.remedy()));
        json.writeObjectPropertyStart("help");
        json.writeStringProperty("text", AdviceText.of(advice, 0, false));
        json.writeStringProperty("markdown", AdviceMarkdown.of(advice));
        json.writeEndObject();
        json.writeObjectPropertyStart("defaultConfiguration");
        json.writeStringProperty("level", "warning");
        json.writeEndObject();
        json.writeObjectPropertyStart("properties");
        json.writeArrayPropertyStart("tags");
        List.of("rust", "linux-kernel", "panic", kind.isImplicit() ? "implicit" : "explicit")
                .forEach(json::writeString);
        json.writeEndArray();
        // What GitHub shows as the severity of a rule.
        json.writeStringProperty("problem.severity", "warning");
        json.writeEndObject();
        json.writeEndObject();
    }

    /// `BoundsCheck`: the form that the standard recommends (SARIF 2.1.0 §3.49.7).
    private static String name(Kind kind) {
        StringBuilder name = new StringBuilder();
        for (String word : kind.id().split("-", -1)) {
            name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return name.toString();
    }
}
