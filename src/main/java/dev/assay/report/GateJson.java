package dev.assay.report;

import dev.assay.check.gate.Allowance;
import dev.assay.check.gate.Decision;
import dev.assay.check.gate.Doubt;
import dev.assay.check.gate.Exemption;
import dev.assay.check.gate.Rule;
import dev.assay.check.gate.Tally;
import dev.assay.check.gate.Verdict;
import dev.assay.check.gate.Violation;
import dev.assay.check.panics.ImagePanics.Identity;
import dev.assay.check.reach.Reach;
import dev.assay.check.sources.SiteSource;
import dev.assay.source.history.Commit;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// The answer to `assay gate` for programs, as `docs/schema/gate-1.json` describes it.
public final class GateJson {
    private final Verdict verdict;
    private final JsonGenerator json;
    private final IdentityHashMap<Decision, Integer> numbers = new IdentityHashMap<>();

    private GateJson(Verdict verdict, JsonGenerator json) {
        this.verdict = verdict;
        this.json = json;
        verdict.decisions().forEach(decision -> numbers.put(decision, numbers.size()));
    }

    /// Writes one object and a line feed, and leaves the stream open.
    ///
    /// @throws IOException of the stream itself
    public static void write(Verdict verdict, OutputStream out) throws IOException {
        PlainJson.write(out, json -> new GateJson(verdict, json).write());
    }

    private void write() {
        json.writeStartObject();
        json.writeStringProperty("schema", "assay/gate/1");
        json.writeStringProperty("policy", verdict.policy().name());
        json.writeStringProperty("verdict", verdict.isFailed() ? "failed"
                : verdict.isIncomplete() ? "incomplete" : "passed");
        json.writeBooleanProperty("complete", !verdict.isIncomplete());
        json.writeBooleanProperty("compared", verdict.compared());
        PlainJson.strings(json, "images", verdict.images().stream().map(Identity::path).toList());
        json.writeArrayPropertyStart("rules");
        verdict.tallies().forEach(this::rule);
        json.writeEndArray();
        json.writeArrayPropertyStart("violations");
        verdict.violations().forEach(this::violation);
        json.writeEndArray();
        json.writeArrayPropertyStart("unknown");
        verdict.doubts().forEach(this::doubt);
        json.writeEndArray();
        PlainJson.strings(json, "warnings", verdict.warnings());
        json.writeArrayPropertyStart("sites");
        verdict.decisions().forEach(this::decision);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void rule(Tally tally) {
        Rule rule = tally.rule();
        json.writeStartObject();
        json.writeNumberProperty("line", rule.line());
        PlainJson.string(json, "name", rule.name());
        json.writeStringProperty("demand", rule.demand().text());
        PlainJson.string(json, "allowIf", rule.exemption() == Exemption.NONE ? null : rule.exemption().id());
        PlainJson.string(json, "reason", rule.reason());
        json.writeNumberProperty("sites", tally.sites());
        json.writeNumberProperty("possible", tally.possible());
        json.writeNumberProperty("refused", tally.refused());
        json.writeEndObject();
    }

    private void violation(Violation violation) {
        json.writeStartObject();
        json.writeStringProperty("cause", violation.cause().id());
        json.writeNumberProperty("line", violation.line());
        json.writeStringProperty("what", violation.what());
        PlainJson.string(json, "reason", GateWords.reason(violation).orElse(null));
        sites(violation.sites());
        json.writeEndObject();
    }

    private void doubt(Doubt doubt) {
        json.writeStartObject();
        json.writeBooleanProperty("fails", doubt.fails());
        Rule rule = doubt.rule();
        line("line", rule == null ? null : rule.line());
        json.writeStringProperty("what", doubt.what());
        sites(doubt.sites());
        json.writeEndObject();
    }

    private void line(String name, @Nullable Integer line) {
        if (line == null) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, line);
        }
    }

    private void sites(List<Decision> sites) {
        json.writeArrayPropertyStart("sites");
        sites.forEach(decision -> json.writeNumber(numbers.getOrDefault(decision, -1)));
        json.writeEndArray();
    }

    private void decision(Decision decision) {
        json.writeStartObject();
        json.writeStringProperty("image", decision.image());
        json.writeStringProperty("outcome", decision.outcome().id());
        json.writeStringProperty("why", decision.why());
        Rule rule = decision.rule();
        Allowance allowance = decision.allowance();
        line("ruleLine", rule == null ? null : rule.line());
        line("allowLine", allowance == null ? null : allowance.line());
        LocalDate expires = allowance == null ? null : allowance.expires();
        PlainJson.string(json, "expires", expires == null ? null : expires.toString());
        Boolean inBaseline = decision.inBaseline();
        if (inBaseline == null) {
            json.writeNullProperty("inBaseline");
        } else {
            json.writeBooleanProperty("inBaseline", inBaseline);
        }
        Reach reach = decision.reach();
        PlainJson.string(json, "reach", reach == null ? null : reach.reach().id());
        SiteSource source = decision.source();
        SourceJson.justification(json, source == null ? null : source.justification());
        commit(source == null ? null : source.introduced());
        json.writeName("site");
        SiteJson.write(json, decision.site());
        json.writeEndObject();
    }

    private void commit(@Nullable Commit commit) {
        json.writeName("introduced");
        if (commit == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("commit", commit.id());
        json.writeStringProperty("author", commit.author());
        json.writeStringProperty("email", commit.email());
        json.writeStringProperty("date", commit.date().toString());
        json.writeStringProperty("subject", commit.subject());
        json.writeEndObject();
    }
}
