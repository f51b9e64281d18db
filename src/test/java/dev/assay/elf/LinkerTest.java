package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.bytes.MappedFile;
import dev.assay.bytes.Slice;
import dev.assay.testing.ElfBuilder;
import dev.assay.testing.ElfBytes;
import dev.assay.testing.Tools;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Relocated bytes are those that a linker writes when it puts the sections at the same addresses.
class LinkerTest {
    private static final long TEXT = 0x1001_0000L;
    private static final long DATA = 0x1002_0000L;
    private static final int SLOTS = 400;
    private static final int SLOT = 8;
    private static final long SEED = 7;
    /// Type, the instruction or data that it patches, and what it can reach: `n` near code, `s` a small number,
    /// `d` data at a multiple of 16, `u` an undefined symbol, `a` any of these.
    private static final Object[][] X86 = {
        {0, 0L, "a"}, {1, 0L, "a"}, {2, 0L, "dnu"}, {4, 0L, "dnu"}, {10, 0L, "a"}, {11, 0L, "a"}, {12, 0L, "s"},
        {13, 0L, "n"}, {24, 0L, "a"},
    };
    private static final Object[][] AARCH64 = {
        {0, 0L, "a"}, {257, 0L, "a"}, {258, 0L, "a"}, {259, 0L, "s"}, {260, 0L, "a"},
        {261, 0L, "dnu"}, {262, 0L, "n"}, {314, 0L, "nu"},
        {263, 0xd2800004L, "s"}, {264, 0xf2800004L, "a"}, {265, 0xf2a00004L, "a"}, {266, 0xf2a00004L, "a"},
        {267, 0xf2c00004L, "a"}, {268, 0xf2c00004L, "a"}, {269, 0xf2e00004L, "a"},
        {273, 0x58000003L, "n"}, {274, 0x10000000L, "nd"}, {275, 0x90000001L, "dnu"}, {276, 0x90000001L, "dnu"},
        {277, 0x91000021L, "a"}, {278, 0x39400022L, "a"}, {279, 0x36180000L, "n"}, {280, 0x54000000L, "n"},
        {282, 0x14000000L, "nu"}, {283, 0x94000000L, "nu"}, {284, 0x79400022L, "d"}, {285, 0xb9400022L, "d"},
        {286, 0xf9400022L, "d"}, {299, 0x3dc00022L, "d"},
    };
    /// What belongs together, and what reaches too little for so many slots, is in [RiscvPatchTest].
    private static final Object[][] RISCV = {
        {0, 0L, "a"}, {1, 0L, "a"}, {2, 0L, "a"}, {16, 0x00b54463L, "n"}, {17, 0x000000efL, "n"},
        {18, 0x000080e700000097L, "dnu"}, {19, 0x0003006700000317L, "dnu"}, {23, 0x00000517L, "dnu"},
        {26, 0x00000537L, "a"}, {27, 0x00050513L, "a"}, {28, 0x00a52023L, "a"}, {33, 5L, "a"}, {34, 6L, "a"},
        {35, 7L, "a"}, {36, 8L, "a"}, {37, 5L, "a"}, {38, 6L, "a"}, {39, 7L, "a"}, {40, 8L, "a"},
        {51, 0L, "a"}, {52, 0xd5L, "a"}, {53, 0xd5L, "a"}, {54, 1L, "a"}, {55, 1L, "a"}, {56, 1L, "a"},
        {57, 0L, "dnu"}, {59, 0L, "nu"},
    };

    /// The slots of the global offset table lie elsewhere than the linker's; they are in [LoongArchPatchTest].
    private static final Object[][] LOONGARCH = {
        {0, 0L, "a"}, {1, 0L, "a"}, {2, 0L, "a"}, {20, 0L, "a"}, {21, 0L, "a"},
        {47, 5L, "a"}, {48, 6L, "a"}, {50, 8L, "a"}, {51, 9L, "a"},
        {52, 5L, "a"}, {53, 6L, "a"}, {55, 8L, "a"}, {56, 9L, "a"},
        {64, 0x58000085L, "n"}, {65, 0x40000080L, "n"}, {66, 0x54000000L, "nu"}, {66, 0x50000000L, "n"},
        {67, 0x14000004L, "a"}, {68, 0x03800084L, "a"}, {69, 0x16000004L, "a"}, {70, 0x03000084L, "a"},
        {71, 0x1a000004L, "dnu"}, {72, 0x02c00084L, "a"}, {72, 0x28c00084L, "a"}, {72, 0x4c000180L, "dnu"},
        {73, 0x16000004L, "a"}, {74, 0x03000084L, "a"}, {99, 0L, "dnu"}, {100, 0L, "a"}, {103, 0x18000004L, "n"},
        {105, 0xd5L, "a"}, {106, 0xd5L, "a"}, {107, 0x55808081L, "a"}, {108, 0x00558080L, "a"}, {109, 0L, "a"},
        {110, 0x4c0000211e000001L, "dnu"}, {110, 0x4c0002801e000014L, "n"},
    };

    @TempDir private Path folder;

    @Test
    void loongArchAgreesWithTheRustLinker() throws IOException, InterruptedException {
        agrees(Elf.LOONGARCH, LOONGARCH,
                List.of(Tools.requireRustLinker().toString(), "-flavor", "gnu", "-m", "elf64loongarch"));
    }

    @Test
    void riscvAgreesWithTheRustLinker() throws IOException, InterruptedException {
        agrees(Elf.RISCV, RISCV, List.of(Tools.requireRustLinker().toString(), "-flavor", "gnu", "-m", "elf64lriscv"));
    }

    @Test
    void x86AgreesWithTheGnuLinker() throws IOException, InterruptedException {
        List<String> linker = List.of(Tools.require("ld").toString(), "-m", "elf_x86_64");
        agrees(Elf.X86_64, X86, linker);
    }

    @Test
    void x86AgreesWithTheRustLinker() throws IOException, InterruptedException {
        agrees(Elf.X86_64, X86, List.of(Tools.requireRustLinker().toString(), "-flavor", "gnu", "-m", "elf_x86_64"));
    }

    @Test
    void aarch64AgreesWithTheRustLinker() throws IOException, InterruptedException {
        agrees(Elf.AARCH64, AARCH64,
                List.of(Tools.requireRustLinker().toString(), "-flavor", "gnu", "-m", "aarch64linux"));
    }

    private void agrees(int machine, Object[][] types, List<String> linker) throws IOException, InterruptedException {
        ElfBytes object = object(machine, types);
        Path input = Files.write(folder.resolve("in.o"), flagged(machine, object.bytes()));
        Elf elf = Elf.read(object.slice());
        Symbols symbols = Symbols.of(elf);
        AddressSpace space = AddressSpace.of(elf, symbols, Arena.ofAuto(), Map.of(".text#1", TEXT, ".data#1", DATA));
        Path output = folder.resolve("out");
        List<String> command = new ArrayList<>(linker);
        command.addAll(List.of("--no-relax", "-e", "0", "--section-start=.text=0x%x".formatted(TEXT),
                "--section-start=.data=0x%x".formatted(DATA), "--defsym=outside=0x%x".formatted(space.address(5)),
                input.toString(), "-o", output.toString()));
        assertThat(symbols.name(5)).isEqualTo("outside");
        Tools.run(command);

        try (MappedFile file = MappedFile.open(output, "out")) {
            Elf linked = Elf.read(file.slice());
            for (String name : List.of(".text", ".data")) {
                Slice expected = linked.raw(linked.section(name).orElseThrow());
                Slice found = space.contents(elf.section(name).orElseThrow());
                for (int slot = 0; slot < SLOTS; slot++) {
                    int type = (Integer) types[slot % types.length][0];
                    assertThat(found.u64((long) SLOT * slot))
                            .as("seed %s, %s, slot %s, type %s", SEED, name, slot, type)
                            .isEqualTo(expected.u64((long) SLOT * slot));
                }
            }
        }
        assertThat(space.troubles()).isEmpty();
    }

    /// The linker wants `e_flags` to name the version of the LoongArch ABI (1, with floating point numbers of 8 bytes).
    private static byte[] flagged(int machine, byte[] bytes) {
        byte[] flagged = bytes.clone();
        flagged[48] = (byte) (machine == Elf.LOONGARCH ? 0x43 : 0);
        return flagged;
    }

    /// The same relocations in code and in data, each with a random symbol in its reach and a random addend.
    private static ElfBytes object(int machine, Object[][] types) {
        ByteBuffer bytes = ByteBuffer.allocate(SLOTS * SLOT).order(ByteOrder.LITTLE_ENDIAN);
        for (int slot = 0; slot < SLOTS; slot++) {
            bytes.putLong(SLOT * slot, (Long) types[slot % types.length][1]);
        }
        byte[] filled = new byte[bytes.capacity()];
        bytes.get(filled);
        ElfBuilder builder = new ElfBuilder(ElfType.REL, machine)
                .section(".text", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.EXECUTE, 0, 16, filled)
                .section(".data", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.WRITE, 0, 16, filled)
                .symbol("code", Symbols.FUNC, ".text", 0x40, 16).symbol("datum", Symbols.OBJECT, ".data", 0x110, 16)
                .symbol("nearData", Symbols.NOTYPE, ".data", 0x80, 0)
                .symbol("small", Symbols.NOTYPE, ElfBuilder.ABSOLUTE, 0x1230, 0)
                .symbol("outside", Symbols.NOTYPE, ElfBuilder.UNDEFINED, 0, 0);
        Random random = new Random(SEED);
        Map<String, String> names = new HashMap<>(Map.of("s", "small", "d", "datum", "u", "outside"));
        for (String section : List.of(".text", ".data")) {
            names.put("n", section.equals(".text") ? "code" : "nearData");
            for (int slot = 0; slot < SLOTS; slot++) {
                Object[] type = types[slot % types.length];
                String reach = type[2].equals("a") ? "sdun" : (String) type[2];
                int choice = random.nextInt(reach.length());
                builder.relocation(section, (long) SLOT * slot, (Integer) type[0],
                        names.getOrDefault(reach.substring(choice, choice + 1), ""), 16L * random.nextInt(32));
            }
        }
        return builder.build();
    }

    /// The fields that the loader fills, as a linker does itself when told to.
    @Test
    void positionIndependentFilesAgreeWithTheRustLinker() throws IOException, InterruptedException {
        Path linker = Tools.requireRustLinker();
        for (int machine : new int[] {Elf.X86_64, Elf.AARCH64, Elf.RISCV, Elf.LOONGARCH}) {
            ElfBuilder builder = new ElfBuilder(ElfType.REL, machine)
                    .section(".text", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.EXECUTE, 0, 16, new byte[64])
                    .section(".data", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.WRITE, 0, 16, new byte[256])
                    .section(".data.rel.ro.x", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.WRITE, 0, 16,
                            new byte[256])
                    .symbol("code", Symbols.FUNC, ".text", 0x10, 16);
            for (String section : List.of(".data.rel.ro.x", ".data")) {
                for (int slot = 31; slot >= 0; slot -= 3) {
                    builder.relocation(section, 8L * slot, absolute(machine), "code", slot);
                }
            }
            Path input = Files.write(folder.resolve("pie.o"), flagged(machine, builder.build().bytes()));
            for (String packing : List.of("none", "relr")) {
                List<String> command = List.of(linker.toString(), "-flavor", "gnu", "-m",
                        emulation(machine), "-pie", "-e", "0",
                        "--pack-dyn-relocs=" + packing, input.toString(), "-o");
                Path output = folder.resolve("loaded-later");
                Path applied = folder.resolve("applied");
                List<String> plain = new ArrayList<>(command);
                plain.add(output.toString());
                Tools.run(plain);
                List<String> applying = new ArrayList<>(command);
                applying.addAll(List.of(applied.toString(), "--apply-dynamic-relocs"));
                Tools.run(applying);
                sameData(output, applied, packing.equals("none"));
            }
        }
    }

    private static int absolute(int machine) {
        return switch (machine) {
            case Elf.X86_64 -> 1; // R_X86_64_64
            case Elf.AARCH64 -> 257; // R_AARCH64_ABS64
            default -> 2; // R_RISCV_64, R_LARCH_64
        };
    }

    private static String emulation(int machine) {
        return switch (machine) {
            case Elf.X86_64 -> "elf_x86_64";
            case Elf.AARCH64 -> "aarch64linux";
            case Elf.RISCV -> "elf64lriscv";
            default -> "elf64loongarch";
        };
    }

    private static void sameData(Path output, Path applied, boolean differsInFile) throws IOException {
        try (MappedFile file = MappedFile.open(output, "output");
                MappedFile other = MappedFile.open(applied, "applied")) {
            Elf elf = Elf.read(file.slice());
            Elf expected = Elf.read(other.slice());
            AddressSpace space = AddressSpace.of(elf, Symbols.of(elf), file.arena());
            for (String name : List.of(".data", ".data.rel.ro")) {
                Section section = elf.section(name).orElseThrow();
                byte[] wanted = expected.raw(expected.section(name).orElseThrow()).copy(0, section.size());
                assertThat(space.contents(section).copy(0, section.size())).as(name).isEqualTo(wanted);
                if (differsInFile) {
                    assertThat(elf.raw(section).copy(0, section.size())).isNotEqualTo(wanted);
                }
                assertThat(space.isConstant(section.address())).isEqualTo(name.equals(".data.rel.ro"));
            }
        }
    }
}
