package dev.assay.report;

import dev.assay.check.panics.Frame;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Entrance;
import dev.assay.check.reach.Step;
import dev.assay.check.reach.Via;
import dev.assay.check.reach.Way;
import dev.assay.check.reach.Why;
import dev.assay.rust.MangledName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All ways of an answer to `assay why` as one graph: each function once, each call once.
///
/// Every text in it is safe to print, but not yet escaped for any format.
///
/// @param titles what each target is and whether it is reached, a line each
/// @param nodes  by number, those first that a way starts from
/// @param edges  in the order in which the ways take them
/// @param gaps   what the answer depends on and could not be determined
record WhyGraph(List<String> titles, List<Node> nodes, List<Edge> edges, List<String> gaps) {
    /// What a node stands for, so that it can be told at a glance.
    enum Sort {
        /// A function with a mangled Rust name.
        RUST,
        /// Any other function.
        C,
        /// What the question was about.
        TARGET
    }

    /// A function, or the panic that the question was about.
    ///
    /// @param name   demangled path, or kind and place of the panic
    /// @param roots  names of the roots that enter it; often empty
    /// @param image  name of the file that holds it; empty where only one was examined
    /// @param detail what else there is to know
    record Node(int number, Sort sort, String name, List<String> roots, String image, String detail) {}

    /// A call, or whatever else leads from one to the other.
    ///
    /// @param place  file and line, without folders; else the place of the instruction
    /// @param note   how control gets there; empty for a plain call
    /// @param known  whether it is known that it gets there
    /// @param detail all frames, a line each, in the order of execution
    record Edge(int from, int to, String place, String note, boolean known, String detail) {}

    static WhyGraph of(Why why) {
        Builder builder = new Builder();
        why.targets().forEach(builder::target);
        return new WhyGraph(
                builder.titles,
                builder.functions.values().stream().map(Builder.Draft::node).toList(),
                List.copyOf(builder.edges),
                why.unknown().stream().map(Printable::of).toList());
    }

    private static final class Builder {
        private final List<String> titles = new ArrayList<>();
        private final Map<String, Draft> functions = new LinkedHashMap<>();
        private final Set<Edge> edges = new LinkedHashSet<>();

        /// A node of which not everything is known yet.
        private static final class Draft {
            private final int number;
            private final String name;
            private final String image;
            private final Set<String> roots = new LinkedHashSet<>();
            private Sort sort;
            private String detail;

            Draft(int number, Sort sort, String name, @Nullable String image, String detail) {
                this.number = number;
                this.sort = sort;
                this.name = name;
                this.image = image == null ? "" : WayText.file(image);
                this.detail = detail;
            }

            Node node() {
                return new Node(number, sort, name, List.copyOf(roots), image, detail);
            }
        }

        void target(Why.Target target) {
            Site site = target.site();
            String guard =
                    target.guard() == null ? "" : "\nwhy the check is still there: " + Printable.of(target.guard());
            String name = site == null ? Printable.of(target.function()) : name(site);
            titles.add(name + ", " + WhyText.reached(target) + guard);
            List<Draft> ends = target.ways().stream().map(this::way).distinct().toList();
            Draft function = ends.isEmpty()
                    ? function(target.function(), target.symbol(), target.image()) : ends.getFirst();
            if (site == null) {
                function.sort = Sort.TARGET;
                return;
            }
            String key = "site " + target.image() + " " + site.section() + " " + site.offset() + " " + name;
            Draft panic = functions.computeIfAbsent(key, absent -> new Draft(functions.size(), Sort.TARGET, name,
                    target.image(), "panics in " + Printable.of(target.function()) + guard));
            edge(function, panic,
                    new Step.Leaving(Via.PANIC, site.address(), site.section(), site.offset(), site.inlined()),
                    target.function());
        }

        private static String name(Site site) {
            return site.kind().id() + " " + Row.of(site, name -> name).place();
        }

        /// The function at the end of the way.
        private Draft way(Way way) {
            Step before = way.steps().getFirst();
            Draft last = function(before.function(), before.symbol(), before.image());
            Entrance from = way.from();
            if (from != null) {
                last.roots.add(Printable.of(from.name()));
            }
            for (Step step : way.steps().subList(1, way.steps().size())) {
                Draft function = function(step.function(), step.symbol(), step.image());
                if (before.leaves() != null) {
                    edge(last, function, before.leaves(), before.function());
                }
                last = function;
                before = step;
            }
            return last;
        }

        private Draft function(String name, String symbol, @Nullable String image) {
            String shown = Printable.of(name);
            Sort sort = MangledName.isMangled(symbol) ? Sort.RUST : Sort.C;
            return functions.computeIfAbsent("function " + image + " " + symbol + " " + name,
                    absent -> new Draft(functions.size(), sort, shown, image, image == null
                            ? shown : shown + "\nin " + Printable.of(image)));
        }

        private void edge(Draft from, Draft to, Step.Leaving leaves, String function) {
            List<String> frames = new ArrayList<>();
            for (int index = leaves.frames().size() - 1; index >= 0; index--) {
                boolean outermost = index == leaves.frames().size() - 1;
                Frame frame = leaves.frames().get(index);
                frames.add((outermost ? "" : "inlined ")
                        + Printable.of(outermost ? function : frame.function()) + "  "
                        + WayText.place(frame, leaves));
            }
            if (frames.isEmpty()) {
                frames.add(Printable.of(function) + "  " + WayText.place(leaves));
            }
            int inlined = Math.max(0, leaves.frames().size() - 1);
            List<String> notes = new ArrayList<>();
            if (!leaves.via().isKnown()) {
                notes.add(leaves.via() == Via.ADDRESS_TAKEN ? "? takes the address" : "? nobody knows where to");
            } else if (leaves.via() != Via.PANIC && leaves.via() != Via.CALL) {
                notes.add(WayText.note(leaves.via()));
            }
            if (inlined > 0) {
                notes.add("+" + inlined + " inlined");
            }
            edges.add(new Edge(from.number, to.number, shortPlace(leaves), String.join(", ", notes),
                    leaves.via().isKnown(), String.join("\n", frames)));
        }

        /// Without folders and column: `fw.rs:224`.
        private static String shortPlace(Step.Leaving leaves) {
            Frame frame = leaves.frames().isEmpty() ? null : leaves.frames().getLast();
            String file = frame == null ? null : frame.file();
            return frame == null || file == null
                    ? WayText.place(leaves) : WayText.file(file) + ":" + (frame.line() == 0 ? "?" : frame.line());
        }
    }
}
