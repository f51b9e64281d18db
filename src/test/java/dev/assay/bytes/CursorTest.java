package dev.assay.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CursorTest {
    @ParameterizedTest
    @CsvSource({
        "00, 0", "7f, 127", "80 01, 128", "e5 8e 26, 624485", "80 00, 0", "ff 80 80 00, 127",
        "ff ff ff ff ff ff ff ff 7f, 9223372036854775807",
        "80 80 80 80 80 80 80 80 80 01, -9223372036854775808", // 2^63
        "ff ff ff ff ff ff ff ff ff 01, -1", // 2^64 - 1
        "81 80 80 80 80 80 80 80 80 00, 1", // the longest padding
    })
    void readsUnsignedLeb128(String bytes, long expected) {
        Cursor cursor = SliceTest.hex(bytes + " aa").cursor(0);
        assertThat(cursor.uleb128()).isEqualTo(expected);
        assertThat(cursor.u8()).isEqualTo(0xaa);
    }

    @ParameterizedTest
    @CsvSource({
        "00, 0", "7f, -1", "3f, 63", "40, -64", "80 7f, -128", "c0 bb 78, -123456", "ff 00, 127", "ff 7f, -1",
        "ff ff ff ff ff ff ff ff ff 00, 9223372036854775807",
        "80 80 80 80 80 80 80 80 80 7f, -9223372036854775808",
        "ff ff ff ff ff ff ff ff ff 7f, -1",
        "80 80 80 80 80 80 80 80 40, -4611686018427387904",
    })
    void readsSignedLeb128(String bytes, long expected) {
        Cursor cursor = SliceTest.hex(bytes + " aa").cursor(0);
        assertThat(cursor.sleb128()).isEqualTo(expected);
        assertThat(cursor.u8()).isEqualTo(0xaa);
    }

    @ParameterizedTest
    @CsvSource({
        "80 80 80 80 80 80 80 80 80 02", "ff ff ff ff ff ff ff ff ff 7f", "80 80 80 80 80 80 80 80 80 80 00",
    })
    void refusesUnsignedLeb128OfMoreThan64Bits(String bytes) {
        refused("00 " + bytes, Cursor::uleb128,
                "a.o: .x+0x1: expected an unsigned LEB128 of at most 64 bits, found a longer one");
    }

    @ParameterizedTest
    @CsvSource({
        "80 80 80 80 80 80 80 80 80 01", "ff ff ff ff ff ff ff ff ff 3f", "ff ff ff ff ff ff ff ff ff 7e",
        "80 80 80 80 80 80 80 80 80 80 00",
    })
    void refusesSignedLeb128OfMoreThan64Bits(String bytes) {
        refused("00 " + bytes, Cursor::sleb128,
                "a.o: .x+0x1: expected a signed LEB128 of at most 64 bits, found a longer one");
    }

    @Test
    void leb128ThatRunsIntoTheEndSaysWhere() {
        refused("00 ff ff", Cursor::uleb128, "a.o: .x+0x3: expected 1 bytes for a value, found 0 left in .x");
        refused("00 ff ff", Cursor::sleb128, "a.o: .x+0x3: expected 1 bytes for a value, found 0 left in .x");
    }

    @Test
    void leb128AgreesWithArithmetic() {
        long seed = 20261122;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            int padding = random.nextInt(3);
            assertThat(cursor(leb128(new BigInteger(Long.toUnsignedString(value)), false, padding)).uleb128())
                    .as("seed %s, unsigned %s", seed, value).isEqualTo(value);
            assertThat(cursor(leb128(BigInteger.valueOf(value), true, padding)).sleb128())
                    .as("seed %s, signed %s", seed, value).isEqualTo(value);
        }
    }

    private static Cursor cursor(byte[] bytes) {
        return Slice.of("a.o", ".x", MemorySegment.ofArray(bytes)).cursor(0);
    }

    /// Straight from DWARF 5 §7.6, with up to `padding` superfluous bytes.
    private static byte[] leb128(BigInteger value, boolean signed, int padding) {
        int length = Math.min(10, (value.bitLength() + (signed ? 1 : 0) + 6) / 7 + padding);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < Math.max(1, length); i++) {
            out.write((value.shiftRight(7 * i).intValue() & 0x7f) | (i + 1 < length ? 0x80 : 0));
        }
        return out.toByteArray();
    }

    @Test
    void remembersWhereTheLastValueBegan() {
        Cursor cursor = SliceTest.hex("01 0203 040506 0708090a 0b0c0d0e0f101112 61 00 62 00 ff").cursor(0);
        assertThat(cursor.u8()).isEqualTo(1);
        assertThat(cursor.u16()).isEqualTo(0x0302);
        assertThat(cursor.u24()).isEqualTo(0x060504);
        assertThat(cursor.u32()).isEqualTo(0x0a090807L);
        assertThat(cursor.last()).isEqualTo(6);
        assertThat(cursor.u64()).isEqualTo(0x1211_100f_0e0d_0c0bL);
        assertThat(cursor.string()).isEqualTo("a");
        assertThat(cursor.last()).isEqualTo(18);
        assertThat(cursor.offset()).isEqualTo(20);
        assertThat(cursor.malformed("b", "a")).hasMessage("a.o: .x+0x12: expected b, found a");
        cursor.skipString();
        assertThat(cursor.malformed("b", 0x10L)).hasMessage("a.o: .x+0x14: expected b, found 0x10");
        assertThat(cursor.atEnd()).isFalse();
        cursor.skip(1, "a byte");
        assertThat(cursor.atEnd()).isTrue();
    }

    @Test
    void aFailedReadDoesNotMove() {
        Cursor cursor = SliceTest.hex("80 80").cursor(0);
        cursor.u8();
        assertThatThrownBy(cursor::uleb128).isInstanceOf(MalformedFileException.class);
        assertThatThrownBy(cursor::u32).isInstanceOf(MalformedFileException.class);
        assertThatThrownBy(cursor::string).isInstanceOf(MalformedFileException.class);
        assertThat(cursor.offset()).isEqualTo(1);
        assertThat(cursor.last()).isZero();
    }

    @Test
    void errorsNameTheWholeValue() {
        refused("00 01 02", Cursor::u24, "a.o: .x+0x1: expected 3 bytes for a value, found 2 left in .x");
        refused("00 01", Cursor::u32, "a.o: .x+0x1: expected 4 bytes for a value, found 1 left in .x");
        refused("00 01", Cursor::u64, "a.o: .x+0x1: expected 8 bytes for a value, found 1 left in .x");
        refused("00 61", cursor -> cursor.string().length(),
                "a.o: .x+0x1: expected a NUL-terminated string, found the end of .x");
        refused("00 61", cursor -> cursor.window(2).size(),
                "a.o: .x+0x1: expected 2 bytes for a part of .x, found 1 left in .x");
        refused("00 61", cursor -> {
            cursor.skip(-1, "an entry");
            return 0;
        }, "a.o: .x+0x1: expected 18446744073709551615 bytes for an entry, found 1 left in .x");
    }

    @Test
    void windowsCountFromTheNamedPart() {
        Cursor cursor = SliceTest.hex("00 01 02 03 04 05").window(1, 5).cursor(1);
        Slice window = cursor.window(3);
        assertThat(window.u8(0)).isEqualTo(2);
        assertThat(window.cursor(0).malformed("x", "y")).hasMessage("a.o: .x+0x2: expected x, found y");
        assertThat(cursor.u8()).isEqualTo(5);
        assertThat(cursor.malformed("x", "y")).hasMessage("a.o: .x+0x5: expected x, found y");
    }

    @Test
    void aPlaceOutsideIsOnlyRefusedWhenRead() {
        Cursor cursor = SliceTest.hex("00").cursor(0);
        cursor.seek(Long.MAX_VALUE);
        assertThat(cursor.atEnd()).isTrue();
        assertThatThrownBy(cursor::u24).isInstanceOf(MalformedFileException.class);
        cursor.seek(-1);
        assertThatThrownBy(cursor::uleb128).isInstanceOf(MalformedFileException.class);
    }

    private static void refused(String bytes, ToLongFunction<Cursor> read, String message) {
        Cursor cursor = SliceTest.hex(bytes).cursor(0);
        cursor.u8();
        assertThatThrownBy(() -> read.applyAsLong(cursor)).isInstanceOf(MalformedFileException.class)
                .hasMessage(message);
    }
}
