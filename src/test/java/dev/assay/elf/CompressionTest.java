package dev.assay.elf;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Slice;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.testing.ElfBuilder;
import dev.assay.testing.ElfBytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {
    private static final byte[] TEXT = "debug information, debug information, debug information; ".repeat(40)
            .getBytes(US_ASCII);
    private static final int HEADER_SIZE = 24;

    @ParameterizedTest
    @ValueSource(ints = {ElfBuilder.ZLIB, ElfBuilder.ZSTD})
    void decompresses(int type) {
        assertThat(read(build(type, TEXT)).copy(0, TEXT.length)).isEqualTo(TEXT);
        assertThat(read(build(type, new byte[0])).size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {ElfBuilder.ZLIB, ElfBuilder.ZSTD})
    void decompressesFromTheHeapToo(int type) {
        Slice heap = Slice.of("test.elf", "file", MemorySegment.ofArray(build(type, TEXT).bytes()));
        Elf elf = Elf.read(heap);
        Slice debug = AddressSpace.of(elf, Symbols.of(elf), Arena.ofAuto())
                .contents(elf.section(".debug_info").orElseThrow());
        assertThat(debug.copy(0, TEXT.length)).isEqualTo(TEXT);
        assertThat(debug.name()).isEqualTo(".debug_info");
    }

    @ParameterizedTest
    @ValueSource(ints = {ElfBuilder.ZLIB, ElfBuilder.ZSTD})
    void relocatesWhatItDecompressed(int type) {
        ElfBytes elf = new ElfBuilder(ElfType.REL, Elf.X86_64).compressed(".debug_info", type, TEXT)
                .symbol("x", Symbols.OBJECT, ElfBuilder.ABSOLUTE, 0x1234, 0)
                .relocation(".debug_info", 100, 1, "x", 1).build();
        assertThat(read(elf).u64(100)).isEqualTo(0x1235);
        assertThat(read(elf).u8(99)).isEqualTo(TEXT[99]);
    }

    @Test
    void truncatedHeader() {
        ElfBytes elf = build(ElfBuilder.ZLIB, TEXT);
        refused(elf.put(elf.header(".debug_info") + 32, 8, 23), MalformedFileException.class,
                ".debug_info+0x0: expected 24 bytes for a compression header, found 23 left in .debug_info");
    }

    @Test
    void unknownType() {
        refused(damaged(ElfBuilder.ZLIB, 0, 4, 0x60000000), UnsupportedFormatException.class,
                ".debug_info+0x0: not supported: compression type 1610612736; zlib (1) and zstd (2) are read");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, Long.MAX_VALUE, 1L << 31, 1L << 24, 1L << 20})
    void absurdSize(long size) {
        ElfBytes elf = build(ElfBuilder.ZLIB, TEXT);
        long packed = sectionSize(elf) - HEADER_SIZE;
        refused(elf.put(elf.contents(".debug_info") + 8, 8, size), MalformedFileException.class,
                ".debug_info+0x8: expected a believable size for %d compressed bytes, found 0x%x"
                        .formatted(packed, size));
    }

    @Test
    void theSizeOfALargeSectionIsBelievedLess() {
        byte[] zeros = new byte[(1 << 24) + 1];
        ElfBytes elf = build(ElfBuilder.ZLIB, zeros);
        refused(elf, MalformedFileException.class,
                ".debug_info+0x8: expected a believable size for %d compressed bytes, "
                        .formatted(sectionSize(elf) - HEADER_SIZE) + "found 0x1000001");
    }

    @Test
    void wrongSize() {
        for (int type : new int[] {ElfBuilder.ZLIB, ElfBuilder.ZSTD}) {
            refused(damaged(type, 8, 8, TEXT.length + 1), MalformedFileException.class,
                    ".debug_info+0x8: expected %d bytes when decompressed, found %d"
                            .formatted(TEXT.length + 1, TEXT.length));
            refused(damaged(type, 8, 8, TEXT.length - 1), MalformedFileException.class,
                    ".debug_info+0x8: expected %d bytes when decompressed, found more".formatted(TEXT.length - 1));
        }
    }

    @Test
    void corruptZlib() {
        refused(damaged(ElfBuilder.ZLIB, HEADER_SIZE, 1, 0), MalformedFileException.class,
                ".debug_info+0x18: expected a zlib stream, found incorrect header check");
        refused(damaged(ElfBuilder.ZLIB, HEADER_SIZE + 2, 1, 7), MalformedFileException.class,
                ".debug_info+0x18: expected a zlib stream, found invalid block type");
    }

    @Test
    void zlibWithoutItsChecksum() {
        ElfBytes elf = build(ElfBuilder.ZLIB, TEXT);
        elf.put(elf.header(".debug_info") + 32, 8, sectionSize(elf) - 1);
        refused(elf, MalformedFileException.class,
                ".debug_info+0x18: expected a zlib stream with its end, found the end of .debug_info");
    }

    @Test
    void zlibWithABadChecksum() {
        ElfBytes elf = build(ElfBuilder.ZLIB, TEXT);
        elf.put(elf.contents(".debug_info") + sectionSize(elf) - 1, 1, 0);
        refused(elf, MalformedFileException.class,
                ".debug_info+0x18: expected a zlib stream, found incorrect data check");
    }

    @Test
    void zlibThatWantsADictionary() {
        refused(damaged(ElfBuilder.ZLIB, HEADER_SIZE, 2, 0xbb78), MalformedFileException.class,
                ".debug_info+0x8: expected %d bytes when decompressed, found 0".formatted(TEXT.length));
    }

    @Test
    void corruptZstd() {
        refused(damaged(ElfBuilder.ZSTD, HEADER_SIZE, 1, 0), MalformedFileException.class,
                ".debug_info+0x18: expected a zstd frame, found Unknown frame descriptor");
        ElfBytes elf = build(ElfBuilder.ZSTD, TEXT);
        refused(elf.put(elf.header(".debug_info") + 32, 8, sectionSize(elf) - 1), MalformedFileException.class,
                ".debug_info+0x18: expected a zstd frame, found Src size is incorrect");
    }

    @Test
    void noMemory() {
        Slice part = ElfBytes.sliceOf(new byte[8]).named(".debug_info");
        assertThatThrownBy(() -> Copies.allocate(part, 1L << 46, Arena.ofAuto()))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessage("test.elf: .debug_info+0x0: not supported: 70368744177664 bytes of memory for .debug_info, "
                        + "more than there are (see -Xmx)");
    }

    private static ElfBytes build(int type, byte[] bytes) {
        return new ElfBuilder(ElfType.REL, Elf.X86_64).compressed(".debug_info", type, bytes).build();
    }

    private static ElfBytes damaged(int type, int offset, int width, long value) {
        ElfBytes elf = build(type, TEXT);
        return elf.put(elf.contents(".debug_info") + offset, width, value);
    }

    private static long sectionSize(ElfBytes elf) {
        return Elf.read(elf.slice()).section(".debug_info").orElseThrow().size();
    }

    private static Slice read(ElfBytes bytes) {
        Elf elf = Elf.read(bytes.slice());
        return AddressSpace.of(elf, Symbols.of(elf), Arena.ofAuto()).contents(elf.section(".debug_info").orElseThrow());
    }

    private static void refused(ElfBytes elf, Class<? extends RuntimeException> type, String message) {
        Consumer<ElfBytes> read = CompressionTest::read;
        assertThatThrownBy(() -> read.accept(elf)).isInstanceOf(type).hasMessage("test.elf: " + message);
    }
}
