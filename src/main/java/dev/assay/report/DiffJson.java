package dev.assay.report;

import dev.assay.check.diff.Change;
import dev.assay.check.diff.Copies;
import dev.assay.check.diff.Diff;
import dev.assay.check.diff.Group;
import dev.assay.check.diff.ImageDiff;
import dev.assay.check.diff.Tally;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Site;
import dev.assay.check.panics.SiteFilter;
import dev.assay.check.reach.Reach;
import dev.assay.check.sources.SiteSource;
import dev.assay.check.survey.Survey;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// The answer to `assay diff` for programs, as `docs/schema/diff-1.json` describes it.
public final class DiffJson {
    private final JsonGenerator json;
    private final Diff diff;
    private final DiffView view;

    private DiffJson(JsonGenerator json, Diff diff, DiffView view) {
        this.json = json;
        this.diff = diff;
        this.view = view;
    }

    /// Writes one object and a line feed, and leaves the stream open.
    ///
    /// @throws IOException of the stream itself
    public static void write(Diff diff, DiffView view, OutputStream out) throws IOException {
        PlainJson.write(out, json -> new DiffJson(json, view.select(diff), view).answer());
    }

    private void answer() {
        json.writeStartObject();
        json.writeStringProperty("schema", "assay/diff/1");
        side("before", diff.before(), view.nameBefore());
        side("after", diff.after(), view.nameAfter());
        filter(view.filter());
        json.writeBooleanProperty("different", diff.isDifferent());
        json.writeName("sites");
        tally(diff.tally());
        PlainJson.strings(json, "remarks", DiffView.remarks(diff, view));
        json.writeArrayPropertyStart("images");
        diff.images().forEach(this::image);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void side(String name, Survey survey, String word) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("name", word);
        PanicsJson.unreadable(json, survey.panics());
        json.writeNumberProperty("withoutRust", survey.panics().withoutRust());
        PlainJson.strings(json, "unknown", DiffView.unknown(survey, word));
        json.writeEndObject();
    }

    private void filter(SiteFilter filter) {
        json.writeName("filter");
        if (filter.isEverything()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        PanicsJson.conditions(json, filter);
        json.writeEndObject();
    }

    private void image(ImageDiff image) {
        json.writeStartObject();
        identity("before", image.before());
        identity("after", image.after());
        json.writeBooleanProperty("otherMachine", image.isOtherMachine());
        json.writeName("sites");
        tally(image.tally());
        json.writeArrayPropertyStart("changes");
        for (Change change : image.changes()) {
            if (view.listed().contains(change.what())) {
                change(image, change);
            }
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("groups");
        for (Group group : image.groups()) {
            json.writeStartObject();
            json.writeNumberProperty("surplus", group.surplus());
            sites("before", group.before());
            sites("after", group.after());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("copies");
        for (Copies copies : image.copies()) {
            json.writeStartObject();
            json.writeStringProperty("kind", copies.after().kind().id());
            SiteJson.location(json, copies.after().location());
            json.writeNumberProperty("before", copies.had());
            json.writeNumberProperty("after", copies.has());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void sites(String name, List<Site> sites) {
        json.writeArrayPropertyStart(name);
        sites.forEach(site -> SiteJson.write(json, site));
        json.writeEndArray();
    }

    private void change(ImageDiff image, Change change) {
        json.writeStartObject();
        json.writeStringProperty("what", change.what().id());
        json.writeName("before");
        SiteJson.write(json, change.before());
        json.writeName("after");
        SiteJson.write(json, change.after());
        Reach reach = DiffView.reach(diff, image, change).orElse(null);
        PlainJson.string(json, "reach", reach == null ? null : reach.reach().id());
        SourceJson.justification(json,
                DiffView.source(diff, image, change).map(SiteSource::justification).orElse(null));
        json.writeEndObject();
    }

    private void identity(String name, @Nullable ImagePanics image) {
        json.writeName(name);
        if (image == null) {
            json.writeNull();
            return;
        }
        ImagePanics.Identity identity = image.image();
        json.writeStartObject();
        json.writeStringProperty("path", identity.path());
        json.writeStringProperty("kind", identity.kind());
        json.writeStringProperty("machine", identity.machine());
        PlainJson.string(json, "release", identity.release());
        PlainJson.string(json, "buildId", identity.buildId());
        PlainJson.strings(json, "rustc", identity.rustc());
        json.writeEndObject();
    }

    private void tally(Tally tally) {
        json.writeStartObject();
        json.writeNumberProperty("before", tally.before());
        json.writeNumberProperty("after", tally.after());
        json.writeNumberProperty("added", tally.added());
        json.writeNumberProperty("removed", tally.removed());
        json.writeNumberProperty("moved", tally.moved());
        json.writeNumberProperty("copied", tally.copied());
        json.writeNumberProperty("merged", tally.merged());
        json.writeNumberProperty("recompiled", tally.recompiled());
        json.writeNumberProperty("shifted", tally.shifted());
        json.writeNumberProperty("unchanged", tally.unchanged());
        json.writeEndObject();
    }
}
