package dev.assay.source.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final String FIRST =
            "fn one() {\n    let a = 1;\n    let b = a + 1;\n}\n\nfn two() {\n    call(1);\n}\n";

    @TempDir Path folder;

    private GitProgram git;
    private Path tree;

    @BeforeEach
    void makeRepository() throws IOException {
        tree = Files.createDirectory(folder.resolve("tree"));
        git = GitProgram.create(tree);
    }

    private String commit(String file, String text, String subject) throws IOException {
        Path path = tree.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        git.run("add", "-A");
        git.run("commit", "-q", "-m", subject);
        return git.run("rev-parse", "HEAD").strip();
    }

    private static SortedMap<Integer, String> lines(String... commits) {
        SortedMap<Integer, String> lines = new TreeMap<>();
        for (String commit : commits) {
            lines.put(lines.size() + 1, commit);
        }
        return lines;
    }

    private Blame blame(String file, Integer... lines) throws IOException {
        try (History history = History.open(tree, BlameCache.NONE)) {
            return history.blame(Map.of(file, List.of(lines)));
        }
    }

    @Test
    void followsRenameReformatAndRevert() throws IOException {
        String first = commit("src/a.rs", FIRST, "First");
        String second = commit("src/a.rs", FIRST.replace("call(1)", "call(2)"), "Call 2");
        git.run("mv", "src/a.rs", "src/b.rs");
        git.run("commit", "-q", "-m", "Rename");
        String reformat = commit("src/b.rs", FIRST.replace("call(1)", "call(2)").replace("    let", "\tlet"), "Tabs");
        assertThat(git.told("src/b.rs", 8))
                .isEqualTo(lines(first, reformat, reformat, first, first, first, second, first))
                .isEqualTo(git.blame("src/b.rs"));

        git.run("revert", "--no-edit", reformat);
        String revert = git.run("rev-parse", "HEAD").strip();
        assertThat(git.told("src/b.rs", 8))
                .isEqualTo(lines(first, revert, revert, first, first, first, second, first))
                .isEqualTo(git.blame("src/b.rs"));
    }

    @Test
    void followsBothSidesOfMerge() throws IOException {
        String first = commit("src/a.rs", FIRST, "First");
        git.run("checkout", "-q", "-b", "side");
        String side = commit("src/a.rs", FIRST.replace("call(1)", "call(3)"), "Side");
        git.run("checkout", "-q", "main");
        String main = commit("src/a.rs", FIRST.replace("a = 1", "a = 7"), "Main");
        git.run("merge", "-q", "--no-edit", "side");
        assertThat(git.told("src/a.rs", 8)).isEqualTo(lines(first, main, first, first, first, first, side, first))
                .isEqualTo(git.blame("src/a.rs"));
    }

    @Test
    void tellsLinesThatAreNotCommitted() throws IOException {
        String first = commit("src/a.rs", FIRST, "First");
        Files.writeString(tree.resolve("src/a.rs"), FIRST.replace("a = 1", "a = 2"));
        assertThat(git.told("src/a.rs", 3)).isEqualTo(lines(first, "", first));
        Files.writeString(tree.resolve("src/new.rs"), "fn f() {}\n");
        assertThat(git.told("src/new.rs", 1)).isEqualTo(lines(""));
        Files.writeString(tree.resolve("src/a.rs"), FIRST.replace("\n", "\r\n"));
        assertThat(git.told("src/a.rs", 2)).as("other ends of lines").isEqualTo(lines(first, first));
    }

    @Test
    void tellsAuthorDateAndSubject() throws IOException {
        commit(".mailmap", "Ann Newname <new@example.org> <ann@example.org>\n", "Names");
        Files.writeString(tree.resolve("a.rs"), FIRST);
        git.run("add", "-A");
        git.run("commit", "-q", "--date=2026-03-01T10:00:00+0200", "-m", "Make it\nhard", "-m", "Because");
        Commit commit = blame("a.rs", 2).of("a.rs", 2).orElseThrow();
        assertThat(commit.author()).isEqualTo("Ann Newname");
        assertThat(commit.email()).isEqualTo("new@example.org");
        assertThat(commit.date()).isEqualTo("2026-03-01T08:00:00Z");
        assertThat(commit.subject()).isEqualTo("Make it hard");
    }

    @Test
    void tellsWhatCameSinceRevision() throws IOException {
        commit("a.rs", FIRST, "First");
        git.run("tag", "v1.0");
        git.run("tag", "-a", "-m", "annotated", "v1.1");
        commit("a.rs", FIRST.replace("call(1)", "call(2)"), "Second");
        try (History history = History.open(tree, BlameCache.NONE)) {
            Blame blame = history.blame(Map.of("a.rs", List.of(1, 7)));
            for (String revision : List.of("v1.0", "v1.1", "HEAD~1", "main~1", "HEAD^")) {
                Since since = history.since(revision);
                assertThat(since.contains(blame, "a.rs", 1)).as(revision).isEqualTo(Optional.of(false));
                assertThat(since.contains(blame, "a.rs", 7)).as(revision).isEqualTo(Optional.of(true));
            }
            assertThat(history.since("HEAD").contains(blame, "a.rs", 7)).isEqualTo(Optional.of(false));
            assertThatThrownBy(() -> history.since("v1.2")).isInstanceOf(IOException.class).hasMessage(tree
                    + ": expected a revision of its repository, found \"v1.2\"; there is v1.0, v1.1");
            assertThatThrownBy(() -> history.since("^{")).hasMessageContaining("found \"^{\"");
        }
    }

    @Test
    void saysThatShallowCloneHasNotTheWholeHistory() throws IOException {
        commit("a.rs", FIRST, "First");
        commit("a.rs", FIRST.replace("a = 1", "a = 2"), "Second");
        String third = commit("a.rs", FIRST.replace("a = 1", "a = 2").replace("call(1)", "call(2)"), "Third");
        git.run("clone", "-q", "--depth=2", "file://" + tree, "../shallow");
        tree = folder.resolve("shallow");
        Blame blame = blame("a.rs", 1, 7);
        assertThat(blame.of("a.rs", 1)).isEmpty();
        assertThat(blame.of("a.rs", 7)).map(Commit::id).contains(third);
        assertThat(blame.unknown()).containsExactly(
                tree + ": 1 line is older than this shallow clone; git fetch --unshallow gets the rest");
        try (History history = History.open(tree, BlameCache.NONE)) {
            assertThat(history.since("HEAD~1").contains(blame, "a.rs", 1)).isEqualTo(Optional.of(false));
        }
    }

    @Test
    void opensWorktreesSubmodulesAndFolders() throws IOException {
        String first = commit("src/deep/a.rs", FIRST, "First");
        git.run("worktree", "add", "-q", "../other");
        assertThat(new GitProgram(folder.resolve("other")).told("src/deep/a.rs", 1)).isEqualTo(lines(first));
        assertThat(new GitProgram(tree.resolve("src")).told("deep/a.rs", 1)).isEqualTo(lines(first));
        GitProgram outer = GitProgram.create(Files.createDirectory(folder.resolve("outer")));
        outer.run("-c", "protocol.file.allow=always", "submodule", "add", "-q", tree.toString(), "inner");
        assertThat(new GitProgram(folder.resolve("outer/inner")).told("src/deep/a.rs", 1)).isEqualTo(lines(first));
    }

    @Test
    void walksOnlyToWhatIsKept() throws IOException {
        String first = commit("a.rs", FIRST, "First");
        MemoryBlameCache cache = new MemoryBlameCache();
        assertThat(git.told(Map.of("a.rs", 8), cache).get("a.rs")).hasSize(8);
        assertThat(cache.kept).hasSize(1);
        String other = commit("other.rs", "x\n", "Other file");
        // What is kept is believed: that shows that it is used below the new commit, too.
        cache.kept.set(0, new FileBlame(first, "a.rs", List.of(other), new int[] {8, 0}));
        assertThat(git.told(Map.of("a.rs", 8), cache).get("a.rs")).isEqualTo(
                lines(other, other, other, other, other, other, other, other));
        FileBlame broken = new FileBlame(first, "a.rs", List.of(other), new int[] {3, 5});
        cache.kept.clear();
        cache.kept.add(broken);
        assertThat(git.told(Map.of("a.rs", 1), cache).get("a.rs")).as("what is damaged is not").isEqualTo(lines(first));
    }

    @Test
    void refusesWhatIsNoWorkTree() throws IOException {
        Path plain = Files.createDirectory(folder.resolve("plain"));
        assertThatThrownBy(() -> History.open(plain, BlameCache.NONE)).isInstanceOf(IOException.class)
                .hasMessage(plain + ": expected a git work tree, found no .git in it or above it");
        git.run("init", "-q", "--bare", "../bare");
        Path bare = folder.resolve("bare");
        assertThatThrownBy(() -> History.open(bare, BlameCache.NONE)).isInstanceOf(IOException.class)
                .hasMessageStartingWith(bare + ": expected a git work tree, found ");
        Files.writeString(tree.resolve(".git/config"), "[include]\n\tpath = /dev/zero\n");
        assertThatThrownBy(() -> History.open(tree, BlameCache.NONE)).isInstanceOf(IOException.class)
                .hasMessage("/dev/zero: expected a regular file");
    }

    @Test
    void damageMakesLinesUnknown() throws IOException {
        String first = commit("a.rs", FIRST, "First");
        commit("a.rs", FIRST.replace("call(1)", "call(2)"), "Second");
        Path object = tree.resolve(".git/objects/" + first.substring(0, 2) + "/" + first.substring(2));
        assertThat(object.toFile().setWritable(true)).isTrue();
        Files.write(object, new byte[] {1, 2, 3});
        Blame blame = blame("a.rs", 1);
        assertThat(blame.of("a.rs", 1)).isEmpty();
        assertThat(blame.unknown()).singleElement().asString().startsWith("commit " + first + ": damaged: ");
        assertThat(blame("nowhere.rs", 1).unknown()).containsExactly("nowhere.rs: expected a file");
    }

    @Test
    void runsNothingAndWritesNothing() throws IOException {
        commit(".gitattributes", "*.rs filter=evil diff=evil\n", "Attributes");
        commit("a.rs", FIRST, "First");
        Path trace = folder.resolve("trace");
        for (String key : List.of("filter.evil.clean", "filter.evil.smudge", "diff.evil.textconv", "core.fsmonitor",
                "core.sshCommand", "core.pager", "core.editor")) {
            git.run("config", key, "touch " + trace);
        }
        Files.deleteIfExists(trace);
        List<Path> before = files();
        Files.writeString(tree.resolve("a.rs"), FIRST.replace("a = 1", "a = 2"));
        assertThat(blame("a.rs", 1, 2).unknown()).isEmpty();
        assertThat(trace).doesNotExist();
        assertThat(files()).isEqualTo(before);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted().toList();
        }
    }
}
