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

    /// The sites, from where each is reached, and the calls that this was found by.
    ///
    /// @param calls of the images of each kernel
    public record Found(Panics panics, Reaches reaches, List<KernelCalls> calls) {
        public Found {
            calls = List.copyOf(calls);
        }
    }

    /// The sites, and from where each is reached by each of several sets of roots.
    ///
    /// @param reaches in the order of the sets
    /// @param calls   of the images of each kernel
    public record Several(Panics panics, List<Reaches> reaches, List<KernelCalls> calls) {
        public Several {
            reaches = List.copyOf(reaches);
            calls = List.copyOf(calls);
        }
    }

    /// Searches `paths`.
    public Found run(List<Path> paths) {
        return run(paths, (image, answer) -> {});
    }

    /// The same, and lets somebody else look at each image.
    public Found run(List<Path> paths, PanicSearch.Look look) {
        Several found = run(paths, List.of(from), look);
        return new Found(found.panics(), found.reaches().getFirst(), found.calls());
    }

    /// Searches `paths` once, and answers for each of several sets of patterns of roots, whatever `from` says.
    ///
    /// @param look at each image
    public Several run(List<Path> paths, List<List<Glob>> questions, PanicSearch.Look look) {
        Map<String, Member> members = new ConcurrentHashMap<>();
        Map<String, List<Reaches>> alone = new ConcurrentHashMap<>();
        Panics panics = search.run(paths, look.and((image, answer) -> {
            Member member = Member.of(image, answer, search.threads());
            // Also where several are joined later: names and places in the source are known only while the image is open.
            alone.put(member.path(), answers(List.of(member), questions));
            // What a module's roots are called may be asked for sites of the kernel, once all are closed.
            member.close(image.elf().isRelocatable());
            members.put(member.path(), member);
        }));
        List<List<Reaches>> kernels = new ArrayList<>();
        List<KernelCalls> calls = new ArrayList<>();
        for (List<Member> kernel : byRelease(panics, members)) {
            calls.add(new KernelCalls(kernel));
            kernels.add(kernel.size() > 1 ? joined(paths, kernel, questions)
                    : alone.getOrDefault(kernel.getFirst().path(), List.of()));
        }
        List<Reaches> together = new ArrayList<>();
        for (int question = 0; question < questions.size(); question++) {
            together.add(together(kernels, question));
        }
        return new Several(panics, together, calls);
    }

    /// One answer for all kernels.
    private static Reaches together(List<List<Reaches>> kernels, int question) {
        Map<ImageSite, Reach> all = new HashMap<>();
        List<Attributed> attributed = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (List<Reaches> kernel : kernels) {
            Reaches reaches = kernel.isEmpty() ? Reaches.NONE : kernel.get(question);
            all.putAll(reaches.bySite());
            attributed.addAll(reaches.attributed());
            unknown.addAll(reaches.unknown());
        }
        return new Reaches(all, attributed, unknown);
    }

    /// Of several images. Ways from one into another lead through code of which nobody knew while it was open.
    private List<Reaches> joined(List<Path> paths, List<Member> kernel, List<List<Glob>> questions) {
        List<Reaches> reaches = answers(kernel, questions);
        Map<String, Member> unplaced = kernel.stream().filter(Member::isUnplaced)
                .collect(Collectors.toMap(Member::path, member -> member));
        if (unplaced.isEmpty()) {
            return reaches;
        }
        search.again(paths, unplaced.keySet(), (name, image) -> member(unplaced, name).place(image));
        return answers(kernel, questions);
    }

    private static Member member(Map<String, Member> members, String name) {
        return Objects.requireNonNull(members.get(name));
    }

    private List<Reaches> answers(List<Member> kernel, List<List<Glob>> questions) {
        return questions.stream().map(roots -> answer(kernel, roots)).toList();
    }

    private Reaches answer(List<Member> kernel, List<Glob> roots) {
        KernelReach reach = new KernelReach(kernel, roots);
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
