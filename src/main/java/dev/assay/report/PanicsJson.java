package dev.assay.report;

import dev.assay.check.panics.Coverage;
import dev.assay.check.panics.Frame;
import dev.assay.check.panics.Glob;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.panics.SiteFilter;
import dev.assay.check.verify.Verification;
import dev.assay.rust.SourceLocation;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/// The answer to `assay panics` for programs, as `docs/schema/panics-1.json` describes it.
///
/// The output is ASCII: whatever is not is escaped by JSON's own means, so that it is safe on a terminal too.
public final class PanicsJson {
    private static final int DEL = 0x7f;

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
        JsonFactory factory = JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .disable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .characterEscapes(new PlainText())
                .build();
        try (JsonGenerator json = factory.createGenerator(new Indented(), out, JsonEncoding.UTF8)) {
            new PanicsJson(json, view, byPath).panics(panics);
            json.writeRaw('\n');
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }

    private void panics(Panics panics) {
        json.writeStartObject();
        json.writeStringProperty("schema", "assay/panics/1");
        json.writeArrayPropertyStart("unreadable");
        for (Panics.Unreadable file : panics.unreadable()) {
            json.writeStartObject();
            json.writeStringProperty("path", file.path());
            json.writeStringProperty("why", file.why());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberProperty("withoutRust", panics.withoutRust());
        json.writeNumberProperty("otherFiles", panics.others());
        filter(view.filter());
        json.writeArrayPropertyStart("images");
        panics.images().forEach(this::image);
        json.writeEndArray();
        json.writeEndObject();
    }

    /// So that a list of some sites is not taken for a list of all.
    private void filter(SiteFilter filter) {
        json.writeName("filter");
        if (filter.isEverything()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        strings("crates", List.copyOf(filter.crates()));
        strings("kinds", filter.kinds().stream().map(Kind::id).toList());
        strings("functions", filter.functions().stream().map(Glob::pattern).toList());
        strings("files", filter.files().stream().map(Glob::pattern).toList());
        json.writeBooleanProperty("implicit", filter.implicit());
        json.writeBooleanProperty("explicit", filter.explicit());
        json.writeEndObject();
    }

    private void image(ImagePanics image) {
        json.writeStartObject();
        identity(image.image());
        coverage(image);
        json.writeArrayPropertyStart("sites");
        view.select(image).forEach(this::site);
        json.writeEndArray();
        json.writeName("verification");
        VerifyJson.write(json, verifications.get(image.image().path()));
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

    private void site(Site site) {
        Long address = site.address();
        json.writeStartObject();
        json.writeStringProperty("role", site.role().id());
        string("address", address == null ? null : "0x" + Long.toHexString(address));
        json.writeStringProperty("section", site.section());
        json.writeNumberProperty("offset", site.offset());
        json.writeStringProperty("symbol", site.symbol());
        strings("aliases", site.aliases());
        json.writeStringProperty("function", site.function());
        json.writeStringProperty("crate", site.crate());
        json.writeStringProperty("kind", site.kind().id());
        json.writeBooleanProperty("implicit", site.isImplicit());
        json.writeStringProperty("entry", site.entry());
        string("message", site.message());
        location(site.location());
        string("locationUnknown", site.locationUnknown());
        json.writeName("origin");
        frame(site.origin());
        json.writeArrayPropertyStart("inlined");
        site.inlined().forEach(this::frame);
        json.writeEndArray();
        json.writeStringProperty("phase", site.phase().id());
        json.writeNullProperty("justification");
        json.writeStringProperty("fingerprint", site.fingerprint());
        json.writeEndObject();
    }

    private void location(@Nullable SourceLocation location) {
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

    private void frame(@Nullable Frame frame) {
        if (frame == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("function", frame.function());
        string("file", frame.file());
        json.writeNumberProperty("line", frame.line());
        json.writeNumberProperty("column", frame.column());
        json.writeEndObject();
    }

    private void string(String name, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, value);
        }
    }

    private void strings(String name, List<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
    }

    /// JSON's own escapes, and DEL, which JSON allows but terminals take for a control character.
    private static final class PlainText extends CharacterEscapes {
        @Override
        public int[] getEscapeCodesForAscii() {
            int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();
            escapes[DEL] = CharacterEscapes.ESCAPE_STANDARD;
            return escapes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null;
        }
    }

    /// Two spaces for each level, and the same line feed on every system.
    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            DefaultIndenter lines = new DefaultIndenter("  ", "\n");
            Separators separators = Separators.createDefaultInstance()
                    .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator("");
            return new DefaultPrettyPrinter(separators)
                    .withObjectIndenter(lines)
                    .withArrayIndenter(lines);
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
