package dev.assay.report.findings;

import dev.assay.check.reach.Reach;
import dev.assay.check.reach.Step;
import dev.assay.check.reach.Way;
import dev.assay.source.Passage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Places in source files and in images, as SARIF has them.
final class SarifPlaces {
    /// Bases of relative URIs.
    static final String TREE = "SRCROOT";
    static final String LIBRARY = "RUSTLIB";
    static final String WORKING = "PWD";

    /// What every reader of JSON can hold (RFC 7493 §2.2).
    private static final long MOST_EXACT = (1L << 53) - 1;

    private final JsonGenerator json;
    private final SourceRoots roots;
    private final Map<String, Integer> images = new LinkedHashMap<>();
    private final Map<Section, Integer> sections = new LinkedHashMap<>();

    /// A section of an image.
    private record Section(String image, String name) {}

    SarifPlaces(JsonGenerator json, Findings findings) {
        this.json = json;
        this.roots = SourceRoots.of(findings.findings());
        findings.images().forEach(image -> add(image.path()));
        for (Finding finding : findings.findings()) {
            add(finding.image());
            Reach reach = finding.reach();
            Way way = reach == null ? null : reach.way();
            for (Step step : way == null ? List.<Step>of() : way.steps()) {
                if (step.image() != null) {
                    add(step.image());
                }
            }
        }
    }

    private void add(String image) {
        images.putIfAbsent(image, images.size());
    }

    SourceRoots roots() {
        return roots;
    }

    /// Paths of all images, in the order of the run's artifacts.
    List<String> images() {
        return new ArrayList<>(images.keySet());
    }

    /// An object for the file of an image.
    void image(String path) {
        json.writeStartObject();
        String uri = FileUri.of(path);
        json.writeStringProperty("uri", uri);
        if (!path.startsWith("/")) {
            json.writeStringProperty("uriBaseId", WORKING);
        }
        json.writeNumberProperty("index", images.getOrDefault(path, -1));
        json.writeEndObject();
    }

    /// The property `physicalLocation` of a place in the source.
    ///
    /// @param passage what the source says there; null if nobody looked
    void source(Spot spot, @Nullable Passage passage) {
        json.writeObjectPropertyStart("physicalLocation");
        json.writeObjectPropertyStart("artifactLocation");
        json.writeStringProperty("uri", FileUri.of(spot.path()));
        if (spot.base() != Spot.Base.NONE) {
            json.writeStringProperty("uriBaseId", spot.base() == Spot.Base.TREE ? TREE : LIBRARY);
        }
        json.writeEndObject();
        if (spot.line() > 0) {
            region(spot, passage);
        }
        json.writeEndObject();
    }

    private void region(Spot spot, @Nullable Passage passage) {
        json.writeObjectPropertyStart("region");
        json.writeNumberProperty("startLine", spot.line());
        if (spot.column() > 0) {
            json.writeNumberProperty("startColumn", spot.column());
        }
        int index = passage == null ? -1 : spot.line() - passage.firstLine();
        if (passage == null || index < 0 || index >= passage.lines().size()) {
            json.writeEndObject();
            return;
        }
        snippet(passage.lines().get(index));
        json.writeEndObject();
        if (passage.lines().size() > 1 && passage.firstLine() > 0) {
            json.writeObjectPropertyStart("contextRegion");
            json.writeNumberProperty("startLine", passage.firstLine());
            json.writeNumberProperty("endLine", passage.firstLine() + passage.lines().size() - 1);
            snippet(String.join("\n", passage.lines()));
            json.writeEndObject();
        }
    }

    private void snippet(String text) {
        Sarif.text(json, "snippet", MessageText.exact(text));
    }

    /// The property `physicalLocation` of an instruction.
    ///
    /// @param address null in a relocatable image
    void instruction(String image, @Nullable Long address, String section, long offset) {
        json.writeObjectPropertyStart("physicalLocation");
        json.writeName("artifactLocation");
        image(image);
        address(image, address, section, offset);
        json.writeEndObject();
    }

    /// The property `address`. Those of a kernel are above what programs can read from JSON (some refuse the whole file),
    /// so they stand in the name, and the number is the offset in the section.
    private void address(String image, @Nullable Long address, String section, long offset) {
        json.writeObjectPropertyStart("address");
        if (address != null && address >= 0 && address <= MOST_EXACT) {
            json.writeNumberProperty("absoluteAddress", address);
        }
        json.writeStringProperty("kind", "instruction");
        json.writeStringProperty("name", MessageText.exact(Evidence.place(address, section, offset)));
        json.writeStringProperty("fullyQualifiedName",
                MessageText.exact(Identities.image(image) + "!" + Evidence.place(null, section, offset)));
        if (offset >= 0 && offset <= MOST_EXACT) {
            json.writeNumberProperty("offsetFromParent", offset);
            json.writeNumberProperty("parentIndex",
                    sections.computeIfAbsent(new Section(image, section), name -> sections.size()));
        }
        json.writeEndObject();
    }

    /// The property `addresses` of the run: the sections that instructions were placed in.
    void writeSections() {
        json.writeArrayPropertyStart("addresses");
        for (Section section : sections.keySet()) {
            json.writeStartObject();
            json.writeStringProperty("kind", "section");
            json.writeStringProperty("name", MessageText.exact(section.name()));
            json.writeStringProperty("fullyQualifiedName",
                    MessageText.exact(Identities.image(section.image()) + "!" + section.name()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /// The property `logicalLocations` with one function.
    ///
    /// @param symbol null if not known
    void function(String path, @Nullable String symbol) {
        json.writeArrayPropertyStart("logicalLocations");
        json.writeStartObject();
        json.writeStringProperty("fullyQualifiedName", MessageText.exact(path));
        Sarif.exact(json, "decoratedName", symbol);
        json.writeStringProperty("kind", "function");
        json.writeEndObject();
        json.writeEndArray();
    }
}
