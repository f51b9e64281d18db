package dev.assay.elf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.testing.ElfBuilder;
import dev.assay.testing.ElfBytes;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebugLinkTest {
    private static final long SEED = Long.getLong("assay.seed", 20261122);

    private static Optional<DebugLink> link(byte... bytes) {
        return DebugLink.of(Elf.read(new ElfBuilder(ElfType.DYN, Elf.X86_64)
                .section(".gnu_debuglink", SectionType.PROGBITS, 0, bytes).build().slice()));
    }

    @Test
    void aNamePaddedToFourBytesAndAChecksum() {
        assertThat(link("a.debug\0\1\2\3\u00ff".getBytes(ISO_8859_1))).contains(new DebugLink("a.debug", 0xff030201L));
        assertThat(link("abc.debug\0\0\0\1\0\0\0".getBytes(ISO_8859_1))).contains(new DebugLink("abc.debug", 1));
        assertThat(DebugLink.of(Elf.read(new ElfBuilder(ElfType.DYN, Elf.X86_64).build().slice()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.debug", "a.debug\0", "a.debug\0\1\2\3", "\0\0\0\0\1\1\1\1", "../x\0\0\0\0\1\1\1\1",
        "..\0\0\1\1\1\1", "x/y\0\1\1\1\1"})
    void whatIsNoPlainNameWithAChecksumIsNoLink(String bytes) {
        assertThat(link(bytes.getBytes(ISO_8859_1))).isEmpty();
    }

    /// The check value of this CRC.
    @Test
    void checksumOfAFile() {
        assertThat(DebugLink.checksum(ElfBytes.sliceOf("123456789".getBytes(ISO_8859_1)))).isEqualTo(0xcbf43926L);
        assertThat(DebugLink.checksum(ElfBytes.sliceOf())).isZero();
    }

    @Test
    void damagedLinksAreNoneOrPlainNames() {
        Random random = new Random(SEED);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = "abc.debug\0\0\0\1\0\0\0".getBytes(ISO_8859_1);
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertThat(link(bytes).map(DebugLink::file).orElse("x")).as("seed %s, mutant %s", SEED, i)
                    .isNotEmpty().doesNotContain("/", "\0").isNotEqualTo("..");
        }
    }
}
