package dev.assay.source.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;

/// The history of a source tree: which commit each line comes from, as `git blame` tells it.
///
/// Only files of the repository and of the tree are read. No program is run, whatever the repository asks for: no hook,
/// no filter, no monitor. Nothing is written.
public final class History implements AutoCloseable {
    private static final Commit UNCOMMITTED = new Commit("", "", "", Instant.EPOCH, "");

    private final String name;
    private final Path tree;
    private final Path top;
    private final Repository repository;
    private final GitObjects objects;
    private final BlameCache cache;
    private final List<RevCommit> heads;

    private History(String name, Path tree, Repository repository, BlameCache cache) throws IOException {
        this.name = name;
        this.tree = tree;
        this.repository = repository;
        this.cache = cache;
        top = repository.getWorkTree().toPath().toRealPath();
        objects = new GitObjects(repository);
        heads = heads();
    }

    /// Opens the history of the repository that a tree is in.
    ///
    /// @throws IOException if it is in none, or in one that cannot be read
    public static History open(Path tree, BlameCache cache) throws IOException {
        Path real = tree.toRealPath();
        Repository repository = Repositories.open(tree.toString(), real);
        try {
            return new History(tree.toString(), real, repository, cache);
        } catch (RuntimeException e) {
            repository.close();
            throw new IOException("%s: its repository is damaged: %s".formatted(tree, e.getMessage()), e);
        } catch (IOException e) {
            repository.close();
            throw e;
        }
    }

    /// What the work tree was made from: the commit checked out, and those that are being merged into it.
    private List<RevCommit> heads() throws IOException {
        List<RevCommit> all = new ArrayList<>();
        ObjectId head = repository.resolve(Constants.HEAD);
        if (head != null) {
            all.add(objects.commit(head));
            List<ObjectId> merged = repository.readMergeHeads();
            for (ObjectId each : merged == null ? List.<ObjectId>of() : merged) {
                all.add(objects.commit(each));
            }
        }
        return all;
    }

    /// Which commits came after a revision: a tag, a branch, a hash, `HEAD~3`.
    ///
    /// @throws IOException if there is no such revision
    public Since since(String revision) throws IOException {
        Revisions revisions = new Revisions(name, repository);
        return new Since(revisions.after(revisions.commit(revision), heads));
    }

    /// Only whether there is such a revision.
    ///
    /// @throws IOException if not
    public void check(String revision) throws IOException {
        new Revisions(name, repository).commit(revision);
    }

    /// Where lines come from.
    ///
    /// @param lines of each file, from 1; files by their path in the tree, with `/`
    public Blame blame(Map<String, ? extends Collection<Integer>> lines) throws IOException {
        Map<String, String> paths = new LinkedHashMap<>();
        Set<String> unknown = new TreeSet<>(Repositories.notFollowed(name, repository));
        for (String file : new TreeSet<>(lines.keySet())) {
            Path path = tree.resolve(file);
            if (!Files.isRegularFile(path)) {
                unknown.add(file + ": expected a file");
            } else if (!path.toRealPath().startsWith(top)) {
                unknown.add(file + ": outside the repository " + top);
            } else {
                paths.put(file, top.relativize(path.toRealPath()).toString().replace('\\', '/'));
            }
        }
        List<FileBlame> known = cache.find(List.copyOf(new TreeSet<>(paths.values())));
        BlameWalk walk = new BlameWalk(objects, known);
        Map<String, Integer> indices = new HashMap<>();
        List<String> clean = new ArrayList<>();
        for (Map.Entry<String, String> each : paths.entrySet()) {
            try {
                WorkFile file = WorkFile.read(top, each.getValue(), heads, objects);
                indices.put(each.getKey(), walk.add(each.getValue(), file.blob(), file.text(), heads));
                if (file.committed()) {
                    clean.add(each.getKey());
                }
            } catch (IOException e) {
                unknown.add(e.getMessage());
            }
        }
        walk.run();
        unknown.addAll(walk.unknown());
        keep(walk, paths, clean, indices, known);
        return answer(walk, lines, indices, unknown);
    }

    private Blame answer(BlameWalk walk, Map<String, ? extends Collection<Integer>> lines,
            Map<String, Integer> indices, Set<String> unknown) throws IOException {
        Mailmap mailmap = new Mailmap(Repositories.text(top.resolve(".mailmap")));
        Map<Integer, Commit> commits = new HashMap<>();
        Map<String, Map<Integer, Commit>> told = new HashMap<>();
        Map<String, Map<Integer, Commit>> noLater = new HashMap<>();
        int older = 0;
        for (Map.Entry<String, ? extends Collection<Integer>> each : lines.entrySet()) {
            Integer index = indices.get(each.getKey());
            int[] origins = index == null ? new int[0] : walk.answer(index);
            for (int line : index == null ? List.<Integer>of() : each.getValue()) {
                if (line < 1 || line > origins.length) {
                    unknown.add("%s: line %d is behind its end".formatted(each.getKey(), line));
                    continue;
                }
                int origin = origins[line - 1];
                if (origin == BlameWalk.UNKNOWN) {
                    continue;
                }
                Commit commit = commits.get(origin);
                if (commit == null) {
                    commit = origin == BlameWalk.UNCOMMITTED ? UNCOMMITTED
                            : commit(walk.origins().get(origin), mailmap);
                    commits.put(origin, commit);
                }
                boolean cut = origin >= 0 && walk.isShallow(walk.origins().get(origin));
                older += cut ? 1 : 0;
                (cut ? noLater : told).computeIfAbsent(each.getKey(), _ -> new HashMap<>()).put(line, commit);
            }
        }
        if (older > 0) {
            unknown.add("%s: %d line%s older than this shallow clone; git fetch --unshallow gets the rest"
                    .formatted(name, older, older == 1 ? " is" : "s are"));
        }
        return new Blame(told, noLater, List.copyOf(unknown));
    }

    private Commit commit(ObjectId id, Mailmap mailmap) throws IOException {
        RevCommit commit = objects.whole(id);
        PersonIdent author = commit.getAuthorIdent();
        if (author == null) {
            return new Commit(commit.name(), "", "", Instant.EPOCH, commit.getShortMessage());
        }
        Mailmap.Person person = mailmap.of(author.getName(), author.getEmailAddress());
        return new Commit(commit.name(), person.name() == null ? "" : person.name(),
                person.email() == null ? "" : person.email(), author.getWhenAsInstant(), commit.getShortMessage());
    }

    /// Keeps what was found of files that stand as they were committed, unless it is kept already.
    private void keep(BlameWalk walk, Map<String, String> paths, List<String> clean, Map<String, Integer> indices,
            List<FileBlame> known) {
        if (heads.size() != 1) {
            return;
        }
        String head = heads.getFirst().name();
        List<FileBlame> found = new ArrayList<>();
        for (String file : clean) {
            String path = paths.getOrDefault(file, "");
            int[] origins = walk.answer(indices.getOrDefault(file, 0));
            boolean certain = Arrays.stream(origins)
                    .allMatch(origin -> origin >= 0 && !walk.isShallow(walk.origins().get(origin)));
            if (certain
                    && known.stream().noneMatch(blame -> blame.commit().equals(head) && blame.path().equals(path))) {
                found.add(FileBlame.of(head, path, origins, walk.origins()));
            }
        }
        if (!found.isEmpty()) {
            cache.keep(found);
        }
    }

    @Override
    public void close() {
        objects.close();
        repository.close();
    }
}
