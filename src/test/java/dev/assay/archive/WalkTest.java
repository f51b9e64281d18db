package dev.assay.archive;

import static dev.assay.archive.Walks.answer;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.bytes.MappedFile;
import dev.assay.bytes.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is found in archives and compressed files, and under which names.
class WalkTest {
    private static final byte[] ELF = Packed.elf(50_000);
    private static final byte[] TEXT = "no code".repeat(1000).getBytes(US_ASCII);

    @TempDir private Path folder;

    private static Map<String, byte[]> members() {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("lib/a.ko", ELF);
        members.put("./lib/b.ko.xz", Packed.xz(ELF));
        members.put("readme", TEXT);
        members.put("empty", new byte[0]);
        members.put("../../etc/x", ELF);
        members.put("/absolute", ELF);
        members.put("long/" + "n".repeat(200), ELF);
        return members;
    }

    private static List<String> answers(String prefix) {
        return List.of(answer(prefix + "lib/a.ko", ELF), answer(prefix + "lib/b.ko.xz", ELF),
                answer(prefix + "../../etc/x", ELF), answer(prefix + "/absolute", ELF),
                answer(prefix + "long/" + "n".repeat(200), ELF));
    }

    @Test
    void everyCompressionIsTakenOff() throws IOException {
        for (Map.Entry<String, byte[]> packed : Packed.compressed(ELF).entrySet()) {
            Findings<String> found = Walks.of(folder, packed.getValue());
            assertThat(found.unreadable()).as(packed.getKey()).isEmpty();
            assertThat(found.answers()).as(packed.getKey()).containsExactly(answer("f", ELF));
        }
    }

    @Test
    void whatIsPackedTwiceIsUnpackedTwice() throws IOException {
        assertThat(Walks.of(folder, Packed.gzip(Packed.xz(Packed.gzip(ELF)))).answers())
                .containsExactly(answer("f", ELF));
    }

    @Test
    void severalStreamsInARowAreOneFile() throws IOException {
        byte[] first = Arrays.copyOf(ELF, 20_000);
        byte[] second = Arrays.copyOfRange(ELF, 20_000, ELF.length);
        Map<String, byte[]> rest = Packed.compressed(second);
        for (Map.Entry<String, byte[]> packed : Packed.compressed(first).entrySet()) {
            if (!packed.getKey().startsWith("lzma")) {
                byte[] both = Packed.joined(packed.getValue(), rest.getOrDefault(packed.getKey(), new byte[0]));
                assertThat(Walks.of(folder, both).answers()).as(packed.getKey()).containsExactly(answer("f", ELF));
            }
        }
    }

    @Test
    void zerosBehindAStreamAreIgnoredAndAllElseIsNot() throws IOException {
        byte[] packed = Packed.gzip(ELF);
        assertThat(Walks.of(folder, Packed.joined(packed, new byte[1000])).answers())
                .containsExactly(answer("f", ELF));
        assertThat(Walks.of(folder, Packed.joined(packed, TEXT)).unreadable()).singleElement()
                .extracting(Unreadable::why).asString().startsWith("f: file+0x%x: expected".formatted(packed.length));
    }

    @Test
    void tarInAnyCompression() throws IOException {
        for (Map.Entry<String, byte[]> packed : Packed.compressed(Packed.tar(members())).entrySet()) {
            Findings<String> found = Walks.of(folder, packed.getValue());
            assertThat(found.unreadable()).as(packed.getKey()).isEmpty();
            assertThat(found.answers()).as(packed.getKey()).isEqualTo(answers("f!"));
            assertThat(found.others()).isEqualTo(2);
        }
    }

    @Test
    void arCpioZipAndRpm() throws IOException {
        Map<String, byte[]> members = members();
        for (byte[] archive : List.of(Packed.ar(members), Packed.cpio(members), Packed.zip(members),
                Packed.rpm(Packed.xz(Packed.cpio(members))), Packed.rpm(Packed.cpio(members)))) {
            Findings<String> found = Walks.of(folder, archive);
            assertThat(found.unreadable()).isEmpty();
            assertThat(found.answers()).isEqualTo(answers("f!"));
        }
    }

    @Test
    void debWithItsDataPackedInAnyWay() throws IOException {
        byte[] tar = Packed.tar(members());
        Map<String, byte[]> data = new LinkedHashMap<>(Packed.compressed(tar));
        data.put("none", tar);
        for (Map.Entry<String, byte[]> packed : data.entrySet()) {
            Findings<String> found = Walks.of(folder, Packed.deb("data.tar.x", packed.getValue()));
            assertThat(found.unreadable()).as(packed.getKey()).isEmpty();
            assertThat(found.answers()).as(packed.getKey()).isEqualTo(answers("f!"));
        }
    }

    @Test
    void archivesInArchives() throws IOException {
        byte[] inner = Packed.deb("data.tar.xz", Packed.xz(Packed.tar(members())));
        byte[] outer = Packed.zip(Map.of("d/k.deb", inner));
        assertThat(Walks.of(folder, outer).answers()).isEqualTo(answers("f!d/k.deb!"));
    }

    @Test
    void rlibWithoutItsMetadata() throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("lib.rmeta", ELF);
        members.put("code.o", ELF);
        Findings<String> found = Walks.of(folder, Packed.ar(members));
        assertThat(found.answers()).containsExactly(answer("f!code.o", ELF));
        assertThat(found.others()).isEqualTo(1);
    }

    @Test
    void initialRamDiskOfTwoArchives() throws IOException {
        byte[] disk = Packed.joined(Packed.cpio(Map.of("microcode", TEXT)), new byte[512],
                Packed.gzip(Packed.cpio(Map.of("k.ko", ELF))));
        assertThat(Walks.of(folder, disk).answers()).containsExactly(answer("f!k.ko", ELF));
    }

    @Test
    void kernelsThatUnpackThemselves() throws IOException {
        Map<String, byte[]> payloads = new LinkedHashMap<>(Packed.compressed(ELF));
        payloads.put("none", ELF);
        for (Map.Entry<String, byte[]> packed : payloads.entrySet()) {
            byte[] image = Packed.bzImage(Packed.payload(packed.getValue(), ELF.length));
            assertThat(Walks.of(folder, image).answers()).as(packed.getKey()).containsExactly(answer("f", ELF));
            byte[] efi = Packed.zboot(packed.getKey(), packed.getValue());
            assertThat(Walks.of(folder, efi).answers()).as(packed.getKey()).containsExactly(answer("f", ELF));
        }
    }

    @Test
    void aKernelPackedInAnUnknownWaySaysSo() throws IOException {
        assertThat(Walks.of(folder, Packed.bzImage(TEXT)).unreadable()).containsExactly(new Unreadable("f",
                "f: payload+0x0: not supported: a kernel packed by first bytes 6e6f20636f64656e; gzip, xz, zstd, lz4,"
                        + " lzo, bzip2 and lzma are read"));
        assertThat(Walks.of(folder, Packed.zboot("secret\u001b", TEXT)).unreadable()).singleElement()
                .extracting(Unreadable::why).asString().contains("a kernel packed by method 'secret';");
    }

    @Test
    void flatKernelsAreCodeToo() throws IOException {
        byte[] flat = Packed.flatArm64(5000);
        assertThat(Walks.of(folder, Packed.gzip(flat)).answers())
                .containsExactly("f FLAT_KERNEL " + Walks.sum(flat));
        assertThat(Walks.of(folder, flat).answers()).containsExactly("f FLAT_KERNEL " + Walks.sum(flat));
    }

    @Test
    void aPlainFileIsMapped() throws IOException {
        Path file = Files.write(folder.resolve("x.ko"), ELF);
        assertThat(Walk.over(List.of(file), Limits.DEFAULT, 4, Progress.NONE,
                leaf -> Optional.of(leaf.file() instanceof MappedFile)).answers()).containsExactly(true);
    }

    @Test
    void whatTheUserNamesCountsWhateverItIs() throws IOException {
        assertThat(Walks.of(folder, TEXT).unreadable()).containsExactly(new Unreadable("f",
                "f: file+0x0: expected an ELF file, a kernel image, an archive or something compressed,"
                        + " found 0x6e6f20636f64656e"));
        assertThat(Walks.of(folder, Packed.tar(Map.of("readme", TEXT))).unreadable())
                .containsExactly(new Unreadable("f", "f: expected code in it, found 1 other files"));
        Path missing = folder.resolve("missing");
        assertThat(Walks.over(Limits.DEFAULT, 1, missing).unreadable())
                .containsExactly(new Unreadable(missing.toString(), missing + ": no such file or folder"));
    }

    @Test
    void foldersAreSearchedWithoutFollowingLinks() throws IOException {
        Path top = folder.resolve("top");
        Files.createDirectories(top.resolve("b"));
        Files.write(top.resolve("b/x.ko.gz"), Packed.gzip(ELF));
        Files.write(top.resolve("a.ko"), ELF);
        Files.write(top.resolve("text"), TEXT);
        Files.createSymbolicLink(top.resolve("b/circle"), top);
        Files.createSymbolicLink(top.resolve("c.ko"), top.resolve("a.ko"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), top);
        Findings<String> found = Walks.over(Limits.DEFAULT, 2, link);
        assertThat(found.answers()).containsExactly(answer(link + "/a.ko", ELF), answer(link + "/b/x.ko.gz", ELF));
        assertThat(found.others()).isEqualTo(1);
    }

    @Test
    void theOrderIsTheSameWhateverTheThreadsDo() throws IOException {
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i < 300; i++) {
            many.put("m%d.ko.xz".formatted(999 - i), Packed.xz(Packed.elf(1000 + 37 * i)));
            many.put("t%d".formatted(i), TEXT);
        }
        Path archive = Files.write(folder.resolve("k.tar"), Packed.tar(many));
        Path sub = Files.createDirectory(folder.resolve("sub"));
        for (int i = 0; i < 50; i++) {
            Files.write(sub.resolve("f" + i), i % 7 == 3 ? Packed.tar(members()) : Packed.gzip(Packed.elf(500 + i)));
        }
        Findings<String> alone = Walks.over(Limits.DEFAULT, 1, sub, archive);
        assertThat(alone.answers()).hasSize(300 + 50 - 7 + 7 * 5);
        for (int i = 0; i < 5; i++) {
            assertThat(Walks.over(Limits.DEFAULT, 4, sub, archive)).isEqualTo(alone);
        }
    }

    @Test
    void progressCountsEveryFileOnce() throws IOException {
        Path archive = Files.write(folder.resolve("k.tar"), Packed.tar(members()));
        AtomicLong found = new AtomicLong();
        List<String> begun = Collections.synchronizedList(new ArrayList<>());
        List<String> done = Collections.synchronizedList(new ArrayList<>());
        Walk.over(List.of(archive), Limits.DEFAULT, 3, new Progress() {
            @Override
            public void found(long more) {
                found.addAndGet(more);
            }

            @Override
            public void begun(String name) {
                begun.add(name);
            }

            @Override
            public void done(String name) {
                done.add(name);
            }
        }, leaf -> Optional.empty());
        assertThat(found).hasValue(6);
        assertThat(done).hasSize(6).containsExactlyInAnyOrderElementsOf(begun);
    }

    @Test
    void aMistakeOfTheCheckComesBackWithTheName() throws IOException {
        Path archive = Files.write(folder.resolve("k.tar"), Packed.tar(members()));
        for (int threads = 1; threads <= 4; threads += 3) {
            int most = threads;
            assertThatThrownBy(() -> Walk.over(List.of(archive), Limits.DEFAULT, most, Progress.NONE, leaf -> {
                throw new IllegalStateException("mistake");
            })).hasMessage("mistake").satisfies(e -> assertThat(e.getSuppressed()[0])
                    .hasMessageStartingWith("while looking at " + archive + "!"));
        }
    }

    @Test
    void whatTheCheckCannotReadIsNamedAndTheRestAnswered() throws IOException {
        Path archive = Files.write(folder.resolve("k.tar"), Packed.tar(members()));
        Findings<String> found = Walk.over(List.of(archive), Limits.DEFAULT, 1, Progress.NONE, leaf -> {
            if (leaf.name().endsWith("a.ko")) {
                throw leaf.file().slice().malformed(5, "better", "worse");
            }
            return Optional.of(leaf.name());
        });
        assertThat(found.answers()).hasSize(4);
        String name = archive + "!lib/a.ko";
        assertThat(found.unreadable())
                .containsExactly(new Unreadable(name, name + ": file+0x5: expected better, found worse"));
    }

    @Test
    void bytesAreGoneWhenTheCheckIsOver() throws IOException {
        Path packed = Files.write(folder.resolve("x.gz"), Packed.gzip(ELF));
        List<Slice> kept = new ArrayList<>();
        Walk.over(List.of(packed), Limits.DEFAULT, 1, Progress.NONE, leaf -> {
            kept.add(leaf.file().slice());
            return Optional.empty();
        });
        assertThatThrownBy(() -> kept.getFirst().u8(0)).isInstanceOf(IllegalStateException.class);
    }
}
