package dev.assay.report.html;

import dev.assay.check.panics.Frame;
import dev.assay.check.panics.ImagePanics.Identity;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Entrance;
import dev.assay.check.reach.Reach;
import dev.assay.check.reach.Step;
import dev.assay.check.reach.Via;
import dev.assay.check.reach.Way;
import dev.assay.check.sources.SiteSource;
import dev.assay.report.Place;
import dev.assay.report.Printable;
import dev.assay.report.SourcePath;
import dev.assay.report.WayText;
import dev.assay.report.findings.Finding;
import dev.assay.source.Justification;
import dev.assay.source.Passage;
import dev.assay.source.history.Commit;
import gg.jte.Content;
import gg.jte.TemplateOutput;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// Everything about the sites that the script of the page shows on request, as JSON that can stand in a page: every
/// string is safe to print, and holds no character that could end the element.
///
/// `strings` holds each string once, behind the sites that refer to them by index. A function with a place in it is a
/// pair of indices.
///
/// @param lines  of the table, in its order
/// @param facets whose values the script filters by
/// @param images by path
/// @param out    where the page goes; what is written to it here comes behind what the template has written
record Details(List<SiteLine> lines, List<Facet> facets, Map<String, Identity> images, Writer out) implements Content {
    @Override
    public void writeTo(TemplateOutput ignored) {
        JsonFactory factory = JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII).characterEscapes(new InPage()).build();
        try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), out)) {
            new Writing(json, facets, images).all(lines);
        }
    }

    /// What could end a script element, or start a comment in it, is written as a number.
    private static final class InPage extends CharacterEscapes {
        @Override
        public int[] getEscapeCodesForAscii() {
            int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();
            for (char each : new char[] {'<', '>', '&', '\u007f'}) {
                escapes[each] = CharacterEscapes.ESCAPE_STANDARD;
            }
            return escapes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null;
        }
    }

    /// One run over the sites.
    private record Writing(JsonGenerator json, List<Facet> facets, Map<String, Identity> images,
            Map<String, Integer> strings) {
        Writing(JsonGenerator json, List<Facet> facets, Map<String, Identity> images) {
            this(json, facets, images, new LinkedHashMap<>());
        }

        void all(List<SiteLine> lines) {
            json.writeStartObject();
            json.writeArrayPropertyStart("facets");
            for (Facet facet : facets) {
                json.writeStartObject();
                json.writeStringProperty("name", facet.name());
                json.writeArrayPropertyStart("values");
                facet.values().forEach(json::writeString);
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("sites");
            lines.forEach(this::site);
            json.writeEndArray();
            json.writeArrayPropertyStart("strings");
            strings.keySet().forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        }

        private void site(SiteLine line) {
            Finding finding = line.finding();
            Site site = finding.site();
            json.writeStartObject();
            json.writeStringProperty("id", line.id());
            json.writeArrayPropertyStart("facets");
            facets.forEach(facet -> json.writeNumber(facet.values().indexOf(facet.of().apply(finding))));
            json.writeEndArray();
            string("place", line.folder() + line.file());
            string("function", site.function());
            string("symbol", site.symbol());
            List<String> others = site.aliases().stream().filter(alias -> !alias.equals(site.symbol())).toList();
            if (!others.isEmpty()) {
                json.writeArrayPropertyStart("aliases");
                others.forEach(this::index);
                json.writeEndArray();
            }
            string("entry", site.entry());
            string("message", site.message());
            string("finding", finding.message());
            string("image", finding.image());
            string("location", site.location() == null ? null : Place.of(site.location()).toString());
            string("nowhere", site.locationUnknown());
            string("at", (site.address() == null ? "" : "0x" + Long.toHexString(site.address()) + "  ") + site.section()
                    + "+0x" + Long.toHexString(site.offset()));
            if (site.origin() != null) {
                frames("origin", List.of(site.origin()));
            }
            frames("chain", site.inlined());
            reach(finding.reach());
            source(finding.source());
            Identity identity = images.get(finding.image());
            if (identity != null) {
                json.writeArrayPropertyStart("commands");
                Proof.commands(identity, site).forEach(this::index);
                json.writeEndArray();
            }
            json.writeEndObject();
        }

        private void frames(String name, List<Frame> frames) {
            if (!frames.isEmpty()) {
                json.writeArrayPropertyStart(name);
                for (Frame frame : frames) {
                    index(frame.function());
                    index(Place.of(frame).toString());
                }
                json.writeEndArray();
            }
        }

        private void reach(@Nullable Reach reach) {
            if (reach == null) {
                return;
            }
            json.writeArrayPropertyStart("roots");
            for (Entrance root : reach.roots()) {
                index(root.name());
                index(root.kind());
                index(root.function());
            }
            json.writeEndArray();
            json.writeNumberProperty("rootCount", reach.rootCount());
            if (reach.way() != null) {
                way(reach.way());
            }
        }

        /// Six values for each line: function, place, how control leaves it or -1, the file that it is in or -1, whether
        /// that is known to happen, and whether the line is inlined into the one before.
        private void way(Way way) {
            json.writeArrayPropertyStart("way");
            String image = null;
            for (Step step : way.steps()) {
                Step.Leaving leaves = step.leaves();
                String entered = Objects.equals(step.image(), image) ? null : step.image();
                image = step.image();
                if (leaves == null || leaves.frames().isEmpty()) {
                    step(step.function(), leaves == null ? "" : WayText.place(leaves),
                            leaves == null ? null : leaves.via(), entered, false);
                    continue;
                }
                List<Frame> frames = leaves.frames();
                for (int i = frames.size() - 1; i >= 0; i--) {
                    boolean outermost = i == frames.size() - 1;
                    step(outermost ? step.function() : frames.get(i).function(),
                            WayText.place(frames.get(i), leaves), i == 0 ? leaves.via() : null,
                            outermost ? entered : null, !outermost);
                }
            }
            json.writeEndArray();
        }

        private void step(String function, String place, @Nullable Via via, @Nullable String image,
                boolean inlined) {
            index(function);
            index(place);
            index(via == null ? null : WayText.note(via));
            index(image == null ? null : WayText.file(image));
            json.writeNumber(via == null || via.isKnown() ? 1 : 0);
            json.writeNumber(inlined ? 1 : 0);
        }

        private void source(@Nullable SiteSource source) {
            if (source == null) {
                return;
            }
            Passage passage = source.passage();
            json.writeObjectPropertyStart("source");
            string("file", SourcePath.shown(passage.file()));
            json.writeNumberProperty("line", passage.line());
            json.writeNumberProperty("column", passage.column());
            json.writeNumberProperty("first", passage.firstLine());
            json.writeArrayPropertyStart("lines");
            passage.lines().forEach(text -> json.writeString(sourceLine(text)));
            json.writeEndArray();
            json.writeArrayPropertyStart("inside");
            if (passage.unsafe()) {
                index("unsafe");
            }
            if (passage.constFn()) {
                index("const fn");
            }
            if (passage.test()) {
                index("test");
            }
            json.writeEndArray();
            json.writeEndObject();
            justification(source.justification());
            commit(source.introduced());
        }

        private void justification(@Nullable Justification why) {
            if (why != null) {
                json.writeArrayPropertyStart("justification");
                index(why.kind() == Justification.Kind.COMMENT ? "// PANIC:" : "# Panics");
                shared(String.join("\n", why.text().lines().map(Printable::of).toList()));
                index(SourcePath.shown(why.file()) + ":" + why.line());
                json.writeEndArray();
            }
        }

        private void commit(@Nullable Commit commit) {
            if (commit != null) {
                json.writeArrayPropertyStart("commit");
                index(commit.id());
                index(commit.author() + " <" + commit.email() + ">");
                index(commit.date().toString());
                index(commit.subject());
                json.writeEndArray();
            }
        }

        /// A tab moves the caret by one character, as the compiler counts.
        private static String sourceLine(String text) {
            return Printable.of(text.replace('\t', ' '));
        }

        private void string(String name, @Nullable String text) {
            if (text != null && !text.isEmpty()) {
                json.writeName(name);
                index(text);
            }
        }

        private void index(@Nullable String text) {
            shared(text == null ? null : Printable.of(text));
        }

        /// @param text safe to print; -1 stands for none
        private void shared(@Nullable String text) {
            json.writeNumber(text == null || text.isEmpty() ? -1
                    : strings.computeIfAbsent(text, _ -> strings.size()));
        }
    }
}
