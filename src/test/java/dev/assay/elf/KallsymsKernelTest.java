package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.archive.Findings;
import dev.assay.archive.Limits;
import dev.assay.archive.Progress;
import dev.assay.archive.Walk;
import dev.assay.bytes.MappedFile;
import dev.assay.bytes.OpenFile;
import dev.assay.testing.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// kallsyms of kernels as a distribution ships them, against the symbols that the linker wrote down.
@Tag("real-kernel")
class KallsymsKernelTest {
    private static String entry(Symbols symbols, int i) {
        return Long.toHexString(symbols.value(i)) + " " + symbols.name(i);
    }

    /// Runs `test` on the one image in a file, which may be packed as it ships.
    private static void with(Path path, Consumer<OpenFile> test) {
        Findings<Boolean> found = Walk.over(List.of(path), Limits.DEFAULT, 1, Progress.NONE, leaf -> {
            test.accept(leaf.file());
            return Optional.of(true);
        });
        assertThat(found.unreadable()).isEmpty();
        assertThat(found.answers()).hasSize(1);
    }

    private static Symbols decode(OpenFile file) {
        if (FlatKernel.isFlatKernel(file.slice())) {
            return FlatKernel.read(file.slice(), file.arena()).symbols();
        }
        Kallsyms kallsyms = Kallsyms.of(Elf.read(file.slice()), file.arena());
        assertThat(kallsyms).isInstanceOf(Kallsyms.Found.class);
        return ((Kallsyms.Found) kallsyms).symbols();
    }

    /// Every pair of address and name is in `.symtab`, and every Rust function of that is among them.
    @ParameterizedTest
    @ValueSource(strings = {"ASSAY_VMLINUX_AMD64", "ASSAY_VMLINUX_ARM64", "ASSAY_VMLINUX_SID"})
    void agreesWithTheSymbolTable(String variable) throws IOException {
        Path path = Given.file(variable);
        try (MappedFile file = MappedFile.open(path, path.toString())) {
            Symbols decoded = decode(file);
            Set<String> own = new HashSet<>();
            for (int i = 1; i < decoded.count(); i++) {
                own.add(entry(decoded, i));
            }
            Symbols table = Symbols.of(Elf.read(file.slice()));
            Set<String> all = new HashSet<>();
            Set<String> rust = new HashSet<>();
            for (int i = 1; i < table.count(); i++) {
                all.add(entry(table, i));
                if (table.type(i) == Symbols.FUNC && table.name(i).startsWith("_R")) {
                    rust.add(entry(table, i));
                }
            }
            assertThat(own.stream().filter(symbol -> !all.contains(symbol))).isEmpty();
            assertThat(own).hasSizeGreaterThan(100_000);
            assertThat(rust.stream().filter(symbol -> !own.contains(symbol))).isEmpty();
            assertThat(rust).hasSizeGreaterThan(500); // another compiler makes fewer
        }
    }

    /// Images (bzImage, or a flat one) against the `System.map` of the same build, which has no `.L`.
    @ParameterizedTest
    @ValueSource(strings = {"BULLSEYE_AMD64", "BOOKWORM_AMD64", "TRIXIE_AMD64", "BOOKWORM_ARM64", "TRIXIE_ARM64"})
    void agreesWithSystemMap(String kernel) throws IOException {
        Path path = Given.file("ASSAY_KALLSYMS_" + kernel);
        Set<String> map = new HashSet<>();
        try (Stream<String> lines = Files.lines(Given.file("ASSAY_KALLSYMS_" + kernel + "_MAP"))) {
            lines.map(line -> line.split(" ", 3)).forEach(parts -> map
                    .add(Long.toHexString(Long.parseUnsignedLong(parts[0], 16)) + " " + parts[2]));
        }
        with(path, file -> {
            Symbols decoded = decode(file);
            assertThat(decoded.count()).isGreaterThan(40_000);
            assertThat(IntStream.range(1, decoded.count()).filter(i -> !decoded.name(i).startsWith(".L"))
                    .mapToObj(i -> entry(decoded, i)).filter(symbol -> !map.contains(symbol))).isEmpty();
        });
    }

    /// Flat images against the vmlinux that they were made from: same symbols, same bytes at their addresses.
    @ParameterizedTest
    @ValueSource(strings = {"ARM64", "RISCV64", "LOONG64"})
    void flatImagesAgreeWithTheirVmlinux(String kernel) throws IOException {
        Path image = Given.file("ASSAY_KALLSYMS_" + kernel);
        Path linked = Given.file("ASSAY_KALLSYMS_" + kernel + "_VMLINUX");
        try (MappedFile vmlinux = MappedFile.open(linked, linked.toString())) {
            with(image, file -> flatImageAgrees(file, vmlinux));
        }
    }

    private static void flatImageAgrees(OpenFile file, OpenFile vmlinux) {
        Elf elf = Elf.read(vmlinux.slice());
        Symbols table = Symbols.of(elf);
        Set<String> all = new HashSet<>();
        for (int i = 1; i < table.count(); i++) {
            all.add(entry(table, i));
        }
        FlatKernel kernelImage = FlatKernel.read(file.slice(), file.arena());
        Symbols decoded = kernelImage.symbols();
        AddressSpace memory = AddressSpace.of(kernelImage.elf(), decoded, file.arena());
        AddressSpace expected = AddressSpace.of(elf, table, vmlinux.arena());
        assertThat(decoded.count()).isGreaterThan(40_000);
        for (int i = 1; i < decoded.count(); i++) {
            // Not contains(): AssertJ looks through the whole set each time.
            assertThat(all.contains(entry(decoded, i))).as(entry(decoded, i)).isTrue();
            long address = decoded.value(i);
            if (decoded.type(i) == Symbols.FUNC && decoded.size(i) >= 8 && memory.at(address).isPresent()) {
                assertThat(memory.sectionAt(address).orElseThrow().isExecutable()).isTrue();
                if (expected.at(address).isPresent() && expected.at(address).orElseThrow().size() >= 8) {
                    assertThat(memory.at(address).orElseThrow().u64(0)).as(decoded.name(i))
                            .isEqualTo(expected.at(address).orElseThrow().u64(0));
                }
            }
        }
    }
}
