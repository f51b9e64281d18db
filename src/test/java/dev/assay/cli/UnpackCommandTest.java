package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackCommandTest {
    private static final Path KERNEL = Path.of("src/test/resources/fixtures/linked/x86_64-vmlinux");

    @TempDir private Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Object... args) {
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        return Main.run(words, new PrintStream(OutputStream.nullOutputStream(), true, UTF_8),
                new PrintStream(err, true, UTF_8));
    }

    private Path packed() throws IOException {
        Path packed = folder.resolve("vmlinux.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(KERNEL, out);
        }
        return packed;
    }

    @Test
    void whatHasItsHeadersAndSymbolsComesOutAsItIs() throws IOException {
        Path target = folder.resolve("out");
        assertThat(run("unpack", packed(), target)).isZero();
        assertThat(target).hasSameBinaryContentAs(KERNEL);
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Path target = Files.writeString(folder.resolve("mine"), "precious");
        assertThat(run("unpack", packed(), target)).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("mine: exists already");
        assertThat(target).hasContent("precious");
    }

    @Test
    void aFolderOrAMissingMemberIsRefused() throws IOException {
        assertThat(run("unpack", folder, folder.resolve("x"))).isEqualTo(2);
        assertThat(run("unpack", packed() + "!inner", folder.resolve("x"))).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("expected an ELF file, found a folder").contains("vmlinux.gz");
        assertThat(folder.resolve("x")).doesNotExist();
        assertThat(run("unpack", "one")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("takes a file and a target, found 1 argument");
    }
}
