package dev.assay.source.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/// The objects of a repository, read so that whatever is wrong with one of them comes as an [IOException].
final class GitObjects implements AutoCloseable {
    private final ObjectReader reader;
    private final RevWalk commits;
    private final TreeWalk trees;

    GitObjects(Repository repository) {
        reader = repository.newObjectReader();
        commits = new RevWalk(reader);
        commits.setRetainBody(false);
        trees = new TreeWalk(reader);
    }

    /// A file that a commit has in another version than its parent, or that only one of them has.
    ///
    /// @param path   with `/`
    /// @param before null if the parent has no such file
    /// @param after  null if the commit has no such file
    record Change(String path, @Nullable ObjectId before,
            @Nullable ObjectId after) {}

    private interface Read<T extends @Nullable Object> {
        T run() throws IOException;
    }

    /// The library meets some damage with exceptions that are meant for bugs.
    private static <T extends @Nullable Object> T read(String what, Read<T> read) throws IOException {
        try {
            return read.run();
        } catch (MissingObjectException e) {
            throw new IOException("%s: the repository lacks the object %s".formatted(what, e.getObjectId().name()), e);
        } catch (LargeObjectException e) {
            throw new IOException("%s: expected at most %d bytes".formatted(what, Limits.FILE), e);
        } catch (IOException | RuntimeException e) {
            throw new IOException("%s: damaged: %s".formatted(what, e.getMessage()), e);
        }
    }

    /// With its parents and its tree, but not its message.
    RevCommit commit(AnyObjectId id) throws IOException {
        RevCommit commit = commits.lookupCommit(id);
        return read("commit " + commit.name(), () -> {
            commits.parseHeaders(commit);
            return commit;
        });
    }

    /// With its message, too.
    RevCommit whole(AnyObjectId id) throws IOException {
        RevCommit commit = commits.lookupCommit(id);
        return read("commit " + commit.name(), () -> {
            commits.parseHeaders(commit);
            commits.parseBody(commit);
            return commit;
        });
    }

    Set<ObjectId> shallow() throws IOException {
        return read("shallow", reader::getShallowCommits);
    }

    byte[] blob(ObjectId id, String path) throws IOException {
        return read(path + " (" + id.abbreviate(12).name() + ")",
                () -> reader.open(id, Constants.OBJ_BLOB).getCachedBytes(Limits.FILE));
    }

    long size(ObjectId id, String path) throws IOException {
        return read(path, () -> reader.getObjectSize(id, Constants.OBJ_BLOB));
    }

    /// The file at a path; null if there is none.
    @Nullable
    ObjectId find(RevCommit commit, String path) throws IOException {
        return GitObjects.<@Nullable ObjectId>read(path + " in commit " + commit.name(), () -> {
            try (TreeWalk found = TreeWalk.forPath(reader, path, commit.getTree())) {
                return found == null || !isFile(found.getRawMode(0)) ? null : found.getObjectId(0);
            }
        });
    }

    /// What a commit changes.
    ///
    /// @param filter which paths are looked at
    List<Change> changes(RevCommit parent, RevCommit commit, TreeFilter filter) throws IOException {
        return read("tree of commit " + commit.name(), () -> {
            List<Change> changes = new ArrayList<>();
            trees.setFilter(filter);
            trees.setRecursive(true);
            trees.reset(parent.getTree(), commit.getTree());
            while (trees.next()) {
                boolean before = isFile(trees.getRawMode(0));
                boolean after = isFile(trees.getRawMode(1));
                boolean retyped =
                        before && after && ((trees.getRawMode(0) ^ trees.getRawMode(1)) & FileMode.TYPE_MASK) != 0;
                changes.add(new Change(trees.getPathString(),
                        before && !retyped ? trees.getObjectId(0) : null,
                        after ? trees.getObjectId(1) : null));
            }
            return changes;
        });
    }

    /// A plain file or a symbolic link; no folder and no other repository.
    private static boolean isFile(int mode) {
        return FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode)
                || FileMode.SYMLINK.equals(mode);
    }

    @Override
    public void close() {
        trees.close();
        commits.close();
        reader.close();
    }
}
