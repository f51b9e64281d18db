package dev.assay.image;

import static dev.assay.testing.ElfBuilder.ALLOC;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.assay.bytes.MappedFile;
import dev.assay.elf.DebugLink;
import dev.assay.elf.Elf;
import dev.assay.elf.ElfType;
import dev.assay.elf.SectionType;
import dev.assay.image.DebugFiles.Wanted;
import dev.assay.testing.ElfBuilder;
import dev.assay.testing.ElfBytes;
import dev.assay.testing.Tools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebugFoldersTest {
    private static final long SEED = Long.getLong("assay.seed", 20261122);
    private static final String ID = "abcdef0123456789abcdef0123456789abcdef01";
    private static final String OTHER = "abcdef0123456789abcdef0123456789abcdef02";

    @TempDir Path folder;

    private static ElfBuilder elf(String buildId) {
        ElfBuilder elf = new ElfBuilder(ElfType.EXEC, Elf.X86_64);
        if (!buildId.isEmpty()) {
            byte[] id = HexFormat.of().parseHex(buildId);
            byte[] note = ByteBuffer.allocate(16 + id.length).order(ByteOrder.LITTLE_ENDIAN).putInt(4).putInt(id.length)
                    .putInt(3).put("GNU\0".getBytes(US_ASCII)).put(id).array();
            elf.section(".note.gnu.build-id", SectionType.NOTE, ALLOC, 0x1000, 4, note);
        }
        return elf;
    }

    private static byte[] debug(String buildId) {
        return elf(buildId).section(".debug_info", SectionType.PROGBITS, 0, new byte[11]).build().bytes();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.resolveSibling("."));
        return Files.write(path, bytes);
    }

    private static Wanted wanted(String path, String buildId, @Nullable DebugLink link) {
        return new Wanted(path, Optional.of(buildId).filter(id -> !id.isEmpty()), Optional.ofNullable(link));
    }

    private Optional<String> found(Wanted wanted) {
        try (DebugFolders folders = new DebugFolders(List.of(folder))) {
            Optional<String> path = folders.find(wanted).map(DebugFile::path);
            assertThat(folders.troubles()).isEmpty();
            return path;
        }
    }

    private static DebugLink link(String file, byte[] bytes) {
        return new DebugLink(file, DebugLink.checksum(ElfBytes.sliceOf(bytes)));
    }

    @Test
    void aBuildIdLeadsToItsFileAlone() throws IOException {
        Path right = write(".build-id/ab/cdef0123456789abcdef0123456789abcdef01.debug", debug(ID));
        write("a-first-in-a-search.debug", debug(ID));
        assertThat(found(wanted("x.ko", ID, null))).contains(right.toString());
    }

    @Test
    void aBuildIdFolderMayBeNamedItself() throws IOException {
        Path right = write(".build-id/ab/cdef0123456789abcdef0123456789abcdef01.debug", debug(ID));
        try (DebugFolders folders = new DebugFolders(List.of(folder.resolve(".build-id")))) {
            assertThat(folders.find(wanted("x.ko", ID, null)).map(DebugFile::path)).contains(right.toString());
        }
    }

    @Test
    void anUnpackedPackageHasItInUsrLibDebug() throws IOException {
        Path right = write("usr/lib/debug/.build-id/ab/cdef0123456789abcdef0123456789abcdef01.debug", debug(ID));
        assertThat(found(wanted("x.ko", ID, null))).contains(right.toString());
    }

    @Test
    void modulesOfDebianLieAtTheirOwnPath() throws IOException {
        Path right = write("lib/modules/7.3/kernel/fs/x.ko", debug(ID));
        assertThat(found(wanted("/usr/lib/modules/7.3/kernel/fs/x.ko.xz", ID, null))).contains(right.toString());
        assertThat(found(wanted("m.deb!usr/lib/modules/7.3/kernel/fs/x.ko.xz", ID, null))).contains(right.toString());
        Path kernel = write("lib/modules/7.3/vmlinux", debug(OTHER));
        assertThat(found(wanted("/boot/vmlinuz-7.3", OTHER, null))).contains(kernel.toString());
        assertThat(found(wanted("p.deb!usr/lib/modules/7.3/vmlinuz.unsigned", OTHER, null)))
                .contains(kernel.toString());
        assertThat(found(wanted("p.deb!boot/vmlinuz-7.3!payload", OTHER, null))).contains(kernel.toString());
    }

    @Test
    void anotherFileThatIsInTheRightPlaceIsNotTaken() throws IOException {
        write(".build-id/ab/cdef0123456789abcdef0123456789abcdef01.debug", debug(OTHER));
        write("lib/modules/7.3/x.ko", debug(OTHER));
        byte[] wrong = debug(OTHER);
        write("x.debug", wrong);
        Wanted wanted = wanted("/lib/modules/7.3/x.ko", ID, link("x.debug", wrong));
        assertThat(found(wanted)).isEmpty();
        Path right = write("elsewhere/deep/name", debug(ID));
        assertThat(found(wanted)).contains(right.toString());
    }

    @Test
    void aFileWithoutDebugInformationIsNotTaken() throws IOException {
        write(".build-id/ab/cdef0123456789abcdef0123456789abcdef01.debug", elf(ID).build().bytes());
        write("x", elf(ID).nobits(".debug_info", 0, 0, 11).build().bytes());
        assertThat(found(wanted("x.ko", ID, null))).isEmpty();
    }

    @Test
    void aLinkIsFollowedBesideTheImage() throws IOException {
        byte[] debug = debug("");
        Path image = write("bin/x.ko", elf("").build().bytes());
        Path right = write("bin/.debug/x.debug", debug);
        write("bin/other.debug", debug);
        try (DebugFolders none = new DebugFolders(List.of())) {
            assertThat(none.find(wanted(image.toString(), "", link("x.debug", debug))).map(DebugFile::path))
                    .contains(right.toString());
            assertThat(none.find(wanted(image.toString(), "", link("y.debug", debug)))).isEmpty();
            assertThat(none.find(wanted("outer.deb!" + image, "", link("x.debug", debug)))).isEmpty();
            assertThat(none.find(wanted(image.toString(), "", new DebugLink("x.debug", 1)))).isEmpty();
        }
    }

    @Test
    void aLinkIsFollowedBelowTheFolder() throws IOException {
        byte[] debug = debug("");
        Path right = write("some/where/x.debug", debug);
        write("some/place/x.debug", debug(OTHER));
        assertThat(found(wanted("/nowhere/x.ko", "", link("x.debug", debug)))).contains(right.toString());
        Path nearer = write("x.debug", debug);
        assertThat(found(wanted("/nowhere/x.ko", "", link("x.debug", debug)))).contains(nearer.toString());
    }

    @Test
    void aFileMayBeNamedInsteadOfAFolder() throws IOException {
        Path right = write("x", debug(ID));
        try (DebugFolders folders = new DebugFolders(List.of(right))) {
            assertThat(folders.find(wanted("x.ko", ID, null)).map(DebugFile::path)).contains(right.toString());
            assertThat(folders.find(wanted("x.ko", OTHER, null))).isEmpty();
            assertThat(folders.find(wanted("x.ko", "", null))).isEmpty();
        }
    }

    @Test
    void whatCannotBeUsedIsNamed() throws IOException {
        Path damaged = write(".build-id/ab/cdef0123456789abcdef0123456789abcdef01.debug",
                Arrays.copyOf(debug(ID), 100));
        Path missing = folder.resolve("missing");
        try (DebugFolders folders = new DebugFolders(List.of(folder, missing))) {
            assertThat(folders.troubles()).containsOnlyKeys(missing.toString());
            assertThat(folders.find(wanted("x.ko", ID, null))).isEmpty();
            assertThat(folders.troubles()).containsOnlyKeys(missing.toString(), damaged.toString());
            assertThat(folders.troubles().get(damaged.toString())).startsWith(damaged + ": file+0x3c: expected");
        }
    }

    @Test
    void namesFromFilesDoNotLeadOutOfTheFolder() {
        for (String path : List.of("../../x.ko", "a!../../etc/x.ko", "a!/etc/../../x.ko", "\0", "", "!", "a!\0.ko",
                "..", "/")) {
            for (Path candidate : DebugPaths.byName(folder, wanted(path, ID, new DebugLink("x.debug", 1)))) {
                assertThat(candidate.normalize()).as(path).startsWithRaw(folder.normalize());
            }
        }
    }

    @Test
    void damagedDebugFilesAreNamedOrPassedOver() throws IOException {
        Random random = new Random(SEED);
        byte[] original = debug(ID);
        Path path = folder.resolve(".build-id/ab/cdef0123456789abcdef0123456789abcdef01.debug");
        for (int i = 0; i < 1_000; i++) {
            byte[] mutant = original.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                int offset = random.nextBoolean() ? random.nextInt(64) : random.nextInt(mutant.length);
                mutant[offset] = (byte) random.nextInt();
            }
            write(".build-id/ab/cdef0123456789abcdef0123456789abcdef01.debug", mutant);
            try (DebugFolders folders = new DebugFolders(List.of(folder))) {
                folders.find(wanted("x.ko", ID, new DebugLink("x", 1)));
                assertThat(folders.troubles().keySet()).isSubsetOf(path.toString(), folder.toString());
            } catch (RuntimeException | Error e) {
                fail("seed %s, mutant %s".formatted(SEED, i), e);
            }
        }
    }

    /// What the usual tools make is found by link and by build-id.
    @Test
    void objcopyMakesALinkThatIsFollowed() throws IOException, InterruptedException {
        Tools.require("gcc");
        Tools.require("objcopy");
        Path source = write("p.c", "int main(void) { return 0; }".getBytes(US_ASCII));
        for (String option : List.of("-Wl,--build-id=sha1", "-Wl,--build-id=none")) {
            String program = folder.resolve("bin").toString();
            String debug = folder.resolve("bin.debug").toString();
            Tools.run(List.of("gcc", "-g", option, source.toString(), "-o", program));
            Tools.run(List.of("objcopy", "--only-keep-debug", program, debug));
            Tools.run(List.of("objcopy", "--strip-debug", "--add-gnu-debuglink=" + debug, program));
            Wanted wanted = wanted(program);
            assertThat(wanted.buildId().isPresent()).isEqualTo(option.endsWith("sha1"));
            assertThat(wanted.link().map(DebugLink::file)).contains("bin.debug");
            assertThat(besideTheImage(wanted)).as(option).contains(debug);
            Files.write(Path.of(debug), debug(OTHER));
            assertThat(besideTheImage(wanted)).as(option).isEmpty();
        }
    }

    private static Wanted wanted(String program) throws IOException {
        try (MappedFile file = MappedFile.open(Path.of(program), program)) {
            return Wanted.of(Elf.read(file.slice()));
        }
    }

    private static Optional<String> besideTheImage(Wanted wanted) {
        try (DebugFolders none = new DebugFolders(List.of())) {
            return none.find(wanted).map(DebugFile::path);
        }
    }
}
