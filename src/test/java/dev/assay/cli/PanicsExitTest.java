package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an unreadable file does to the exit status: 2 if it was named, 3 if it was found in a folder or an archive.
class PanicsExitTest {
    private static final Path MODULE = Path.of("demo/sensor.ko");

    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void aGoodAndABadFile() throws IOException {
        Files.copy(MODULE, folder.resolve("good.ko"));
        byte[] bytes = Files.readAllBytes(MODULE);
        bytes[4] = 1; // 32-bit
        Files.write(folder.resolve("bad.ko"), bytes);
    }

    private int run(Object... args) {
        String[] words = new String[args.length + 2];
        words[0] = "panics";
        words[1] = "--quiet";
        for (int i = 0; i < args.length; i++) {
            words[i + 2] = args[i].toString();
        }
        return Main.run(words, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    @Test
    void inAFolderTheRestIsAnAnswer() {
        assertThat(run(folder)).isEqualTo(3);
        assertThat(out.toString(UTF_8)).startsWith("14\nunknown: 1 file could not be read");
        assertThat(err.toString(UTF_8)).contains("bad.ko: file+0x4: not supported: ELF class 1");
        assertThat(run("--allow-unknown", folder)).isZero();
    }

    @Test
    void whatWasNamedMustBeReadable() {
        assertThat(run(folder.resolve("good.ko"), folder.resolve("bad.ko"))).isEqualTo(2);
        assertThat(run("--allow-unknown", folder.resolve("bad.ko"))).isEqualTo(2);
        assertThat(run(folder.resolve("good.ko"), folder.resolve("missing"))).isEqualTo(2);
        assertThat(run(folder.resolve("good.ko"))).isZero();
    }

    @Test
    void aTruncatedStreamIsNamed() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(Files.readAllBytes(MODULE));
        }
        Path cut = Files.write(folder.resolve("cut.ko.gz"), Arrays.copyOf(packed.toByteArray(), 5000));
        assertThat(run(cut)).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("cut.ko.gz");
    }

    @Test
    void aLinkedFileThatIsNoKernelIsCountedAndNotCalledOne() throws IOException {
        Path shared = folder.resolve("vdso.so");
        Files.copy(Path.of("src/test/resources/fixtures/linked/x86_64-stripped"), shared);
        assertThat(run("--debug", MODULE, shared)).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("0\n");
    }
}
