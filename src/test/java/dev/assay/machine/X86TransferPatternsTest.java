package dev.assay.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.bytes.Slice;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class X86TransferPatternsTest {
    private static final long ADDRESS = 0xffff_ffff_8100_0000L;
    private static final long SEED = Long.getLong("seed", 20261123);

    /// Every direct transfer that the decoder sees at any offset is found, whatever part of the code is of interest.
    @Test
    void everyTransferIntoARangeIsFound() {
        Random random = new Random(SEED);
        byte[] bytes = new byte[60_000];
        random.nextBytes(bytes);
        for (int i = 0; i < 20_000; i++) {
            int at = random.nextInt(bytes.length - 8);
            boolean escape = random.nextBoolean();
            bytes[at] = (byte) (escape ? 0x0f : 0xe8 + random.nextInt(2));
            bytes[at + 1] = escape ? (byte) (0x80 + random.nextInt(16)) : bytes[at + 1];
            int from = escape ? at + 2 : at + 1;
            int distance = random.nextInt(bytes.length) - at;
            for (int k = 0; k < 4; k++) {
                bytes[from + k] = (byte) (distance >> (8 * k));
            }
        }
        Slice code = Slice.of("test", "code", MemorySegment.ofArray(bytes));
        X86_64 machine = new X86_64();
        Decoder decoder = machine.decoder();
        long[][] ranges = {{ADDRESS, ADDRESS + bytes.length}, {ADDRESS + 30_000, ADDRESS + 30_000},
            {ADDRESS - 5000, ADDRESS - 1}, {ADDRESS + bytes.length, ADDRESS + bytes.length + 120}, {0, -1}};
        for (long[] range : ranges) {
            Set<Long> found = new TreeSet<>();
            TransferScan.scan(machine, code, ADDRESS, range[0], range[1], destination -> true, found::add);
            int expected = 0;
            for (int offset = 0; offset < bytes.length; offset++) {
                decoder.decode(code, offset, ADDRESS + offset);
                boolean plain = decoder.length() <= 6 && isOpcode(bytes[offset] & 0xff);
                if (plain && decoder.flow().isDirect()
                        && Long.compareUnsigned(decoder.target() - range[0], range[1] - range[0]) <= 0) {
                    expected++;
                    assertThat(found).as("seed %d, offset %d", SEED, offset).contains(ADDRESS + offset);
                }
            }
            assertThat(found).as("seed %d", SEED).hasSizeGreaterThanOrEqualTo(expected);
        }
    }

    /// Not a prefix: the place of a transfer is that of its opcode.
    private static boolean isOpcode(int first) {
        return first == 0xe8 || first == 0xe9 || first == 0x0f || first == 0xeb || (first & 0xf0) == 0x70
                || (first & 0xfc) == 0xe0;
    }
}
