package dev.assay.archive;

import static dev.assay.archive.Walks.answer;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Archives that are made to exhaust whoever opens them.
class LimitsTest {
    private static final byte[] ELF = Packed.elf(50_000);
    private static final Limits D = Limits.DEFAULT;

    @TempDir private Path folder;

    private Findings<String> walk(Limits limits, byte[] content) throws IOException {
        return Walks.over(limits, 2, Files.write(folder.resolve("f"), content));
    }

    private static Limits of(int depth, long ratio, long unpacked, long member, long memory) {
        return new Limits(depth, ratio, unpacked, member, memory);
    }

    @Test
    void depth() throws IOException {
        byte[] nested = ELF;
        for (int i = 0; i < D.depth(); i++) {
            nested = Packed.gzip(nested);
        }
        assertThat(walk(D, nested).answers()).hasSize(1);
        Findings<String> tooDeep = walk(D, Packed.gzip(nested));
        assertThat(tooDeep.answers()).isEmpty();
        assertThat(tooDeep.unreadable()).singleElement().extracting(Unreadable::why).asString()
                .endsWith("/f: nested more than 16 deep; --max-depth 32 would go on");
    }

    @Test
    void archivesWithinArchivesWithoutEnd() throws IOException {
        byte[] nested = Packed.tar(Map.of("code", ELF));
        for (int i = 0; i < 40; i++) {
            nested = Packed.tar(Map.of("again", nested));
        }
        assertThat(walk(D, nested).unreadable()).singleElement().extracting(Unreadable::why).asString()
                .contains("!again!again").contains("nested more than 16 deep");
    }

    @Test
    void ratioOfEveryCompression() throws IOException {
        byte[] zeros = new byte[66 << 20];
        System.arraycopy(ELF, 0, zeros, 0, 8);
        for (Map.Entry<String, byte[]> bomb : Packed.compressed(zeros).entrySet()) {
            Findings<String> found = walk(of(8, 50, 1L << 40, 1L << 40, 256 << 20), bomb.getValue());
            assertThat(found.unreadable()).as(bomb.getKey()).singleElement().extracting(Unreadable::why).asString()
                    .contains("became more than 50 times as many; --max-ratio 200 would go on");
        }
    }

    @Test
    void allThatIsUnpacked() throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            members.put("m" + i, Packed.gzip(ELF));
        }
        Findings<String> found = walk(of(8, 250, 1 << 20, 1 << 30, 1 << 20), Packed.tar(members));
        assertThat(found.answers()).hasSizeBetween(15, 25);
        assertThat(found.unreadable()).isNotEmpty().anySatisfy(bad -> assertThat(bad.why())
                .contains("more than 1M unpacked in all; --max-unpacked 2M would go on"));
    }

    @Test
    void aLargeMemberGoesToAFileThatNobodySees() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        List<Path> before = files(temporary);
        byte[] large = Packed.elf(3 << 20);
        Findings<String> found = walk(of(8, 250, 1L << 30, 1L << 30, 1 << 20), Packed.gzip(large));
        assertThat(found.answers()).containsExactly(answer(folder.resolve("f").toString(), large));
        assertThat(files(temporary)).isSubsetOf(before);
        assertThat(walk(of(8, 250, 1L << 30, 2 << 20, 1 << 20), Packed.gzip(large)).unreadable()).singleElement()
                .extracting(Unreadable::why).asString()
                .endsWith("/f: a file of more than 2M when unpacked; --max-member 4M would go on");
    }

    private static List<Path> files(Path temporary) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary, "assay-*.unpacked")) {
            files.forEach(found::add);
        }
        return found;
    }

    @Test
    void aDictionaryOfTwoGigabytesIsRefusedByBothDecoders() throws IOException {
        byte[] lzma = Packed.compressed(ELF).getOrDefault("lzma", new byte[0]).clone();
        lzma[1] = 0;
        lzma[2] = 0;
        lzma[3] = 0;
        lzma[4] = (byte) 0x80; // 2 GiB: the largest that is a power of two
        assertThat(bothDecoders(lzma)).allSatisfy(
                why -> assertThat(why).contains("not supported: a dictionary that needs more than 160 MiB here"));
    }

    @Test
    void anXzDictionaryOfFourGigabytesIsRefusedByBothDecoders() throws IOException {
        byte[] xz = Packed.xz(ELF).clone();
        // Block header: size, flags, filter 0x21, one byte of properties; the checksum of the header is its last four.
        xz[16] = 40;
        CRC32 sum = new CRC32();
        sum.update(xz, 12, 8);
        for (int i = 0; i < 4; i++) {
            xz[20 + i] = (byte) (sum.getValue() >> (8 * i));
        }
        assertThat(bothDecoders(xz)).allSatisfy(why -> assertThat(why).contains("not supported: "));
    }

    private List<String> bothDecoders(byte[] packed) throws IOException {
        List<String> reasons = new ArrayList<>();
        for (String library : List.of("on", "off")) {
            System.setProperty(Lzma.NATIVE, library);
            try {
                Findings<String> found = walk(D, packed);
                assertThat(found.answers()).isEmpty();
                found.unreadable().forEach(bad -> reasons.add(bad.why()));
            } finally {
                System.clearProperty(Lzma.NATIVE);
            }
        }
        assertThat(reasons).hasSize(2);
        return reasons;
    }
}
