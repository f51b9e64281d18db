package dev.assay.check.gate;

import dev.assay.check.panics.Glob;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Phase;
import dev.assay.check.reach.ReachClass;
import java.util.List;
import java.util.Set;

/// Which sites a rule is about. What is empty lets every site through; several values of one are alternatives, and all
/// that are not empty must agree.
///
/// @param crates      patterns for the crate that defines the function
/// @param files       patterns for source files, as `assay panics --file` has them
/// @param functions   patterns for paths of functions, as `assay panics --function` has them
/// @param images      patterns for paths of images, which also fit behind a `/`
/// @param kinds       of check
/// @param phases      when the code can run
/// @param reachedFrom patterns for kinds, names and functions of roots: the only ones that count for `reach`; none for
///                    all
/// @param reach       from where the site is reached
public record Selector(
        List<Glob> crates,
        List<Glob> files,
        List<Glob> functions,
        List<Glob> images,
        Set<Kind> kinds,
        Set<Phase> phases,
        List<Glob> reachedFrom,
        Set<ReachClass> reach) {

    /// Every site.
    public static final Selector EVERY = new Selector(List.of(), List.of(), List.of(), List.of(), Set.of(), Set.of(),
            List.of(), Set.of());

    public Selector {
        crates = List.copyOf(crates);
        files = List.copyOf(files);
        functions = List.copyOf(functions);
        images = List.copyOf(images);
        kinds = Set.copyOf(kinds);
        phases = Set.copyOf(phases);
        reachedFrom = List.copyOf(reachedFrom);
        reach = Set.copyOf(reach);
    }

    /// Whether callers must be known to tell which sites these are.
    boolean needsReach() {
        return !reach.isEmpty();
    }
}
