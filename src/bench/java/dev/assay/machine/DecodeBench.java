package dev.assay.machine;

import dev.assay.bytes.MappedFile;
import dev.assay.bytes.Slice;
import dev.assay.elf.Elf;
import dev.assay.elf.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to decode all code of a small linked kernel once, as a linear sweep.
///
/// `-Dassay.bench.file=vmlinux` takes another file of the same machine.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
public class DecodeBench {
    @Param({"x86_64", "aarch64"})
    private String name = "";

    private Decoder decoder = new X86_64().decoder();
    private MappedFile file;
    private Slice code;

    @Setup
    public void open() throws IOException {
        decoder = name.equals("x86_64") ? new X86_64().decoder() : new AArch64().decoder();
        String fixture = "src/test/resources/fixtures/linked/" + name + "-vmlinux";
        file = MappedFile.open(Path.of(System.getProperty("assay.bench.file", fixture)), name);
        Elf elf = Elf.read(file.slice());
        Section text = elf.section(".text").orElseThrow();
        code = elf.raw(text);
    }

    @TearDown
    public void close() {
        file.close();
    }

    @Benchmark
    public int sweep() {
        int transfers = 0;
        for (long at = 0; at < code.size(); at += decoder.length()) {
            decoder.decode(code, at, at);
            transfers += decoder.flow().isDirect() ? 1 : 0;
        }
        return transfers;
    }
}
