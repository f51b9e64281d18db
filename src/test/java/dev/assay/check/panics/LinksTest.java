package dev.assay.check.panics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.elf.Elf;
import dev.assay.elf.ElfType;
import dev.assay.elf.SectionType;
import dev.assay.elf.Symbols;
import dev.assay.testing.ElfBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A module that calls a function of the kernel which hands its caller's location on: only both together show it.
class LinksTest {
    private static final Path KERNEL = Path.of("src/test/resources/fixtures/linked/x86_64-vmlinux");
    private static final String PASS_THROUGH = "_RNvCs1EKtwoKEMO2_6kernel13checked_times";
    private static final int PC32 = 2;
    private static final int PLT32 = 4;
    private static final int ABS64 = 1;

    @TempDir private Path folder;

    /// `mov $1, %edi; lea LOCATION(%rip), %rsi; call checked_times; ret`.
    private Path module(String callee) throws IOException {
        byte[] code = {(byte) 0xbf, 1, 0, 0, 0, 0x48, (byte) 0x8d, 0x35, 0, 0, 0, 0, (byte) 0xe8, 0, 0, 0, 0,
            (byte) 0xc3};
        byte[] name = "drivers/module.rs".getBytes(UTF_8);
        ByteBuffer constants = ByteBuffer.allocate(24 + name.length).order(ByteOrder.LITTLE_ENDIAN);
        constants.putLong(0).putLong(name.length).putInt(12).putInt(34).put(name);
        byte[] bytes = new ElfBuilder(ElfType.REL, Elf.X86_64)
                .section(".text", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.EXECUTE, 0, 16, code)
                .section(".rodata", SectionType.PROGBITS, ElfBuilder.ALLOC, 0, 8, constants.array())
                .symbol("_RNvCs0_6driver5probe", Symbols.FUNC, ".text", 0, code.length)
                .symbol("constants", Symbols.OBJECT, ".rodata", 0, 24)
                .symbol(callee, Symbols.NOTYPE, ElfBuilder.UNDEFINED, 0, 0)
                .relocation(".text", 8, PC32, "constants", -4)
                .relocation(".text", 13, PLT32, callee, -4)
                .relocation(".rodata", 0, ABS64, "constants", 24)
                .build().bytes();
        return Files.write(folder.resolve("module.ko"), bytes);
    }

    private static List<Site> sites(List<Path> paths) {
        return new PanicSearch(Use.ALL, List.of()).run(paths).images().getLast().sites();
    }

    @Test
    void aPassThroughOfTheKernelMakesItsCallersInModulesSites() throws IOException {
        Path module = module(PASS_THROUGH);
        assertThat(sites(List.of(module))).isEmpty();
        assertThat(sites(List.of(KERNEL, module))).singleElement().satisfies(site -> {
            assertThat(site.role()).isEqualTo(Role.SITE);
            assertThat(site.kind()).isEqualTo(Kind.SUB_OVERFLOW);
            assertThat(site.function()).isEqualTo("driver::probe");
            assertThat(site.location()).hasToString("drivers/module.rs:12:34");
        });
    }

    @Test
    void theOrderOfFilesDoesNotMatter() throws IOException {
        Path module = module(PASS_THROUGH);
        Panics panics = new PanicSearch(Use.ALL, List.of()).run(List.of(module, KERNEL));
        assertThat(panics.images()).extracting(image -> image.image().kind()).containsExactly("object", "kernel");
        assertThat(panics.images().getFirst().sites()).hasSize(1);
    }

    @Test
    void anOrdinaryFunctionOfTheKernelMakesNone() throws IOException {
        assertThat(sites(List.of(KERNEL, module("_RNvCs1EKtwoKEMO2_6kernel15checked_channel")))).isEmpty();
    }
}
