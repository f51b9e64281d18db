package dev.assay.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class MappedFileTest {
    @TempDir private Path folder;

    @Test
    void mapsTheBytesUnderTheGivenName() throws IOException {
        Path path = Files.write(folder.resolve("a.bin"), new byte[] {1, 2, 3, 4});
        try (MappedFile file = MappedFile.open(path, "outer.deb!a.bin")) {
            assertThat(file.slice().u32(0)).isEqualTo(0x0403_0201L);
            assertThat(file.slice().segment().isReadOnly()).isTrue();
            assertThatThrownBy(() -> file.slice().u64(0)).isInstanceOf(MalformedFileException.class)
                    .hasMessage("outer.deb!a.bin: file+0x0: expected 8 bytes for a value, found 4 left in file");
        }
    }

    @Test
    void mapsAnEmptyFile() throws IOException {
        try (MappedFile file = MappedFile.open(Files.createFile(folder.resolve("empty")), "empty")) {
            assertThat(file.slice().size()).isZero();
        }
    }

    @Test
    void viewsDieWithTheFile() throws IOException {
        Path path = Files.write(folder.resolve("a.bin"), new byte[8]);
        Slice view;
        try (MappedFile file = MappedFile.open(path, "a.bin")) {
            view = file.slice().window(0, 4);
        }
        assertThatThrownBy(() -> view.u8(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCopyBeyondTheLongestArrayIsRefusedWithoutAllocating() throws IOException {
        Path path = folder.resolve("sparse");
        try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
            sparse.setLength(1L << 32);
        }
        try (MappedFile file = MappedFile.open(path, "sparse")) {
            assertThat(file.slice().u64((1L << 32) - 8)).isZero();
            assertThatThrownBy(() -> file.slice().copy(0, 1L << 31)).isInstanceOf(UnsupportedFormatException.class)
                    .hasMessage("sparse: file+0x0: not supported: 2147483648 bytes in one piece");
            assertThatThrownBy(() -> file.slice().window(4, 1L << 31).text(1, Integer.MAX_VALUE))
                    .isInstanceOf(UnsupportedFormatException.class)
                    .hasMessage("sparse: file+0x5: not supported: 2147483647 bytes in one piece");
        }
    }

    @Test
    void refusesAMissingFile() {
        Path path = folder.resolve("none");
        assertThatThrownBy(() -> open(path)).isInstanceOf(NoSuchFileException.class).hasMessage(path.toString());
    }

    @Test
    void refusesAFolder() {
        assertThatThrownBy(() -> open(folder)).isInstanceOf(FileSystemException.class)
                .hasMessage(folder + ": is a folder, not a file");
    }

    @Test
    @Timeout(30)
    void refusesAPipeInsteadOfWaitingForIt() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "no mkfifo");
        assertThat(new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor(10, TimeUnit.SECONDS))
                .isTrue();
        assertThatThrownBy(() -> open(pipe)).isInstanceOf(FileSystemException.class)
                .hasMessage(pipe + ": is not a regular file");
    }

    private static void open(Path path) throws IOException {
        try (MappedFile file = MappedFile.open(path, "x")) {
            throw new AssertionError("opened " + file.slice());
        }
    }
}
