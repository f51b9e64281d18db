package dev.assay.archive;

import dev.assay.bytes.Slice;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.Optional;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.UnsupportedOptionsException;
import org.tukaani.xz.XZInputStream;

/// Streams of `xz` and of `lzma` before it, through the machine's liblzma where there is one, else through XZ for Java.
final class Lzma {
    /// Set to `off`, keeps to the Java library.
    static final String NATIVE = "assay.liblzma";

    private static final long STREAM_HEADER = 12;
    /// Flags of a block that has its packed size, its size, or both in its header.
    private static final int HAS_SIZES = 0xc0;
    private static final int RISCV_FILTER = 0x0b;

    private Lzma() {}

    /// One xz stream or several in a row, with padding (The .xz File Format, version 1.2.1).
    static Source xz(Input in, long memory) throws IOException {
        Optional<LibLzma> library = LibLzma.find();
        return library.isPresent() && !filtersRiscv(in.peek(Input.HEAD))
                ? new NativeLzma(in, library.get(), true, memory) : javaXz(in, memory);
    }

    /// One LZMA stream; whatever stands behind it is left alone.
    static Source alone(Input in, long memory) {
        Optional<LibLzma> library = LibLzma.find();
        return library.isPresent() ? new NativeLzma(in, library.get(), false, memory) : javaAlone(in, memory);
    }

    static Source javaXz(Input in, long memory) {
        return new StreamSource(in, "an undamaged xz stream", packed -> {
            try {
                return new Refusing(new XZInputStream(packed, kibibytes(memory), Arrays.CACHE), in, memory);
            } catch (MemoryLimitException e) {
                throw tooLarge(in, memory);
            }
        });
    }

    static Source javaAlone(Input in, long memory) {
        return new StreamSource(in, "an undamaged lzma stream", packed -> {
            try {
                return new LZMAInputStream(packed, kibibytes(memory), Arrays.CACHE);
            } catch (MemoryLimitException | UnsupportedOptionsException e) {
                throw tooLarge(in, memory); // the options are the size of the dictionary alone
            }
        });
    }

    /// Whether the first block is packed with the filter for RISC-V code, which liblzma has known since 5.6 only.
    private static boolean filtersRiscv(Slice head) {
        if (head.size() < STREAM_HEADER + 20) {
            return false;
        }
        int flags = head.u8(STREAM_HEADER + 1);
        long at = STREAM_HEADER + 2;
        for (int sizes = Integer.bitCount(flags & HAS_SIZES); sizes > 0; sizes--) {
            while (at < head.size() - 1 && head.u8(at++) >= 0x80) {
                // Goes on to the last byte of the number.
            }
        }
        return at < head.size() && head.u8(at) == RISCV_FILTER;
    }

    static RuntimeException tooLarge(Input in, long memory) {
        return in.unsupported("a dictionary that needs more than %d MiB here".formatted(memory >> 20));
    }

    private static int kibibytes(long memory) {
        return Math.toIntExact(memory >> 10);
    }

    /// Dictionaries are large, and modules many.
    private static final class Arrays {
        static final ArrayCache CACHE = BasicArrayCache.getInstance();
    }

    /// Tells what the library refuses from what is damaged; the size of a dictionary stands in each block.
    private static final class Refusing extends FilterInputStream {
        private final Input packed;
        private final long memory;

        Refusing(XZInputStream unpacked, Input packed, long memory) {
            super(unpacked);
            this.packed = packed;
            this.memory = memory;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return super.read(target, offset, length);
            } catch (MemoryLimitException e) {
                throw tooLarge(packed, memory);
            } catch (UnsupportedOptionsException e) {
                throw packed.unsupported("this xz stream (%s)".formatted(e.getMessage()));
            }
        }
    }
}
