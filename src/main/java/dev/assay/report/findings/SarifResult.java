package dev.assay.report.findings;

import dev.assay.check.panics.Frame;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Reach;
import dev.assay.check.sources.SiteSource;
import dev.assay.report.PlainJson;
import dev.assay.rust.SourceLocation;
import dev.assay.source.Justification;
import dev.assay.source.Passage;
import dev.assay.source.history.Commit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// A finding as a result of SARIF.
final class SarifResult {
    private final JsonGenerator json;
    private final SarifPlaces places;
    private final boolean saysSuppressed;

    /// @param saysSuppressed whether each result must say if it is suppressed
    SarifResult(JsonGenerator json, SarifPlaces places, boolean saysSuppressed) {
        this.json = json;
        this.places = places;
        this.saysSuppressed = saysSuppressed;
    }

    /// @param name of the finding in this run and in the next
    /// @param rule index of its kind in the list of rules
    void write(Finding finding, String name, int rule) {
        Site site = finding.site();
        json.writeStartObject();
        json.writeStringProperty("ruleId", site.kind().id());
        json.writeNumberProperty("ruleIndex", rule);
        json.writeStringProperty("level", finding.level().name().toLowerCase(Locale.ROOT));
        Sarif.text(json, "message", MessageText.of(finding.message()));
        json.writeName("analysisTarget");
        places.image(finding.image());
        Spot spot = places.roots().of(finding);
        location(finding, spot);
        related(finding, spot);
        json.writeObjectPropertyStart("partialFingerprints");
        json.writeStringProperty("assay/v1", MessageText.exact(name));
        json.writeEndObject();
        if (finding.state() != Finding.State.UNCOMPARED) {
            json.writeStringProperty("baselineState", finding.state().name().toLowerCase(Locale.ROOT));
        }
        suppressions(finding.source());
        Reach reach = finding.reach();
        if (reach != null && reach.way() != null) {
            new SarifFlow(json, places, finding.image()).write(reach.way());
        }
        properties(finding);
        json.writeEndObject();
    }

    private void location(Finding finding, @Nullable Spot spot) {
        Site site = finding.site();
        json.writeArrayPropertyStart("locations");
        json.writeStartObject();
        if (spot == null) {
            places.instruction(finding.image(), site.address(), site.section(), site.offset());
        } else {
            places.source(spot, finding.source() == null ? null : finding.source().passage());
        }
        places.function(site.function(), site.symbol());
        json.writeEndObject();
        json.writeEndArray();
    }

    /// The instruction, the location that the panic will print if a reader looks elsewhere, and the inline chain.
    private void related(Finding finding, @Nullable Spot primary) {
        Site site = finding.site();
        json.writeArrayPropertyStart("relatedLocations");
        int id = 0;
        if (primary != null) {
            json.writeStartObject();
            json.writeNumberProperty("id", id++);
            places.instruction(finding.image(), site.address(), site.section(), site.offset());
            Sarif.text(json, "message", "the instruction");
            json.writeEndObject();
        }
        SourceLocation location = site.location();
        Spot printed = location == null ? null : places.roots().of(location);
        if (printed != null && !printed.equals(primary)) {
            related(id++, printed, "the location that the panic prints", null);
        }
        for (Frame frame : site.inlined()) {
            Spot spot = places.roots().of(frame);
            if (spot != null && !(spot.equals(primary) && frame.function().equals(site.function()))) {
                boolean isOutermost = frame.equals(site.inlined().getLast());
                related(id++, spot, isOutermost ? "in" : "inlined", frame.function());
            }
        }
        json.writeEndArray();
    }

    private void related(int id, Spot spot, String text, @Nullable String function) {
        json.writeStartObject();
        json.writeNumberProperty("id", id);
        places.source(spot, null);
        if (function != null) {
            places.function(function, null);
        }
        Sarif.text(json, "message", MessageText.of(function == null ? text : text + " " + function));
        json.writeEndObject();
    }

    private void suppressions(@Nullable SiteSource source) {
        if (!saysSuppressed) {
            return;
        }
        json.writeArrayPropertyStart("suppressions");
        Justification justification = source == null ? null : source.justification();
        if (justification != null) {
            json.writeStartObject();
            json.writeStringProperty("kind", "inSource");
            json.writeStringProperty("status", "accepted");
            json.writeStringProperty("justification", MessageText.exact(justification.text()));
            json.writeObjectPropertyStart("location");
            places.source(places.roots().of(justification.file(), justification.line(), 0), null);
            json.writeEndObject();
            json.writeObjectPropertyStart("properties");
            json.writeStringProperty("kind", justification.kind().id());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /// What SARIF has no place for, under the names that `assay panics --format json` uses.
    private void properties(Finding finding) {
        Site site = finding.site();
        json.writeObjectPropertyStart("properties");
        Sarif.exact(json, "fingerprint", site.fingerprint());
        Sarif.exact(json, "image", finding.image());
        Sarif.exact(json, "address", site.address() == null ? null : "0x" + Long.toHexString(site.address()));
        Sarif.exact(json, "section", site.section());
        json.writeNumberProperty("offset", site.offset());
        Sarif.exact(json, "symbol", site.symbol());
        Sarif.exact(json, "function", site.function());
        Sarif.exact(json, "crate", site.crate());
        json.writeBooleanProperty("implicit", site.isImplicit());
        Sarif.exact(json, "entry", site.entry());
        Sarif.exact(json, "message", site.message());
        Sarif.exact(json, "locationUnknown", site.locationUnknown());
        Sarif.exact(json, "role", site.role().id());
        Sarif.exact(json, "phase", site.phase().id());
        reach(finding.reach());
        SiteSource source = finding.source();
        if (source != null) {
            passage(source.passage());
            introduced(source.introduced());
        }
        Sarif.exact(json, "show", Evidence.show(finding.image(), site));
        Sarif.exact(json, "objdump", Evidence.objdump(finding.image(), site));
        json.writeEndObject();
    }

    private void reach(@Nullable Reach reach) {
        if (reach == null) {
            return;
        }
        json.writeObjectPropertyStart("reach");
        json.writeStringProperty("class", reach.reach().id());
        List<String> roots = reach.roots().stream().map(root -> MessageText.exact(root.name())).distinct().toList();
        PlainJson.strings(json, "roots", roots);
        json.writeNumberProperty("rootCount", reach.rootCount());
        json.writeNumberProperty("unknownEdgesOnPath", reach.unknownEdges());
        json.writeEndObject();
    }

    private void passage(Passage passage) {
        json.writeBooleanProperty("unsafe", passage.unsafe());
        json.writeBooleanProperty("constFn", passage.constFn());
        json.writeBooleanProperty("test", passage.test());
    }

    private void introduced(@Nullable Commit commit) {
        if (commit == null) {
            return;
        }
        json.writeObjectPropertyStart("introduced");
        Sarif.exact(json, "commit", commit.id());
        Sarif.exact(json, "author", commit.author());
        Sarif.exact(json, "email", commit.email());
        Sarif.exact(json, "date", Objects.toString(commit.date()));
        Sarif.exact(json, "subject", commit.subject());
        json.writeEndObject();
    }
}
