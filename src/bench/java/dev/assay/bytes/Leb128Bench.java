package dev.assay.bytes;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What one LEB128 costs, read through a [Cursor] from native memory, as DWARF is.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
public class Leb128Bench {
    private static final int COUNT = 1 << 16;
    private static final long SEED = 20261122;

    /// The most bits a value has: 7 is what DWARF's abbreviation codes and most attributes need.
    @Param({"7", "14", "64"})
    private int bits;

    private Slice slice;

    @Setup
    public void write() {
        Random random = new Random(SEED);
        MemorySegment memory = Arena.ofAuto().allocate(10L * COUNT);
        long at = 0;
        for (int i = 0; i < COUNT; i++) {
            long value = random.nextLong() >>> (64 - bits);
            for (; (value & ~0x7fL) != 0; value >>>= 7) {
                memory.set(ValueLayout.JAVA_BYTE, at++, (byte) (value | 0x80));
            }
            memory.set(ValueLayout.JAVA_BYTE, at++, (byte) value);
        }
        slice = Slice.of("bench", "values", memory.asSlice(0, at));
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long unsigned() {
        Cursor cursor = slice.cursor(0);
        long sum = 0;
        for (int i = 0; i < COUNT; i++) {
            sum += cursor.uleb128();
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long signed() {
        Cursor cursor = slice.cursor(0);
        long sum = 0;
        for (int i = 0; i < COUNT; i++) {
            sum += cursor.sleb128();
        }
        return sum;
    }
}
