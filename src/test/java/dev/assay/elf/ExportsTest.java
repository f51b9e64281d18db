package dev.assay.elf;

import static dev.assay.testing.ElfBuilder.ALLOC;
import static dev.assay.testing.ElfBuilder.EXECUTE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.MappedFile;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.elf.Exports.Export;
import dev.assay.elf.Exports.Ranges;
import dev.assay.testing.ElfBuilder;
import dev.assay.testing.ElfBytes;
import dev.assay.testing.Shared;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExportsTest {
    private static final long SEED = Long.getLong("assay.seed", 20261122);
    private static final int MUTANTS = 10_000;
    private static final long TEXT = 0xffffffff81000000L;
    private static final long TABLE = 0xffffffff82000000L;
    private static final long GPL = TABLE + 0x1000;
    private static final long FLAGS = TABLE + 0x2000;
    private static final long STRINGS = TABLE + 0x3000;
    /// `add` is the end of `atomic_add` and the empty string the end of any, as linkers merge them.
    private static final String NAMES = "atomic_add\0USB\0zap\0";
    private static final long ADD = STRINGS + 7;
    private static final long ATOMIC_ADD = STRINGS;
    private static final long NONE = STRINGS + 10;
    private static final long USB = STRINGS + 11;
    private static final long ZAP = STRINGS + 15;

    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void close() {
        arena.close();
    }

    /// Entries {symbol, name, namespace} as distances.
    private static byte[] relative(long address, long... targets) {
        ByteBuffer out = ByteBuffer.allocate(4 * targets.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long target : targets) {
            out.putInt((int) (target - address - out.position()));
        }
        return out.array();
    }

    private static byte[] absolute(long... targets) {
        ByteBuffer out = ByteBuffer.allocate(8 * targets.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long target : targets) {
            out.putLong(target);
        }
        return out.array();
    }

    private static ElfBuilder kernel() {
        return new ElfBuilder(ElfType.EXEC, Elf.X86_64)
                .section(".text", SectionType.PROGBITS, ALLOC | EXECUTE, TEXT, 16, new byte[64])
                .section("__ksymtab_strings", SectionType.PROGBITS, ALLOC, STRINGS, 1, NAMES.getBytes(US_ASCII));
    }

    private static ElfBuilder table(ElfBuilder builder, String name, long address, byte[] bytes) {
        return builder.section(name, SectionType.PROGBITS, ALLOC, address, 8, bytes);
    }

    private Exports exports(ElfBytes bytes) {
        Elf elf = Elf.read(bytes.slice());
        return Exports.of(elf, AddressSpace.of(elf, Symbols.of(elf), arena));
    }

    private static List<Export> all(Exports exports) {
        List<Export> list = new ArrayList<>();
        for (int symbol = 0; symbol < exports.count(); symbol++) {
            list.add(exports.export(symbol));
        }
        return list;
    }

    @Test
    void distancesAndFlags() {
        Exports exports = exports(table(table(kernel(), "__ksymtab", TABLE,
                relative(TABLE, TEXT, ADD, NONE, TEXT + 16, ATOMIC_ADD, NONE, TEXT + 32, ZAP, USB)), "__kflagstab",
                FLAGS, new byte[] {0, 1, 3}).build());
        assertThat(all(exports)).containsExactly(new Export("add", TEXT, false, ""),
                new Export("atomic_add", TEXT + 16, true, ""), new Export("zap", TEXT + 32, true, "USB"));
        assertThat(exports.named("zap")).contains(new Export("zap", TEXT + 32, true, "USB"));
        assertThat(exports.named("add").orElseThrow().address()).isEqualTo(TEXT);
        assertThat(exports.named("dd")).isEmpty();
        assertThat(exports.troubles()).isEmpty();
    }

    @Test
    void addressesAndTheTableForGplModules() {
        Exports exports = exports(table(table(kernel(), "__ksymtab", TABLE, absolute(TEXT, ADD, 0)), "__ksymtab_gpl",
                GPL, absolute(TEXT + 16, ATOMIC_ADD, NONE, TEXT + 32, ZAP, USB)).build());
        assertThat(all(exports)).containsExactly(new Export("add", TEXT, false, ""),
                new Export("atomic_add", TEXT + 16, true, ""), new Export("zap", TEXT + 32, true, "USB"));
    }

    @Test
    void aModuleHasThemInRelocations() {
        ElfBuilder module = new ElfBuilder(ElfType.REL, Elf.X86_64)
                .section(".text", SectionType.PROGBITS, ALLOC | EXECUTE, 0, 16, new byte[64])
                .section("__ksymtab", SectionType.PROGBITS, ALLOC, 0, 8, new byte[24])
                .section("__ksymtab_strings", SectionType.PROGBITS, ALLOC, 0, 1, "f\0\0long\0\0".getBytes(US_ASCII))
                .symbol("f", Symbols.FUNC, ".text", 16, 16).symbol("n", Symbols.NOTYPE, "__ksymtab_strings", 0, 0)
                .symbol("s", Symbols.NOTYPE, "__ksymtab_strings", 2, 0);
        ElfBytes relative = module.relocation("__ksymtab", 0, 2, "f", 0).relocation("__ksymtab", 4, 2, "n", 0)
                .relocation("__ksymtab", 8, 2, "s", 0).relocation("__ksymtab", 12, 2, "f", 4)
                .relocation("__ksymtab", 16, 2, "n", 3).relocation("__ksymtab", 20, 2, "s", 0).build();
        long text = AddressSpace.BASE;
        assertThat(all(exports(relative))).containsExactly(new Export("f", text + 16, false, ""),
                new Export("long", text + 20, false, ""));
    }

    @Test
    void aModuleOfAnArchitectureWithAddresses() {
        ElfBytes absolute = new ElfBuilder(ElfType.REL, Elf.X86_64)
                .section(".text", SectionType.PROGBITS, ALLOC | EXECUTE, 0, 16, new byte[64])
                .section("__ksymtab", SectionType.PROGBITS, ALLOC, 0, 8, new byte[24])
                .section("__ksymtab_strings", SectionType.PROGBITS, ALLOC, 0, 1, "f\0\0".getBytes(US_ASCII))
                .symbol("f", Symbols.FUNC, ".text", 16, 16).symbol("n", Symbols.NOTYPE, "__ksymtab_strings", 0, 0)
                .relocation("__ksymtab", 0, 1, "f", 0).relocation("__ksymtab", 8, 1, "n", 0)
                .relocation("__ksymtab", 16, 1, "n", 2).build();
        assertThat(all(exports(absolute))).containsExactly(new Export("f", AddressSpace.BASE + 16, false, ""));
    }

    @Test
    void rangesStandInForSections() {
        byte[] bytes = new byte[0x3000 + NAMES.length()];
        byte[] table = relative(TABLE, TEXT, ADD, NONE, TEXT + 16, ZAP, USB);
        System.arraycopy(table, 0, bytes, 0, table.length);
        bytes[0x2001] = 1;
        System.arraycopy(NAMES.getBytes(US_ASCII), 0, bytes, 0x3000, NAMES.length());
        Elf elf = Elf.read(new ElfBuilder(ElfType.EXEC, Elf.X86_64)
                .section("image", SectionType.PROGBITS, ALLOC, TABLE, 8, bytes).build().slice());
        AddressSpace memory = AddressSpace.of(elf, Symbols.of(elf), arena);
        assertThat(all(Exports.of(memory, new Ranges(TABLE, TABLE + 24, 0, 0, FLAGS)).orElseThrow()))
                .containsExactly(new Export("add", TEXT, false, ""), new Export("zap", TEXT + 16, true, "USB"));
        assertThat(Exports.of(memory, new Ranges(TEXT, TEXT + 24, 0, 0, 0))).isEmpty();
        assertThatThrownBy(() -> Exports.of(memory, new Ranges(TABLE + 12, TABLE, 0, 0, 0)))
                .isInstanceOf(MalformedFileException.class);
    }

    @Test
    void aFileWithoutExports() {
        Exports none = exports(new ElfBuilder(ElfType.REL, Elf.X86_64).build());
        assertThat(none.count()).isZero();
        assertThat(none.named("f")).isEmpty();
    }

    @Test
    void aSymbolOutsideIsNamed() {
        Exports exports = exports(table(kernel(), "__ksymtab", TABLE,
                relative(TABLE, TEXT + 0x1000, ADD, NONE, TEXT, ZAP, NONE)).build());
        assertThat(exports.troubles()).containsExactly(
                "1 of 2 exported symbols lie in no section, the first is add at 0xffffffff81001000");
    }

    @Test
    void namesOutsideTheStringsAreRefused() {
        assertThatThrownBy(() -> exports(table(kernel(), "__ksymtab", TABLE,
                relative(TABLE, TEXT, ADD, NONE, TEXT, TEXT, NONE)).build()))
                .hasMessage("test.elf: __ksymtab+0x10: expected the address of a symbol's name in __ksymtab_strings "
                        + "(0xffffffff82003000 to 0xffffffff82003013), found 0xffffffff81000000");
        assertThatThrownBy(() -> exports(table(kernel(), "__ksymtab", TABLE,
                relative(TABLE, TEXT, ADD, TEXT)).build()))
                .hasMessageContaining("__ksymtab+0x8: expected the address of a namespace in __ksymtab_strings");
        assertThatThrownBy(() -> exports(table(kernel(), "__ksymtab", TABLE, new byte[13]).build()))
                .hasMessage("test.elf: __ksymtab+0x0: expected entries of 12 bytes, found 0xd bytes");
        assertThatThrownBy(() -> exports(table(table(kernel(), "__ksymtab", TABLE,
                relative(TABLE, TEXT, ADD, NONE, TEXT, ZAP, NONE)), "__kflagstab", FLAGS, new byte[1]).build()))
                .hasMessage("test.elf: __kflagstab+0x0: expected flags of 2 symbols, found 0x1 bytes");
    }

    @Test
    void damagedTablesAreAnsweredOrRefused() {
        Random random = new Random(SEED);
        List<byte[]> samples = List.of(table(table(kernel(), "__ksymtab", TABLE,
                relative(TABLE, TEXT, ADD, NONE, TEXT + 16, ZAP, USB)), "__kflagstab", FLAGS, new byte[] {0, 1})
                .build().bytes(),
                table(table(kernel(), "__ksymtab", TABLE, absolute(TEXT, ADD, 0)), "__ksymtab_gpl", GPL,
                        absolute(TEXT, ZAP, NONE)).build().bytes());
        int answered = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = samples.get(i % samples.size()).clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
            }
            try (Arena copies = Arena.ofConfined()) {
                Elf elf = Elf.read(ElfBytes.sliceOf(mutant));
                Exports exports = Exports.of(elf, AddressSpace.of(elf, Symbols.of(elf), copies));
                assertThat(all(exports)).allSatisfy(export -> assertThat(export.name()).isNotEmpty());
                assertThat(exports.troubles()).hasSizeLessThan(2);
                answered++;
            } catch (MalformedFileException | UnsupportedFormatException expected) {
                assertThat(expected).hasMessageStartingWith("test.elf: ");
            } catch (RuntimeException | Error e) {
                fail("seed %s, mutant %s".formatted(SEED, i), e);
            }
        }
        assertThat(answered).as("seed %s", SEED).isBetween(MUTANTS / 20, MUTANTS - MUTANTS / 20);
    }

    /// The linker's own names for the entries of the table say what each of them must be.
    @Test
    void aKernelExportsWhatItsSymbolTableSays() throws IOException {
        try (MappedFile file = MappedFile.open(Shared.corpus("x86_64-vmlinux/vmlinux"), "vmlinux")) {
            Elf elf = Elf.read(file.slice());
            Symbols symbols = Symbols.of(elf);
            Exports exports = Exports.of(elf, AddressSpace.of(elf, symbols, file.arena()));
            Map<String, Long> addresses = new HashMap<>();
            Set<String> expected = new HashSet<>();
            for (int symbol = 1; symbol < symbols.count(); symbol++) {
                String name = symbols.name(symbol);
                if (name.startsWith("__ksymtab_")) {
                    expected.add(name.substring("__ksymtab_".length()));
                } else if (symbols.binding(symbol) != 0) {
                    addresses.put(name, symbols.value(symbol));
                }
            }
            List<Export> all = all(exports);
            assertThat(all).extracting(Export::name).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(all).hasSizeGreaterThan(10_000)
                    .allSatisfy(export -> assertThat(addresses).containsEntry(export.name(), export.address()));
            assertThat(exports.named("_printk").orElseThrow().gplOnly()).isFalse();
            assertThat(exports.troubles()).isEmpty();
        }
    }
}
