package dev.assay.report.findings;

import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Kind;
import dev.assay.report.PlainJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Findings in the Static Analysis Results Interchange Format, SARIF 2.1.0: one log with one run. `docs/formats.md` says
/// what of it readers make.
///
/// The output is ASCII, as `PlainJson` has it.
public final class Sarif {
    private static final String SCHEMA =
            "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json";

    /// The rule that a policy's conditions on several sites at once are.
    private static final String POLICY = "policy";

    private final JsonGenerator json;
    private final Findings findings;
    private final SarifPlaces places;

    private Sarif(JsonGenerator json, Findings findings) {
        this.json = json;
        this.findings = findings;
        this.places = new SarifPlaces(json, findings);
    }

    /// Writes one object and a line feed, and leaves the stream open.
    ///
    /// @throws IOException of the stream itself
    public static void write(Findings findings, OutputStream out) throws IOException {
        PlainJson.write(out, json -> new Sarif(json, findings).log());
    }

    private void log() {
        json.writeStartObject();
        json.writeStringProperty("$schema", SCHEMA);
        json.writeStringProperty("version", "2.1.0");
        json.writeArrayPropertyStart("runs");
        run();
        json.writeEndArray();
        json.writeEndObject();
    }

    private void run() {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        findings.findings().forEach(finding -> kinds.add(finding.site().kind()));
        Map<Kind, Integer> rules = new EnumMap<>(Kind.class);
        kinds.forEach(kind -> rules.put(kind, rules.size()));
        json.writeStartObject();
        tool(rules.keySet());
        invocation();
        json.writeObjectPropertyStart("automationDetails");
        json.writeStringProperty("id", "assay/" + findings.command() + "/");
        json.writeEndObject();
        bases();
        json.writeStringProperty("columnKind", "unicodeCodePoints");
        images();
        results(rules);
        places.writeSections();
        json.writeEndObject();
    }

    private void tool(Set<Kind> kinds) {
        json.writeObjectPropertyStart("tool");
        json.writeObjectPropertyStart("driver");
        json.writeStringProperty("name", "assay");
        String version = Sarif.class.getPackage().getImplementationVersion();
        if (version != null) {
            json.writeStringProperty("version", version);
        }
        text(json, "shortDescription", "Where the Rust in a Linux kernel can panic, read from its machine code.");
        json.writeArrayPropertyStart("rules");
        kinds.forEach(kind -> SarifRule.write(json, kind));
        if (breaksRules() && !findings.failures().isEmpty()) {
            json.writeStartObject();
            json.writeStringProperty("id", POLICY);
            json.writeStringProperty("name", "Policy");
            text(json, "shortDescription", "A condition of the policy on several sites at once does not hold.");
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    /// What is missing from the results, which a reader must not take for all there is.
    private void invocation() {
        json.writeArrayPropertyStart("invocations");
        json.writeStartObject();
        json.writeBooleanProperty("executionSuccessful", findings.failures().isEmpty() || breaksRules());
        json.writeArrayPropertyStart("toolExecutionNotifications");
        if (!breaksRules()) {
            findings.failures().forEach(failure -> notification("error", failure));
        }
        findings.unknown().forEach(gap -> notification("warning", "unknown: " + gap));
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    /// Whether failures are what the policy forbids. Those are results, though they have no line: notifications are not
    /// shown to the people who read results.
    private boolean breaksRules() {
        return findings.command().equals("gate") && !places.images().isEmpty();
    }

    private void broken(String failure) {
        json.writeStartObject();
        json.writeStringProperty("ruleId", POLICY);
        json.writeStringProperty("level", "error");
        text(json, "message", MessageText.of(failure));
        json.writeArrayPropertyStart("locations");
        json.writeStartObject();
        json.writeObjectPropertyStart("physicalLocation");
        json.writeName("artifactLocation");
        places.image(places.images().getFirst());
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
        if (hasSource()) {
            json.writeArrayPropertyStart("suppressions");
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void notification(String level, String text) {
        json.writeStartObject();
        json.writeStringProperty("level", level);
        text(json, "message", MessageText.of(text));
        json.writeEndObject();
    }

    /// Only the reader knows where these are on the reader's machine.
    private void bases() {
        json.writeObjectPropertyStart("originalUriBaseIds");
        base(SarifPlaces.TREE, "The source tree that was compiled.");
        base(SarifPlaces.LIBRARY, "The folder `library` of Rust's own source, that of the compiler.");
        base(SarifPlaces.WORKING, "The folder that assay was run in.");
        json.writeEndObject();
    }

    private void base(String id, String description) {
        json.writeObjectPropertyStart(id);
        text(json, "description", description);
        json.writeEndObject();
    }

    private void images() {
        json.writeArrayPropertyStart("artifacts");
        for (String path : places.images()) {
            json.writeStartObject();
            json.writeName("location");
            places.image(path);
            json.writeArrayPropertyStart("roles");
            json.writeString("analysisTarget");
            json.writeEndArray();
            findings.images().stream().filter(image -> image.path().equals(path)).findFirst().ifPresent(this::identity);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void identity(ImagePanics.Identity image) {
        json.writeObjectPropertyStart("properties");
        exact(json, "kind", image.kind());
        exact(json, "machine", image.machine());
        exact(json, "release", image.release());
        exact(json, "buildId", image.buildId());
        exact(json, "debugFile", image.debugFile());
        PlainJson.strings(json, "rustc", image.rustc().stream().map(MessageText::exact).toList());
        json.writeEndObject();
    }

    private void results(Map<Kind, Integer> rules) {
        SarifResult result = new SarifResult(json, places, hasSource());
        List<String> names = new ArrayList<>(Identities.of(findings.findings()));
        json.writeArrayPropertyStart("results");
        for (int i = 0; i < names.size(); i++) {
            Finding finding = findings.findings().get(i);
            result.write(finding, names.get(i), rules.getOrDefault(finding.site().kind(), -1));
        }
        if (breaksRules()) {
            findings.failures().forEach(this::broken);
        }
        json.writeEndArray();
    }

    /// If one result says whether it is suppressed, all must (SARIF 2.1.0 §3.27.23).
    private boolean hasSource() {
        return findings.findings().stream().anyMatch(finding -> finding.source() != null);
    }

    /// A message or description of which there is only the plain form.
    static void text(JsonGenerator json, String name, String text) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("text", text);
        json.writeEndObject();
    }

    /// A property for programs, if it has a value.
    static void exact(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, MessageText.exact(value));
        }
    }
}
