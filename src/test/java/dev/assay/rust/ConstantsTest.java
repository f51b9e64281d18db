package dev.assay.rust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.bytes.Memory;
import dev.assay.bytes.Slice;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Locations, strings and messages in 8 KiB at a kernel address, of which the last KiB is writable.
class ConstantsTest {
    private static final long BASE = 0xffff_ffff_8200_0000L;
    private static final int SIZE = 8192;
    private static final int CONSTANT = 7168;
    private static final int TEXT = 4096;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private final Memory memory = new Memory() {
        @Override
        public Optional<Slice> at(long address) {
            long offset = address - BASE;
            return offset < 0 || offset >= SIZE ? Optional.empty()
                    : Optional.of(Slice.of("image", ".rodata", MemorySegment.ofBuffer(bytes).asSlice(offset)));
        }

        @Override
        public boolean isConstant(long address) {
            return address - BASE >= 0 && address - BASE < CONSTANT;
        }
    };

    private long text(int at, String text) {
        bytes.put(at, text.getBytes(UTF_8));
        return BASE + at;
    }

    private long location(int at, long file, long length, int line, int column) {
        bytes.putLong(at, file).putLong(at + 8, length).putInt(at + 16, line).putInt(at + 20, column);
        return BASE + at;
    }

    @Test
    void readsALocation() {
        long file = text(TEXT, "rust/kernel/str.rs");
        long at = location(64, file, 18, 339, 88);
        assertThat(SourceLocation.read(memory, at)).contains(new SourceLocation("rust/kernel/str.rs", 339, 88));
        assertThat(SourceLocation.read(memory, at).orElseThrow()).hasToString("rust/kernel/str.rs:339:88");
    }

    @Test
    void refusesWhatOnlyResemblesOne() {
        long file = text(TEXT, "rust/kernel/str.rs");
        assertThat(SourceLocation.read(memory, location(68, file, 18, 1, 1))).as("alignment").isEmpty();
        assertThat(SourceLocation.read(memory, location(128, file, 18, 0, 1))).as("line 0").isEmpty();
        assertThat(SourceLocation.read(memory, location(128, file, 18, 1, 0))).as("column 0").isEmpty();
        assertThat(SourceLocation.read(memory, location(128, file, 18, 1 << 24, 1))).as("line 2^24").isEmpty();
        assertThat(SourceLocation.read(memory, location(128, file, 18, 1, -1))).as("column 2^32-1").isEmpty();
        assertThat(SourceLocation.read(memory, location(128, file, 0, 1, 1))).as("no name").isEmpty();
        assertThat(SourceLocation.read(memory, location(128, file, 5000, 1, 1))).as("long name").isEmpty();
        assertThat(SourceLocation.read(memory, location(128, file, -1, 1, 1))).as("length 2^64-1").isEmpty();
        assertThat(SourceLocation.read(memory, location(128, file, 19, 1, 1))).as("NUL in the name").isEmpty();
        assertThat(SourceLocation.read(memory, location(128, file + 5, 6, 1, 1))).as("no path: kernel").isEmpty();
        assertThat(SourceLocation.read(memory, location(128, 0, 18, 1, 1))).as("null").isEmpty();
        assertThat(SourceLocation.read(memory, location(128, -8, 18, 1, 1))).as("end of memory").isEmpty();
        assertThat(SourceLocation.read(memory, location(128, BASE + CONSTANT - 4, 8, 1, 1))).as("half constant")
                .isEmpty();
        assertThat(SourceLocation.read(memory, location(CONSTANT, file, 18, 1, 1))).as("writable").isEmpty();
        assertThat(SourceLocation.read(memory, location(CONSTANT - 16, file, 18, 1, 1))).as("partly").isEmpty();
        assertThat(SourceLocation.read(memory, 0)).isEmpty();
        assertThat(SourceLocation.read(memory, BASE + SIZE)).isEmpty();
        assertThat(SourceLocation.read(memory, Long.MAX_VALUE - 7)).isEmpty();
    }

    @Test
    void readsConstantStrings() {
        long at = text(TEXT, "caf\u00e9\n\ttwo lines\u001b[2J");
        assertThat(ConstantString.read(memory, at, 16)).contains("caf\u00e9\n\ttwo lines");
        assertThat(ConstantString.read(memory, at, 17)).as("an escape").isEmpty();
        assertThat(ConstantString.read(memory, at, 4)).as("half a character").isEmpty();
        assertThat(ConstantString.read(memory, 1, 0)).as("dangling and empty").contains("");
        assertThat(ConstantString.read(memory, 0, 0)).as("null").isEmpty();
        assertThat(ConstantString.read(memory, at, ConstantString.LONGEST + 1)).isEmpty();
        assertThat(ConstantString.read(memory, BASE + CONSTANT, 3)).as("writable").isEmpty();
        assertThat(ConstantString.read(memory, text(TEXT, "a\u202eb"), 5)).as("reading direction").isEmpty();
    }

    @Test
    void readsMessagesOfPieces() {
        bytes.putLong(64, text(TEXT, "index ")).putLong(72, 6);
        bytes.putLong(80, text(TEXT + 16, " out of range")).putLong(88, 13);
        assertThat(FormatArguments.ofPieces(memory, BASE + 64, 1, 0)).contains("index ");
        assertThat(FormatArguments.ofPieces(memory, BASE + 64, 2, 1)).contains("index {} out of range");
        assertThat(FormatArguments.ofPieces(memory, 8, 0, 0)).as("no piece").contains("");
        assertThat(FormatArguments.ofPieces(memory, BASE + 64, 3, 0)).as("a piece of nothing").isEmpty();
        assertThat(FormatArguments.ofPieces(memory, BASE + 64, 1, 2)).isEmpty();
        assertThat(FormatArguments.ofPieces(memory, BASE + 64, Long.MAX_VALUE, 0)).isEmpty();
        assertThat(FormatArguments.ofPieces(memory, BASE + CONSTANT, 1, 0)).as("writable").isEmpty();
        assertThat(FormatArguments.ofPieces(memory, BASE + 65, 1, 0)).as("alignment").isEmpty();
    }

    @Test
    void readsMessagesOfPairs() {
        long text = text(TEXT, "explicit panic");
        assertThat(FormatArguments.ofPair(memory, text, 14 << 1 | 1)).contains("explicit panic");
        assertThat(FormatArguments.ofPair(memory, text, -1)).as("too long").isEmpty();

        // A placeholder with nothing, one with flags and width, a text of 200 characters behind a 16-bit length.
        long template = text(TEXT + 64, "\u0006index \u0000");
        byte[] rest = ("\0".repeat(3) + "x".repeat(200) + "\0").getBytes(UTF_8);
        rest[0] = (byte) 128;
        rest[1] = (byte) 200;
        int at = TEXT + 64 + 7;
        bytes.put(at, (byte) 0xc0).put(at + 1, (byte) 0xc3).put(at + 8, rest);
        assertThat(FormatArguments.ofTemplate(memory, template)).contains("index {}{}" + "x".repeat(200));
        assertThat(FormatArguments.ofPair(memory, template, BASE + 8)).contains("index {}{}" + "x".repeat(200));

        bytes.put(at, (byte) 0x90);
        assertThat(FormatArguments.ofTemplate(memory, template)).as("an unknown part").isEmpty();
        assertThat(FormatArguments.ofTemplate(memory, BASE + SIZE - 1)).as("writable").isEmpty();
        for (int i = CONSTANT - 64; i < SIZE; i++) {
            bytes.put(i, (byte) 'd');
        }
        assertThat(FormatArguments.ofTemplate(memory, BASE + CONSTANT - 8)).as("without an end").isEmpty();
    }
}
