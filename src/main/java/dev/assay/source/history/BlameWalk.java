package dev.assay.source.history;

import dev.assay.source.history.GitObjects.Change;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/// Looks for the commits that lines come from, in all files at once: history is walked once, newest commits first, and
/// of each commit only what it changes in the files in question is looked at.
///
/// The rules are those of `git blame`: a version that a parent has unchanged is the parent's; of one that a parent has
/// in another version, the lines in common are; and where a parent has no file of that name, it is looked for under
/// other names ([Renames]). What no parent has is the commit's own.
final class BlameWalk {
    /// Of a line that nothing is known of.
    static final int UNKNOWN = -1;
    /// Of a line that is in no commit.
    static final int UNCOMMITTED = -2;

    private final GitObjects objects;
    private final Set<ObjectId> shallow;
    private final Interest interest = new Interest();
    private final Map<RevCommit, Map<String, Suspect>> open = new HashMap<>();
    private final PriorityQueue<RevCommit> queue = new PriorityQueue<>(
            (one, other) -> Integer.compareUnsigned(other.getCommitTime(), one.getCommitTime()));
    private final Map<String, Map<ObjectId, FileBlame>> cached = new HashMap<>();
    private final List<int[]> answers = new ArrayList<>();
    private final List<ObjectId> origins = new ArrayList<>();
    private final Map<ObjectId, Integer> indices = new HashMap<>();
    private final Set<String> unknown = new HashSet<>();

    BlameWalk(GitObjects objects, List<FileBlame> known) throws IOException {
        this.objects = objects;
        shallow = objects.shallow();
        for (FileBlame blame : known) {
            if (ObjectId.isId(blame.commit())) {
                cached.computeIfAbsent(blame.path(), _ -> new HashMap<>())
                        .put(ObjectId.fromString(blame.commit()), blame);
            }
        }
    }

    /// Adds a file as it stands in the work tree.
    ///
    /// @param parents what the work tree was made from: the commit checked out, and those being merged into it
    /// @return its index
    int add(String path, ObjectId blob, Text text, List<RevCommit> parents) throws IOException {
        int file = answers.size();
        int[] lines = new int[text.lines()];
        Arrays.fill(lines, UNKNOWN);
        answers.add(lines);
        Suspect suspect = new Suspect(path, blob, text);
        if (lines.length > 0) {
            suspect.regions.add(new Region(file, 0, 0, lines.length));
        }
        interest.add(path);
        List<@Nullable Suspect> older = new ArrayList<>();
        for (RevCommit parent : parents) {
            ObjectId before = objects.find(parent, path);
            if (before != null && before.equals(blob)) {
                hand(parent, suspect);
                return file;
            }
            older.add(before == null ? null : new Suspect(path, before));
        }
        split(suspect, parents, older);
        settle(suspect, UNCOMMITTED);
        return file;
    }

    /// Of each line of a file, the index of its origin, or one of the two constants above.
    int[] answer(int file) {
        return answers.get(file);
    }

    List<ObjectId> origins() {
        return origins;
    }

    boolean isShallow(ObjectId origin) {
        return shallow.contains(origin);
    }

    Set<String> unknown() {
        return unknown;
    }

    void run() {
        while (!queue.isEmpty()) {
            RevCommit commit = queue.poll();
            Map<String, Suspect> suspects = open.remove(commit);
            if (suspects == null) {
                continue;
            }
            suspects.values().removeIf(suspect -> settleFromCache(commit, suspect));
            try {
                step(commit, suspects);
            } catch (IOException e) {
                unknown.add(e.getMessage()); // the lines stay unknown
            }
        }
    }

    private void step(RevCommit commit, Map<String, Suspect> suspects) throws IOException {
        if (suspects.isEmpty()) {
            return;
        }
        List<RevCommit> parents = new ArrayList<>();
        for (RevCommit parent : objects.commit(commit).getParents()) {
            parents.add(objects.commit(parent));
        }
        List<Map<String, Change>> changes = new ArrayList<>();
        for (RevCommit parent : parents) {
            Map<String, Change> byPath = new HashMap<>();
            for (Change change : objects.changes(parent, commit, interest)) {
                if (change.after() != null && suspects.containsKey(change.path())) {
                    byPath.put(change.path(), change);
                }
            }
            changes.add(byPath);
            Map<String, Suspect> changed = new HashMap<>();
            byPath.keySet().forEach(path -> changed.put(path, suspects.remove(path)));
            hand(parent, suspects);
            suspects.clear();
            suspects.putAll(changed);
            if (changed.isEmpty()) {
                return;
            }
        }
        Renames[] renames = new Renames[parents.size()];
        for (Suspect suspect : suspects.values()) {
            try {
                blame(suspect, commit, parents, changes, renames);
            } catch (IOException e) {
                unknown.add(e.getMessage());
            }
        }
    }

    private void blame(Suspect suspect, RevCommit commit, List<RevCommit> parents, List<Map<String, Change>> changes,
            @Nullable Renames[] renames) throws IOException {
        List<@Nullable Suspect> older = new ArrayList<>();
        for (int which = 0; which < parents.size(); which++) {
            Change change = changes.get(which).get(suspect.path);
            ObjectId before = change == null ? null : change.before();
            older.add(before == null ? null : new Suspect(suspect.path, before));
        }
        for (int which = 0; which < parents.size(); which++) {
            if (older.get(which) != null) {
                continue;
            }
            Renames search = renames[which];
            if (search == null) {
                search = new Renames(objects, parents.get(which), commit);
                renames[which] = search;
            }
            Change source = search.sourceOf(suspect);
            if (source != null && source.before() != null) {
                interest.add(source.path());
                Suspect renamed = new Suspect(source.path(), source.before());
                if (renamed.blob.equals(suspect.blob)) {
                    renamed.regions.addAll(suspect.regions);
                    hand(parents.get(which), renamed);
                    return;
                }
                older.set(which, renamed);
            }
        }
        split(suspect, parents, older);
        settle(suspect, index(commit));
    }

    /// Hands each line on to the first parent that has it.
    private void split(Suspect suspect, List<RevCommit> parents, List<@Nullable Suspect> older) throws IOException {
        Set<ObjectId> seen = new HashSet<>();
        for (int which = 0; which < parents.size() && !suspect.regions.isEmpty(); which++) {
            Suspect version = older.get(which);
            if (version != null && seen.add(version.blob)) {
                suspect.passTo(version, objects);
                hand(parents.get(which), version);
            }
        }
    }

    private void hand(RevCommit commit, Suspect suspect) {
        if (suspect.regions.isEmpty()) {
            return;
        }
        Suspect there = suspects(commit).putIfAbsent(suspect.path, suspect);
        if (there != null) {
            there.regions.addAll(suspect.regions);
        }
    }

    private void hand(RevCommit commit, Map<String, Suspect> all) {
        if (!all.isEmpty() && !open.containsKey(commit)) {
            suspects(commit).putAll(all);
        } else {
            all.values().forEach(suspect -> hand(commit, suspect));
        }
    }

    private Map<String, Suspect> suspects(RevCommit commit) {
        return open.computeIfAbsent(commit, absent -> {
            queue.add(absent);
            return new HashMap<>();
        });
    }

    private int index(ObjectId commit) {
        return indices.computeIfAbsent(commit.copy(), id -> {
            origins.add(id);
            return origins.size() - 1;
        });
    }

    private void settle(Suspect suspect, int origin) {
        for (Region region : suspect.regions) {
            Arrays.fill(answers.get(region.file()), region.line(), region.line() + region.length(), origin);
        }
    }

    private boolean settleFromCache(RevCommit commit, Suspect suspect) {
        FileBlame blame = cached.getOrDefault(suspect.path, Map.of()).get(commit);
        int[] lines = blame == null ? new int[0] : blame.lines();
        if (blame == null || suspect.regions.stream().anyMatch(region -> region.end() > lines.length)
                || !blame.commits().stream().allMatch(ObjectId::isId)) {
            return false;
        }
        int[] known = blame.commits().stream().mapToInt(id -> index(ObjectId.fromString(id))).toArray();
        for (Region region : suspect.regions) {
            int[] answer = answers.get(region.file());
            for (int line = 0; line < region.length(); line++) {
                answer[region.line() + line] = known[lines[region.start() + line]];
            }
        }
        return true;
    }
}
