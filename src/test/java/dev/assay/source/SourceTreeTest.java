package dev.assay.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.source.SourceTree.Found;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTreeTest {
    @TempDir private Path folder;

    private Path tree;

    @BeforeEach
    void aTree() throws IOException {
        tree = folder.resolve("linux");
        for (String file : List.of("rust/kernel/str.rs", "kernel/str.rs", "drivers/a/mod.rs", "drivers/b/mod.rs",
                "own.rs")) {
            Path path = tree.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "// " + file + "\n");
        }
    }

    private String find(Path root, String path) throws IOException {
        return switch (Objects.requireNonNull(SourceTree.open(root).find(List.of(path)).get(path))) {
            case Found.Here here -> here.file().path();
            case Found.Nowhere nowhere -> nowhere.why();
        };
    }

    @Test
    void theLongestEndThatTheTreeHas() throws IOException {
        for (String path : List.of("rust/kernel/str.rs", "./rust/kernel/str.rs", "../rust/kernel/str.rs",
                "../../rust/./kernel/str.rs", "/build/linux-7.3.4/rust/kernel/str.rs", "/src/linux/rust/kernel/str.rs",
                "/build/rust/rust/kernel/str.rs", "/src/linux/build/../rust/kernel/str.rs")) {
            assertThat(find(tree, path)).as(path).isEqualTo("rust/kernel/str.rs");
        }
        assertThat(find(tree, "/home/me/driver/own.rs")).isEqualTo("own.rs");
        assertThat(find(tree, "rust/bindings/bindings_generated.rs")).isEqualTo("is not in the source tree");
    }

    @Test
    void aFolderAroundTheTreeWillDo() throws IOException {
        assertThat(find(folder, "rust/kernel/str.rs")).isEqualTo("linux/rust/kernel/str.rs");
        assertThat(find(folder, "/src/linux/rust/kernel/str.rs")).isEqualTo("linux/rust/kernel/str.rs");
        assertThat(find(folder, "own.rs")).isEqualTo("linux/own.rs");
        assertThat(find(folder, "/elsewhere/own.rs")).isEqualTo("is not in the source tree");
        assertThat(find(tree, "mod.rs"))
                .isEqualTo("is one of 2 files in the source tree: drivers/a/mod.rs, drivers/b/mod.rs");
    }

    @Test
    void whatIsMissingIsNotSoughtElsewhereIfOthersAreThere() throws IOException {
        Map<String, Found> found = SourceTree.open(tree).find(List.of("rust/kernel/str.rs", "mod.rs"));
        assertThat(found.get("rust/kernel/str.rs")).isInstanceOf(Found.Here.class);
        assertThat(found.get("mod.rs")).isEqualTo(new Found.Nowhere("is not in the source tree"));
    }

    @Test
    void nothingLeadsOutOfTheTree() throws IOException {
        Files.writeString(folder.resolve("secret.rs"), "secret");
        Files.createSymbolicLink(tree.resolve("link.rs"), Path.of("../secret.rs"));
        Files.createSymbolicLink(tree.resolve("up"), Path.of(".."));
        Files.createSymbolicLink(tree.resolve("inside.rs"), Path.of("rust/kernel/str.rs"));
        assertThat(find(tree, "link.rs")).isEqualTo("is a link that leads out of the source tree");
        assertThat(find(tree, "up/secret.rs")).isEqualTo("is a link that leads out of the source tree");
        assertThat(find(tree, "inside.rs")).isEqualTo("inside.rs");
        for (String path : List.of("../secret.rs", "rust/../../secret.rs", folder.resolve("secret.rs").toString(), "..",
                "",
                "/", "a\0b", "/".repeat(100_000), "a/".repeat(100_000) + "own.rs", "x".repeat(100_000), "rust")) {
            assertThat(find(tree, path)).as(path.substring(0, Math.min(60, path.length())))
                    .isEqualTo("is not in the source tree");
        }
        assertThat(SourceTree.open(tree).at("../secret.rs")).isInstanceOf(Found.Nowhere.class);
    }

    @Test
    void theTreeItselfMayBeALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("current"), tree);
        assertThat(find(link, "rust/kernel/str.rs")).isEqualTo("rust/kernel/str.rs");
    }

    @Test
    void whatIsNoTextIsSaid() throws IOException {
        Files.write(tree.resolve("nul.rs"), new byte[] {'a', 0, 'b'});
        Files.write(tree.resolve("latin.rs"), new byte[] {'a', (byte) 0xe4, 'b'});
        try (RandomAccessFile large = new RandomAccessFile(tree.resolve("large.rs").toFile(), "rw")) {
            large.setLength(SourceFile.LARGEST + 1);
        }
        assertThat(find(tree, "nul.rs")).isEqualTo("is no text: a NUL at byte 1");
        assertThat(find(tree, "latin.rs")).isEqualTo("is not UTF-8 at byte 1");
        assertThat(find(tree, "large.rs")).isEqualTo("has 2097153 bytes; at most 2097152 are read");
    }

    @Test
    void noFolderIsNoTree() {
        assertThatThrownBy(() -> SourceTree.open(tree.resolve("own.rs")))
                .hasMessage(tree.resolve("own.rs") + ": expected a folder with source, found a file");
        assertThatThrownBy(() -> SourceTree.open(tree.resolve("none")))
                .hasMessage(tree.resolve("none") + ": expected a folder with source, found nothing");
    }

    @Test
    void lines() throws IOException {
        SourceFile file = SourceFile.of("a.rs", "eins\r\nzwö\n\n".getBytes(UTF_8));
        assertThat(file.lines()).isEqualTo(4);
        assertThat(file.lines(-3, 99)).containsExactly("eins", "zwö", "", "");
        assertThat(file.lines(2, 2)).containsExactly("zwö");
        assertThat(file.offset(2, 4)).isEmpty();
        assertThat(file.offset(2, 3)).hasValue(8);
        assertThat(List.of(file.lineOf(0), file.lineOf(6), file.lineOf(10), file.lineOf(99))).containsExactly(1, 2, 2,
                4);
    }
}
