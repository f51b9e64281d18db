package dev.assay.check.reach;

import dev.assay.check.panics.Frame;
import dev.assay.check.panics.Frames;
import dev.assay.check.panics.ImagePanics;
import dev.assay.image.Image;
import dev.assay.image.calls.CallGraph;
import dev.assay.image.roots.Root;
import dev.assay.image.roots.Roots;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// One image of a kernel, with what a question about callers needs of it.
final class Member {
    private final ImagePanics panics;
    private final CallGraph graph;
    private final List<Root> all;
    private final Map<String, Long> offers;
    private final List<String> notes;
    private final Map<Root, String> names = new HashMap<>();
    private final Map<Long, List<Frame>> placed = new HashMap<>();
    private final Set<Long> unplaced = new HashSet<>();
    private Optional<Image> image;
    private Optional<Frames> frames;
    private Optional<Roots> roots;

    private Member(Image image, ImagePanics panics, int threads) {
        this.panics = panics;
        this.image = Optional.of(image);
        this.frames = Optional.of(new Frames(image));
        this.graph = CallGraph.of(image, threads);
        Roots found = Roots.of(image, graph.starts(), graph.stores());
        this.roots = Optional.of(found);
        this.all = found.all();
        this.offers = found.offers();
        this.notes = Stream.concat(graph.notes().stream(), found.notes().stream()).toList();
    }

    /// Decodes the image and finds its roots.
    ///
    /// @param panics  the panic sites that it has
    /// @param threads that work at once
    static Member of(Image image, ImagePanics panics, int threads) {
        return new Member(image, panics, threads);
    }

    ImagePanics panics() {
        return panics;
    }

    String path() {
        return panics.image().path();
    }

    CallGraph graph() {
        return graph;
    }

    List<Root> roots() {
        return all;
    }

    Map<String, Long> offers() {
        return offers;
    }

    /// What could not be decoded or read.
    List<String> notes() {
        return notes;
    }

    /// The image while it is open.
    Optional<Image> image() {
        return image;
    }

    /// Where in the source an instruction comes from, innermost first; empty without debug information. Once the image is
    /// closed only what was asked before is known; the rest [#place] can still find.
    List<Frame> frames(long address) {
        List<Frame> known = placed.get(address);
        if (known == null && frames.isPresent()) {
            known = frames.get().ofAny(address);
            placed.put(address, known);
        }
        if (known == null && panics.coverage().hasDwarf()) {
            unplaced.add(address);
        }
        return known == null ? List.of() : known;
    }

    /// Whether somebody asked for a place in the source that is not known any more.
    boolean isUnplaced() {
        return !unplaced.isEmpty();
    }

    /// Finds what was asked for in vain, in the same image opened again.
    void place(Image again) {
        Frames open = new Frames(again);
        unplaced.forEach(address -> placed.put(address, open.ofAny(address)));
        unplaced.clear();
    }

    /// What a kernel developer calls a root. Once the image is closed only names that were asked for before are known.
    ///
    /// @param otherwise what to say where nobody can look any more
    String name(Root root, UnaryOperator<String> otherwise) {
        String known = names.get(root);
        if (known == null) {
            known = roots.map(open -> open.name(root)).orElseGet(() -> otherwise.apply(root.kind().id()));
            names.put(root, known);
        }
        return known;
    }

    /// What a root is called, if anybody has asked while the image was open.
    Optional<String> knownName(Root root) {
        return Optional.ofNullable(names.get(root));
    }

    /// To be called before the image is closed, if the answer is used afterwards.
    ///
    /// @param allNames whether every root's name is wanted later
    void close(boolean allNames) {
        graph.keepNames();
        if (allNames) {
            all.forEach(root -> name(root, kind -> kind));
        }
        image = Optional.empty();
        frames = Optional.empty();
        roots = Optional.empty();
    }
}
