package dev.assay.report;

import dev.assay.check.panics.Coverage;
import dev.assay.check.panics.Glob;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.panics.SiteFilter;
import dev.assay.check.reach.Reach;
import dev.assay.check.verify.Verification;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// The answer to `assay panics` for programs, as `docs/schema/panics-1.json` describes it.
///
/// The output is ASCII, as `PlainJson` has it.
public final class PanicsJson {
    private final JsonGenerator json;
    private final PanicsView view;
    private final Map<String, Verification> verifications;

    private PanicsJson(JsonGenerator json, PanicsView view, Map<String, Verification> verifications) {
        this.json = json;
        this.view = view;
        this.verifications = verifications;
    }

    /// Writes one object and a line feed, and leaves the stream open.
    ///
    /// @throws IOException of the stream itself
    public static void write(Panics panics, PanicsView view, OutputStream out) throws IOException {
        write(panics, view, List.of(), out);
    }

    /// The same with what another disassembler says about it.
    ///
    /// @param verifications of the images for which one was asked
    /// @throws IOException of the stream itself
    public static void write(Panics panics, PanicsView view, List<Verification> verifications, OutputStream out)
            throws IOException {
        Map<String, Verification> byPath = new HashMap<>();
        verifications.forEach(verification -> byPath.put(verification.path(), verification));
        PlainJson.write(out, json -> new PanicsJson(json, view, byPath).panics(panics));
    }

    private void panics(Panics panics) {
        json.writeStartObject();
        json.writeStringProperty("schema", "assay/panics/1");
        unreadable(json, panics);
        json.writeNumberProperty("withoutRust", panics.withoutRust());
        json.writeNumberProperty("otherFiles", panics.others());
        filter(view.filter());
        json.writeArrayPropertyStart("images");
        panics.images().forEach(this::image);
        json.writeEndArray();
        strings("reachUnknown", view.reach().reaches().unknown());
        SourceJson.all(json, view.source().sources());
        json.writeEndObject();
    }

    /// So that a list of some sites is not taken for a list of all.
    private void filter(SiteFilter filter) {
        json.writeName("filter");
        if (view.isEverything()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        conditions(json, filter);
        json.writeBooleanProperty("implicit", filter.implicit());
        json.writeBooleanProperty("explicit", filter.explicit());
        strings("reachedFrom", view.reach().from());
        json.writeBooleanProperty("unreached", view.reach().unreached());
        json.writeName("justified");
        switch (view.source().only()) {
            case ALL -> json.writeNull();
            case JUSTIFIED -> json.writeBoolean(true);
            case UNJUSTIFIED -> json.writeBoolean(false);
        }
        PlainJson.string(json, "since", view.source().sources().origins().since());
        json.writeEndObject();
    }

    /// Files that gave no answer, as every answer about files has them.
    static void unreadable(JsonGenerator json, Panics panics) {
        json.writeArrayPropertyStart("unreadable");
        for (Panics.Unreadable file : panics.unreadable()) {
            json.writeStartObject();
            json.writeStringProperty("path", file.path());
            json.writeStringProperty("why", file.why());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /// What sites must fit, whatever the command.
    static void conditions(JsonGenerator json, SiteFilter filter) {
        PlainJson.strings(json, "crates", List.copyOf(filter.crates()));
        PlainJson.strings(json, "kinds", filter.kinds().stream().map(Kind::id).toList());
        PlainJson.strings(json, "functions", filter.functions().stream().map(Glob::pattern).toList());
        PlainJson.strings(json, "files", filter.files().stream().map(Glob::pattern).toList());
    }

    private void image(ImagePanics image) {
        json.writeStartObject();
        identity(image.image());
        coverage(image);
        json.writeArrayPropertyStart("sites");
        view.select(image).forEach(site -> site(image.image().path(), site));
        json.writeEndArray();
        json.writeName("verification");
        VerifyJson.write(json, verifications.get(image.image().path()));
        json.writeEndObject();
    }

    private void site(String image, Site site) {
        json.writeStartObject();
        SiteJson.fields(json, site, view.source().justification(image, site).orElse(null));
        SourceJson.source(json, view.source().of(image, site));
        SourceJson.introduced(json, view.source().of(image, site));
        json.writeName("reach");
        reach(view.reach().of(image, site).orElse(null));
        json.writeEndObject();
    }

    private void reach(@Nullable Reach reach) {
        if (reach == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("class", reach.reach().id());
        json.writeArrayPropertyStart("roots");
        reach.roots().forEach(root -> WayJson.entrance(json, root));
        json.writeEndArray();
        json.writeNumberProperty("rootCount", reach.rootCount());
        json.writeNumberProperty("unknownEdgesOnPath", reach.unknownEdges());
        json.writeEndObject();
    }

    private void identity(ImagePanics.Identity identity) {
        json.writeObjectPropertyStart("image");
        json.writeStringProperty("path", identity.path());
        json.writeStringProperty("kind", identity.kind());
        json.writeStringProperty("machine", identity.machine());
        string("release", identity.release());
        string("buildId", identity.buildId());
        strings("rustc", identity.rustc());
        json.writeStringProperty("names", identity.names());
        string("debugFile", identity.debugFile());
        json.writeEndObject();
    }

    private void coverage(ImagePanics image) {
        Coverage coverage = image.coverage();
        json.writeObjectPropertyStart("coverage");
        json.writeBooleanProperty("complete", Unknowns.of(image).isEmpty());
        json.writeNumberProperty("rustFunctions", coverage.rustFunctions());
        json.writeNumberProperty("rustFunctionsScanned", coverage.rustFunctionsScanned());
        json.writeNumberProperty("rustBytes", coverage.rustBytes());
        json.writeBooleanProperty("hasDwarf", coverage.hasDwarf());
        json.writeNumberProperty("panicEntries", coverage.panicEntries());
        json.writeNumberProperty("transfers", coverage.transfers());
        json.writeNumberProperty("sites", image.sites().stream().filter(site -> site.role() == Role.SITE).count());
        json.writeNumberProperty("machinerySites", coverage.machinerySites());
        json.writeNumberProperty("passThroughs", coverage.passThroughs());
        strings("selfCheckOnly", coverage.selfCheckOnly());
        json.writeArrayPropertyStart("notScanned");
        for (Coverage.NotScanned code : coverage.notScanned()) {
            json.writeStartObject();
            json.writeStringProperty("what", code.what());
            json.writeStringProperty("why", code.why());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("unitsSkipped");
        for (Coverage.UnitSkipped unit : coverage.unitsSkipped()) {
            json.writeStartObject();
            json.writeNumberProperty("offset", unit.offset());
            json.writeStringProperty("why", unit.why());
            json.writeEndObject();
        }
        json.writeEndArray();
        strings("notes", coverage.notes());
        json.writeEndObject();
    }

    private void string(String name, @Nullable String value) {
        PlainJson.string(json, name, value);
    }

    private void strings(String name, List<String> values) {
        PlainJson.strings(json, name, values);
    }
}
