package dev.assay.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

class SliceTest {
    @Test
    void indexOfFindsWhatLiesAcrossItsChunks() {
        byte[] bytes = new byte[200_000];
        for (int place : new int[] {0, 65_530, 65_533, 131_064, 199_994}) {
            byte[] copy = bytes.clone();
            System.arraycopy(new byte[] {1, 2, 3, 4, 5, 6}, 0, copy, place, 6);
            Slice slice = Slice.of("f", "p", MemorySegment.ofArray(copy));
            assertThat(slice.indexOf(new byte[] {1, 2, 3, 4, 5, 6}, 0)).isEqualTo(place);
            assertThat(slice.indexOf(new byte[] {1, 2, 3, 4, 5, 6}, place + 1)).isEqualTo(-1);
            assertThat(slice.window(7, slice.size() - 7).indexOf(new byte[] {4, 5, 6}, 0))
                    .isEqualTo(place == 0 ? -1 : place - 4);
        }
    }

    private final Slice slice = hex("00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff");

    static Slice hex(String bytes) {
        return Slice.of("a.o", ".x", MemorySegment.ofArray(HexFormat.of().parseHex(bytes.replace(" ", ""))));
    }

    @Test
    void readsLittleEndianAtAnyOffset() {
        assertThat(slice.u8(15)).isEqualTo(0xff);
        assertThat(slice.u16(13)).isEqualTo(0xeedd);
        assertThat(slice.u32(12)).isEqualTo(0xffee_ddccL);
        assertThat(slice.s32(12)).isEqualTo(0xffee_ddcc);
        assertThat(slice.u64(1)).isEqualTo(0x8877_6655_4433_2211L);
        assertThat(slice.u64(8)).isEqualTo(0xffee_ddcc_bbaa_9988L);
    }

    @Test
    void refusesEveryReadThatLeavesTheWindow() {
        refused(slice::u8, 16, "a.o: .x+0x10: expected 1 bytes for a value, found 0 left in .x");
        refused(slice::u16, 15, "a.o: .x+0xf: expected 2 bytes for a value, found 1 left in .x");
        refused(slice::u32, 13, "a.o: .x+0xd: expected 4 bytes for a value, found 3 left in .x");
        refused(slice::s32, 13, "a.o: .x+0xd: expected 4 bytes for a value, found 3 left in .x");
        refused(slice::u64, 9, "a.o: .x+0x9: expected 8 bytes for a value, found 7 left in .x");
        refused(slice::u64, -1, "a.o: .x+0xffffffffffffffff: expected 8 bytes for a value, found 0 left in .x");
        refused(slice::u64, Long.MIN_VALUE,
                "a.o: .x+0x8000000000000000: expected 8 bytes for a value, found 0 left in .x");
        refused(slice::u64, Long.MAX_VALUE,
                "a.o: .x+0x7fffffffffffffff: expected 8 bytes for a value, found 0 left in .x");
        refused(hex("")::u64, 0, "a.o: .x+0x0: expected 8 bytes for a value, found 0 left in .x");
    }

    @Test
    void aWindowCountsFromTheStartOfTheNamedPart() {
        Slice window = slice.window(4, 8).window(2, 4);
        assertThat(window.origin()).isEqualTo(6);
        assertThat(window.size()).isEqualTo(4);
        assertThat(window.u16(0)).isEqualTo(0x7766);
        refused(window::u32, 1, "a.o: .x+0x7: expected 4 bytes for a value, found 3 left in .x");
        assertThat(window.malformed(1, "a thing", 0xabcL)).hasMessage("a.o: .x+0x7: expected a thing, found 0xabc");
        assertThat(window.unsupported(1, "that")).hasMessage("a.o: .x+0x7: not supported: that");
        assertThat(window).hasToString("a.o: .x+0x6 (4 bytes)");
    }

    @Test
    void aNamedPartHasOffsetsOfItsOwn() {
        Slice part = slice.window(2, 14).slice(".y", 2, 4);
        assertThat(part.u32(0)).isEqualTo(0x7766_5544L);
        refused(part::u32, 2, "a.o: .y+0x2: expected 4 bytes for a value, found 2 left in .y");
        refused(slice.window(2, 2).named(".z")::u32, 0,
                "a.o: .z+0x0: expected 4 bytes for a value, found 2 left in .z");
    }

    @Test
    void refusesPartsOutside() {
        assertThatThrownBy(() -> slice.slice(".y", 8, 9)).isInstanceOf(MalformedFileException.class)
                .hasMessage("a.o: .x+0x8: expected 9 bytes for .y, found 8 left in .x");
        assertThatThrownBy(() -> slice.slice(".y", 8, -1)).isInstanceOf(MalformedFileException.class)
                .hasMessage("a.o: .x+0x8: expected 18446744073709551615 bytes for .y, found 8 left in .x");
        assertThatThrownBy(() -> slice.window(4, 8).window(6, 3)).isInstanceOf(MalformedFileException.class)
                .hasMessage("a.o: .x+0xa: expected 3 bytes for a part of .x, found 2 left in .x");
        assertThatThrownBy(() -> slice.window(Long.MAX_VALUE, Long.MAX_VALUE))
                .isInstanceOf(MalformedFileException.class);
        assertThatThrownBy(() -> slice.copy(0, 17)).isInstanceOf(MalformedFileException.class)
                .hasMessage("a.o: .x+0x0: expected 17 bytes for a copy, found 16 left in .x");
    }

    @Test
    void containsDoesNotOverflow() {
        assertThat(slice.contains(0, 16)).isTrue();
        assertThat(slice.contains(16, 0)).isTrue();
        assertThat(slice.contains(17, 0)).isFalse();
        assertThat(slice.contains(1, Long.MAX_VALUE)).isFalse();
        assertThat(slice.contains(Long.MAX_VALUE, 1)).isFalse();
        assertThat(slice.contains(Long.MIN_VALUE, 1)).isFalse();
        assertThat(slice.contains(0, Long.MIN_VALUE)).isFalse();
    }

    @Test
    void readsStringsOfInvalidUtf8() {
        Slice strings = hex("61 c3 a4 00 ff 62 00 63");
        assertThat(strings.string(0)).isEqualTo("aä");
        assertThat(strings.string(4)).isEqualTo("\ufffdb");
        assertThat(strings.string(3)).isEmpty();
        assertThat(strings.text(0, 1)).isEqualTo("a");
        refused(strings::string, 7, "a.o: .x+0x7: expected a NUL-terminated string, found the end of .x");
        refused(strings::string, 8, "a.o: .x+0x8: expected 1 bytes for a NUL-terminated string, found 0 left in .x");
    }

    @Test
    void stringsHaveALimit() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(3 << 20).fill((byte) 'a');
            bytes.set(ValueLayout.JAVA_BYTE, (1 << 20) + 9, (byte) 0);
            Slice strings = Slice.of("a.o", ".strtab", bytes);
            assertThat(strings.string(10)).hasSize((1 << 20) - 1);
            refused(strings::string, 9, "a.o: .strtab+0x9: expected a NUL-terminated string of at most 1048576 bytes, "
                    + "found a longer one");
        }
    }

    private static void refused(LongConsumer read, long offset, String message) {
        assertThatThrownBy(() -> read.accept(offset)).isInstanceOf(MalformedFileException.class).hasMessage(message);
    }
}
