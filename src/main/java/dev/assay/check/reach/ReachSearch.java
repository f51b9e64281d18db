package dev.assay.check.reach;

import dev.assay.check.panics.Glob;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.ImageSite;
import dev.assay.check.panics.PanicSearch;
import dev.assay.check.panics.Panics;
import dev.assay.image.Image;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Finds panic sites and from where they are reached, over everything that paths contain. Images of one kernel are
/// joined: what a module calls in the kernel counts as a way into that.
///
/// @param search finds the sites
/// @param from   patterns for kinds and names of roots, and for their functions: only these count; none for all roots
/// @param wantsAttributed whether the answer is to be turned around: for each function the panics that it leads to
public record ReachSearch(PanicSearch search, List<Glob> from, boolean wantsAttributed) {
    public ReachSearch {
        from = List.copyOf(from);
    }

    /// The sites, from where each is reached, and the calls that this was found by.
    ///
    /// @param calls of the images of each kernel
    public record Found(Panics panics, Reaches reaches, List<KernelCalls> calls) {
        public Found {
            calls = List.copyOf(calls);
        }
    }

    /// Searches `paths`.
    public Found run(List<Path> paths) {
        return run(paths, (image, answer) -> {});
    }

    /// The same, and lets somebody else look at each image with an answer.
    public Found run(List<Path> paths, PanicSearch.Look look) {
        Map<String, Member> members = new ConcurrentHashMap<>();
        Map<String, Reaches> alone = new ConcurrentHashMap<>();
        Panics panics = search.run(paths, new PanicSearch.Look() {
            @Override
            public void at(Image image, ImagePanics answer) {
                look.at(image, answer);
                Member member = Member.of(image, answer, search.threads());
                // Also where several are joined later: names and places in the source are known only while the image
                // is open.
                alone.put(member.path(), answer(List.of(member)));
                // What a module's roots are called may be asked for sites of the kernel, once all are closed.
                member.close(image.elf().isRelocatable());
                members.put(member.path(), member);
            }

            @Override
            public boolean wantsText(String name) {
                return look.wantsText(name);
            }

            @Override
            public void text(String name, byte[] bytes) {
                look.text(name, bytes);
            }
        });
        Map<ImageSite, Reach> all = new HashMap<>();
        List<Attributed> attributed = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        List<KernelCalls> calls = new ArrayList<>();
        for (List<Member> kernel : byRelease(panics, members)) {
            calls.add(new KernelCalls(kernel));
            Reaches reaches = kernel.size() > 1 ? answer(kernel)
                    : alone.getOrDefault(kernel.getFirst().path(), Reaches.NONE);
            all.putAll(reaches.bySite());
            attributed.addAll(reaches.attributed());
            unknown.addAll(reaches.unknown());
        }
        return new Found(panics, new Reaches(all, attributed, unknown), calls);
    }

    private Reaches answer(List<Member> kernel) {
        KernelReach reach = new KernelReach(kernel, from);
        return wantsAttributed ? new Reaches(Map.of(), new Attribution(reach).all(), reach.notes())
                : new Reaches(reach.reach(), List.of(), reach.notes());
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
