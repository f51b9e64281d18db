package dev.assay.check.reach;

import dev.assay.check.panics.Glob;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.ImageSite;
import dev.assay.check.panics.PanicSearch;
import dev.assay.check.panics.Panics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Finds panic sites and from where they are reached, over everything that paths contain. Images of one kernel are
/// joined: what a module calls in the kernel counts as a way into that.
///
/// @param search finds the sites
/// @param from   patterns for kinds and names of roots, and for their functions: only these count; none for all roots
/// @param wantsAttributed whether the answer is to be turned around: for each function the panics that it leads to
/// @param wantsWays whether the best way to each site is to be told
public record ReachSearch(PanicSearch search, List<Glob> from, boolean wantsAttributed, boolean wantsWays) {
    public ReachSearch {
        from = List.copyOf(from);
    }

    /// A search that tells no ways.
    public ReachSearch(PanicSearch search, List<Glob> from, boolean wantsAttributed) {
        this(search, from, wantsAttributed, false);
    }

    /// The sites, and from where each is reached.
    public record Found(Panics panics, Reaches reaches) {}

    /// Searches `paths`.
    public Found run(List<Path> paths) {
        return run(paths, (image, answer) -> {});
    }

    /// The same, and lets somebody else look at each image.
    public Found run(List<Path> paths, PanicSearch.Look look) {
        Map<String, Member> members = new ConcurrentHashMap<>();
        Map<String, Reaches> alone = new ConcurrentHashMap<>();
        Panics panics = search.run(paths, (image, answer) -> {
            look.at(image, answer);
            Member member = Member.of(image, answer, search.threads());
            // Also where several are joined later: names and places in the source are known only while the image is open.
            alone.put(member.path(), answer(List.of(member)));
            // What a module's roots are called may be asked for sites of the kernel, once all are closed.
            member.close(image.elf().isRelocatable());
            members.put(member.path(), member);
        });
        Map<ImageSite, Reach> all = new HashMap<>();
        List<Attributed> attributed = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (List<Member> kernel : byRelease(panics, members)) {
            Reaches reaches = kernel.size() > 1 ? joined(paths, kernel)
                    : alone.getOrDefault(kernel.getFirst().path(), Reaches.NONE);
            all.putAll(reaches.bySite());
            attributed.addAll(reaches.attributed());
            unknown.addAll(reaches.unknown());
        }
        return new Found(panics, new Reaches(all, attributed, unknown));
    }

    /// Of several images. Ways from one into another lead through code of which nobody knew while it was open.
    private Reaches joined(List<Path> paths, List<Member> kernel) {
        Reaches reaches = answer(kernel);
        Map<String, Member> unplaced = kernel.stream().filter(Member::isUnplaced)
                .collect(Collectors.toMap(Member::path, member -> member));
        if (unplaced.isEmpty()) {
            return reaches;
        }
        search.again(paths, unplaced.keySet(), (name, image) -> member(unplaced, name).place(image));
        return answer(kernel);
    }

    private static Member member(Map<String, Member> members, String name) {
        return Objects.requireNonNull(members.get(name));
    }

    private Reaches answer(List<Member> kernel) {
        KernelReach reach = new KernelReach(kernel, from);
        return wantsAttributed ? new Reaches(Map.of(), new Attribution(reach).all(), reach.notes())
                : new Reaches(reach.reach(wantsWays), List.of(), reach.notes());
    }

    /// The images with sites or Rust functions, those of one kernel together.
    private static List<List<Member>> byRelease(Panics panics, Map<String, Member> members) {
        Map<String, List<Member>> kernels = new LinkedHashMap<>();
        for (ImagePanics answer : panics.images()) {
            Member member = members.get(answer.image().path());
            if (member != null) {
                String release = answer.image().release();
                String key = release == null ? answer.image().path() : release;
                kernels.computeIfAbsent(key, k -> new ArrayList<>()).add(member);
            }
        }
        return List.copyOf(kernels.values());
    }
}
