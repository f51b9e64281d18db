package dev.assay.dwarf;

import dev.assay.bytes.MappedFile;
import dev.assay.elf.AddressSpace;
import dev.assay.elf.Elf;
import dev.assay.elf.Symbols;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to step over every entry of the Rust units of a file, with their attributes.
///
/// `-Dassay.bench.file=vmlinux` takes another file.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
public class UnitWalkBench {
    private MappedFile file;
    private Dwarf dwarf;

    @Setup
    public void open() throws IOException {
        file = MappedFile.open(Path.of(System.getProperty("assay.bench.file",
                "src/test/resources/fixtures/kinds/x86_64-dwarf5.o")), "bench");
        Elf elf = Elf.read(file.slice());
        AddressSpace memory = AddressSpace.of(elf, Symbols.of(elf), file.arena());
        dwarf = Dwarf.of("bench", name -> elf.section(name).map(memory::contents));
    }

    @TearDown
    public void close() {
        file.close();
    }

    @Benchmark
    public int walk() {
        int entries = 0;
        for (Unit unit : dwarf.rustUnits()) {
            EntryCursor cursor = unit.entries();
            while (cursor.next()) {
                entries++;
            }
        }
        return entries;
    }
}
