package dev.assay.report.findings;

import dev.assay.check.panics.Frame;
import dev.assay.check.reach.Entrance;
import dev.assay.check.reach.Step;
import dev.assay.check.reach.Via;
import dev.assay.check.reach.Way;
import dev.assay.report.WayText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// The way from a root to a panic as a code flow of SARIF: a location for each function, and one for each that was
/// inlined into it, in the order in which they are executed.
final class SarifFlow {
    private final JsonGenerator json;
    private final SarifPlaces places;
    private final String image;
    private int order;

    /// @param image of the steps that name none
    SarifFlow(JsonGenerator json, SarifPlaces places, String image) {
        this.json = json;
        this.places = places;
        this.image = image;
    }

    /// The property `codeFlows`.
    void write(Way way) {
        json.writeArrayPropertyStart("codeFlows");
        json.writeStartObject();
        Entrance from = way.from();
        if (from != null) {
            Sarif.text(json, "message", MessageText.of("from %s (%s)".formatted(from.name(), from.kind())));
        }
        json.writeArrayPropertyStart("threadFlows");
        json.writeStartObject();
        json.writeArrayPropertyStart("locations");
        way.steps().forEach(this::step);
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private void step(Step step) {
        Step.Leaving leaves = step.leaves();
        List<Frame> frames = leaves == null ? List.of() : leaves.frames();
        if (frames.isEmpty()) {
            one(step, step.function(), null, 0, leaves == null ? null : leaves.via());
        }
        for (int index = frames.size() - 1; index >= 0; index--) {
            boolean isOutermost = index == frames.size() - 1;
            one(step, isOutermost ? step.function() : frames.get(index).function(), frames.get(index),
                    frames.size() - 1 - index, index == 0 && leaves != null ? leaves.via() : null);
        }
    }

    /// @param depth of inlining
    /// @param via   how control leaves; null if the next location is inlined into this one, or at the end
    private void one(Step step, String function, @Nullable Frame frame, int depth, @Nullable Via via) {
        String file = step.image() == null ? image : step.image();
        json.writeStartObject();
        json.writeObjectPropertyStart("location");
        Spot spot = frame == null ? null : places.roots().of(frame);
        Step.Leaving leaves = step.leaves();
        if (spot != null) {
            places.source(spot, null);
        } else if (leaves != null) {
            places.instruction(file, leaves.address(), leaves.section(), leaves.offset());
        }
        places.function(function, depth == 0 ? step.symbol() : null);
        String note = via == null ? "" : WayText.note(via);
        Sarif.text(json, "message", (depth == 0 ? "" : "inlined ") + MessageText.of(function)
                + (note.isEmpty() ? "" : ": " + note));
        json.writeEndObject();
        json.writeStringProperty("module", MessageText.exact(Identities.image(file)));
        json.writeNumberProperty("nestingLevel", depth);
        json.writeNumberProperty("executionOrder", ++order);
        json.writeStringProperty("importance", depth == 0 || via == Via.PANIC ? "essential" : "important");
        json.writeEndObject();
    }
}
