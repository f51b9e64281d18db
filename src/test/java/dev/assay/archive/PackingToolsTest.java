package dev.assay.archive;

import static dev.assay.archive.Walks.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the programs that people pack with write.
class PackingToolsTest {
    private static final byte[] ELF = Packed.elf(700_000);

    @TempDir private Path folder;

    private String shell(String script) throws IOException, InterruptedException {
        return Tools.run(List.of("sh", "-c", "cd '" + folder + "' && " + script));
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip -9", "xz -6", "xz --x86 --lzma2=dict=32MiB --check=crc32", "xz --block-size=100000",
        "xz --check=sha256 --arm64 --lzma2", "xz --format=lzma", "zstd -19", "zstd --ultra -22 --long=27", "bzip2",
        "lz4 -9", "lz4 -l -9", "lz4 -BX -B4 --no-frame-crc", "lz4 -1 --content-size", "lzop -9", "lzop -C"})
    void compressions(String command) throws IOException, InterruptedException {
        String program = command.substring(0, command.indexOf(' ') < 0 ? command.length() : command.indexOf(' '));
        Tools.require(program);
        Files.write(file("x"), ELF);
        shell(command + " -c <x >packed");
        for (String library : List.of("on", "off")) {
            System.setProperty(Lzma.NATIVE, library);
            try {
                Findings<String> found = Walks.over(Limits.DEFAULT, 1, file("packed"));
                assertThat(found.unreadable()).isEmpty();
                assertThat(found.answers()).containsExactly(answer(file("packed").toString(), ELF));
            } finally {
                System.clearProperty(Lzma.NATIVE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v7", "ustar", "gnu", "oldgnu", "pax"})
    void tarOfAnyFormatWithLinksAndPipes(String format) throws IOException, InterruptedException {
        Tools.require("tar");
        Files.createDirectories(file("d/" + "d".repeat(70)));
        String name = switch (format) {
            case "v7" -> "d/x.ko";
            case "ustar" -> "d/" + "d".repeat(70) + "/" + "x".repeat(60) + ".ko";
            default -> "d/" + "long".repeat(40) + ".ko";
        };
        Files.write(file(name), ELF);
        if (!format.equals("v7")) {
            shell("mkfifo d/pipe; ln -s x.ko d/symbolic");
        }
        if (!format.equals("ustar")) {
            shell("ln " + name + " d/z-hard"); // there, a name as long as this one cannot be linked to
        }
        shell("tar cf t --sort=name --format=" + format + " d");
        Findings<String> found = Walks.over(Limits.DEFAULT, 1, file("t"));
        assertThat(found.unreadable()).isEmpty();
        assertThat(found.answers()).hasSize(1);
        assertThat(found.answers().getFirst()).endsWith(Walks.sum(ELF))
                .contains(format.equals("v7") ? "!d/x.ko" : "!d/");
    }

    @Test
    void aSparseFileIsNamed() throws IOException, InterruptedException {
        Tools.require("tar");
        Files.write(file("x"), Arrays.copyOf(ELF, 8000));
        shell("truncate -s 10M x; printf end >>x; tar cSf old x; tar cSf new --format=pax x");
        for (String archive : List.of("old", "new")) {
            assertThat(Walks.over(Limits.DEFAULT, 1, file(archive)).unreadable()).singleElement()
                    .extracting(Unreadable::why).asString().contains("not supported: a sparse file");
        }
    }

    @Test
    void arWithLongNamesAndSymbols() throws IOException, InterruptedException {
        Tools.require("ar");
        String name = "a-name-that-is-longer-than-sixteen.o";
        Files.write(file(name), ELF);
        Files.write(file("s.o"), ELF);
        shell("ar rc lib.a " + name + " s.o; ar rcT thin.a s.o");
        assertThat(Walks.over(Limits.DEFAULT, 1, file("lib.a")).answers())
                .containsExactly(answer(file("lib.a") + "!" + name, ELF), answer(file("lib.a") + "!s.o", ELF));
        assertThat(Walks.over(Limits.DEFAULT, 1, file("thin.a")).unreadable()).singleElement()
                .extracting(Unreadable::why).asString().contains("not supported: a thin ar archive");
    }

    @Test
    void debAsDpkgMakesIt() throws IOException, InterruptedException {
        Tools.require("dpkg-deb");
        Files.createDirectories(file("p/DEBIAN"));
        Files.writeString(file("p/DEBIAN/control"),
                "Package: k\nVersion: 1\nArchitecture: all\nMaintainer: m <m@m>\nDescription: k\n");
        Files.write(file("p/x.ko"), ELF);
        for (String packing : List.of("xz", "gzip", "none", "zstd")) {
            shell("dpkg-deb --root-owner-group -Z" + packing + " -b p k.deb");
            assertThat(Walks.over(Limits.DEFAULT, 2, file("k.deb")).answers()).as(packing)
                    .containsExactly(answer(file("k.deb") + "!x.ko", ELF));
        }
    }

    @Test
    void streamsThatEndTooSoonAreNamedAndWhatCameBeforeIsAnswered() throws IOException, InterruptedException {
        Tools.require("tar");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            Files.write(file("m" + i), ELF);
            names.add("m" + i);
        }
        shell("tar cf t " + String.join(" ", names));
        byte[] whole = Files.readAllBytes(file("t"));
        for (byte[] packed : Packed.compressed(whole).values()) {
            Path cut = Files.write(file("cut"), Arrays.copyOf(packed, packed.length * 2 / 3));
            for (int threads = 1; threads <= 3; threads += 2) {
                Findings<String> found = Walks.over(Limits.DEFAULT, threads, cut);
                List<String> expected = names.stream().map(name -> answer(cut + "!" + name, ELF)).toList();
                assertThat(found.answers()).isEqualTo(expected.subList(0, found.answers().size()));
                assertThat(found.unreadable()).isNotEmpty()
                        .allSatisfy(bad -> assertThat(bad.why()).contains("expected"));
            }
        }
    }

    @Test
    void standardInput() throws IOException, InterruptedException {
        Tools.require("tar");
        Files.write(file("x.ko"), ELF);
        Path java = Path.of(System.getProperty("java.home"), "bin/java");
        shell("tar cf t x.ko");
        String names = shell("cat t | " + java + " -cp '" + System.getProperty("java.class.path") + "' "
                + "'" + StandardInput.class.getName() + "'");
        assertThat(names.strip()).isEqualTo(answer("-!x.ko", ELF));
    }

    /// Walks over standard input in a process of its own.
    static final class StandardInput {
        private StandardInput() {}

        static void main(String[] arguments) {
            Walks.over(Limits.DEFAULT, 1, Walk.STANDARD_INPUT).answers().forEach(System.out::println);
        }
    }
}
