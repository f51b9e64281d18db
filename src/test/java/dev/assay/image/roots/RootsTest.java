package dev.assay.image.roots;

import static dev.assay.testing.ElfBuilder.ALLOC;
import static dev.assay.testing.ElfBuilder.EXECUTE;
import static dev.assay.testing.ElfBuilder.UNDEFINED;
import static dev.assay.testing.ElfBuilder.WRITE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.elf.Elf;
import dev.assay.elf.ElfType;
import dev.assay.elf.SectionType;
import dev.assay.elf.Symbols;
import dev.assay.image.roots.Root.Kind;
import dev.assay.testing.ElfBuilder;
import dev.assay.testing.ElfBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RootsTest {
    private static final long TEXT = 0xffff_ffff_8100_0000L;
    private static final long DATA = 0xffff_ffff_8200_0000L;
    private static final String RUST = "_RNvCs1_4core1f";

    /// Two C functions and a Rust one of 16 bytes each.
    private static ElfBuilder code(ElfType type, int machine) {
        return new ElfBuilder(type, machine)
                .section(".text", SectionType.PROGBITS, ALLOC | EXECUTE, type.equals(ElfType.REL) ? 0 : TEXT, 16,
                        new byte[64])
                .symbol("f", Symbols.FUNC, ".text", type.equals(ElfType.REL) ? 0 : TEXT, 16)
                .symbol("g", Symbols.FUNC, ".text", (type.equals(ElfType.REL) ? 0 : TEXT) + 16, 16)
                .symbol(RUST, Symbols.FUNC, ".text", (type.equals(ElfType.REL) ? 0 : TEXT) + 32, 16);
    }

    private static ElfBuilder linked() {
        return code(ElfType.EXEC, Elf.X86_64);
    }

    private static ElfBuilder object() {
        return code(ElfType.REL, Elf.X86_64);
    }

    private static byte[] words(long... words) {
        ByteBuffer out = ByteBuffer.allocate(8 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long word : words) {
            out.putLong(word);
        }
        return out.array();
    }

    private static ElfBuilder data(ElfBuilder elf, String name, byte[] bytes) {
        return elf.section(name, SectionType.PROGBITS, ALLOC | WRITE, DATA, 8, bytes);
    }

    @Test
    void alignedPointersToTheStartsOfFunctionsAreRoots() {
        ElfBytes elf = data(linked(), ".data", words(TEXT, 0, TEXT + 17, TEXT + 16)).build();
        Roots roots = Opened.roots(elf);
        assertThat(roots.all()).containsExactly(new Root(Kind.DATA, TEXT, DATA),
                new Root(Kind.DATA, TEXT + 16, DATA + 24));
        assertThat(roots.name(roots.all().get(1))).isEqualTo("address taken in .data+0x18");
        assertThat(roots.notes()).isEmpty();
    }

    @Test
    void dataMarkedExecutableIsStillData() {
        ElfBytes elf = linked().section(".data", SectionType.PROGBITS, ALLOC | WRITE | EXECUTE, DATA, 8, words(TEXT))
                .symbol("table", Symbols.FUNC, ".data", DATA, 8).build();
        Roots roots = Roots.of(Opened.image(elf), new long[] {TEXT, DATA});
        assertThat(Opened.names(roots)).containsExactly("operations address taken in table+0x0");
    }

    @Test
    void aSlotCutOffByTheEndOfItsSectionIsNone() {
        byte[] cut = ByteBuffer.allocate(13).order(ByteOrder.LITTLE_ENDIAN).putLong(TEXT).putInt((int) TEXT).array();
        assertThat(Opened.names(data(linked(), ".data", cut).build()))
                .containsExactly("data address taken in .data+0x0");
    }

    @Test
    void theHolderIsTheInnermostSymbolThatReachesTheSlot() {
        ElfBytes elf = data(linked(), ".data", words(TEXT, TEXT, TEXT, TEXT))
                .symbol("outer", Symbols.OBJECT, ".data", DATA, 24)
                .symbol("inner", Symbols.OBJECT, ".data", DATA + 8, 8)
                .symbol("empty", Symbols.OBJECT, ".data", DATA + 16, 0).build();
        assertThat(Opened.names(elf)).containsExactly("operations address taken in outer+0x0",
                "operations address taken in inner+0x0", "operations address taken in outer+0x10",
                "operations address taken in empty+0x8");
    }

    @Test
    void tablesForTracingAreNoWayIn() {
        ElfBuilder elf = data(linked(), ".init.data", words(TEXT, TEXT + 16, TEXT))
                .symbol("__start_mcount_loc", Symbols.NOTYPE, ".init.data", DATA, 0)
                .symbol("__stop_mcount_loc", Symbols.NOTYPE, ".init.data", DATA + 16, 0)
                .section("__ex_table", SectionType.PROGBITS, ALLOC, DATA + 0x100, 8, words(TEXT))
                .section(".rela.dyn", SectionType.RELA, ALLOC, DATA + 0x200, 8, words(0, 0, TEXT));
        assertThat(Opened.roots(elf.build()).all()).containsExactly(new Root(Kind.DATA, TEXT, DATA + 16));
    }

    @Test
    void initcallsHaveLevelsWhetherTheirTablesHoldDistancesOrAddresses() {
        ByteBuffer distances = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        distances.putInt((int) (TEXT - DATA)).putInt((int) (TEXT + 16 - (DATA + 4)))
                .putInt((int) (TEXT + 32 - (DATA + 8))).putInt(1);
        ElfBuilder relative = data(linked(), ".init.data", distances.array());
        borders(relative, 4);
        assertThat(Opened.names(relative.build())).containsExactly("initcall initcall early, f",
                "initcall initcall level 6 (device), g", "initcall console initcall, core::f");
        ElfBuilder absolute = data(linked(), ".init.data", words(TEXT, TEXT + 16, TEXT + 32, 0));
        borders(absolute, 8);
        assertThat(Opened.names(absolute.build())).isEqualTo(Opened.names(relative.build()));
    }

    private static void borders(ElfBuilder elf, int width) {
        List<String> names = List.of("__initcall_start", "__initcall0_start", "__initcall1_start",
                "__initcall2_start", "__initcall3_start", "__initcall4_start", "__initcall5_start",
                "__initcallrootfs_start", "__initcall6_start", "__initcall7_start", "__initcall_end",
                "__con_initcall_start", "__con_initcall_end");
        for (int i = 0; i < names.size(); i++) {
            long entry = i == 0 ? 0 : i <= 8 ? 1 : i <= 11 ? 2 : 3;
            elf.symbol(names.get(i), Symbols.NOTYPE, ".init.data", DATA + entry * width, 0);
        }
    }

    @Test
    void bordersInTheWrongOrderOrOutsideMakeNoRoots() {
        ElfBuilder elf = data(linked(), ".init.data", new byte[64])
                .symbol("__initcall_start", Symbols.NOTYPE, ".init.data", DATA + 32, 0)
                .symbol("__initcall0_start", Symbols.NOTYPE, ".init.data", DATA, 0)
                .symbol("__initcall1_start", Symbols.NOTYPE, ".init.data", -1, 0)
                .symbol("__entry_text_start", Symbols.NOTYPE, ".text", TEXT + 32, 0)
                .symbol("__entry_text_end", Symbols.NOTYPE, ".text", TEXT, 0);
        assertThat(Opened.roots(elf.build()).all()).isEmpty();
    }

    @Test
    void entryCodeAndTheEntryPointAreRoots() {
        ElfBuilder elf = linked().symbol("asm_exc_page_fault", Symbols.NOTYPE, ".text", TEXT + 48, 16)
                .symbol("__entry_text_start", Symbols.NOTYPE, ".text", TEXT + 48, 0)
                .symbol("__entry_text_end", Symbols.NOTYPE, ".text", TEXT + 64, 0);
        assertThat(Opened.names(elf.build().put(24, 8, TEXT + 16)))
                .containsExactly("boot boot, g", "entry exception asm_exc_page_fault");
        Roots lost = Opened.roots(elf.build().put(24, 8, TEXT + 1));
        assertThat(lost.notes()).containsExactly("no function starts at the entry point 0xffffffff81000001");
    }

    @Test
    void systemCallsAreKnownByTheirTableOrTheirNames() {
        ElfBuilder elf = linked().symbol("__x64_sys_ioctl", Symbols.FUNC, ".text", TEXT + 48, 8)
                .symbol("__x64_sys_ioctl.cold", Symbols.FUNC, ".text", TEXT + 56, 8);
        data(elf, ".rodata", words(TEXT, TEXT, TEXT + 16))
                .symbol("sys_call_table", Symbols.OBJECT, ".rodata", DATA, 16);
        assertThat(Opened.names(elf.build())).containsExactly("syscall syscall f",
                "data address taken in .rodata+0x10", "syscall syscall ioctl");
    }

    @ParameterizedTest
    @CsvSource({"62, 1", "183, 257", "243, 2", "258, 2", "62, 2", "183, 261", "243, 35", "258, 99"})
    void relocationsOfDataPointAtFunctions(int machine, int type) {
        ElfBytes elf = code(ElfType.REL, machine)
                .section(".data.ops", SectionType.PROGBITS, ALLOC | WRITE, new byte[32])
                .symbol("ops", Symbols.OBJECT, 0, ".data.ops", 0, 16)
                .symbol(".text", Symbols.SECTION, 0, ".text", 0, 0)
                .symbol("other", Symbols.NOTYPE, UNDEFINED, 0, 0)
                .relocation(".data.ops", 8, type, "g", 0).relocation(".data.ops", 0, type, ".text", 0)
                .relocation(".data.ops", 16, type, ".text", 8).relocation(".data.ops", 24, type, "other", 0).build();
        assertThat(Opened.names(elf)).contains("operations address taken in ops+0x0",
                "operations address taken in ops+0x8").filteredOn(name -> !name.startsWith("global"))
                .hasSize(2);
    }

    @Test
    void badRelocationsAreLeftOut() {
        ElfBytes elf = object().section(".data", SectionType.PROGBITS, ALLOC | WRITE, new byte[8])
                .relocation(".data", 1L << 40, 1, "f", 0).relocation(".data", -8, 1, "f", 0)
                .relocation(".data", 0, 1, "f", 1).build();
        assertThat(Opened.names(elf)).allMatch(name -> name.startsWith("global"));
    }

    @Test
    void ofARelocatableFileMetadataIsKnownBySectionNames() {
        ElfBuilder elf = object();
        for (String name : List.of("__mcount_loc", "__patchable_function_entries", "_kprobe_blacklist",
                ".discard.addressable", ".orc_unwind_ip", ".kcfi_traps", "__bug_table")) {
            elf.section(name, SectionType.PROGBITS, ALLOC, new byte[8]).relocation(name, 0, 1, "f", 0);
        }
        assertThat(Opened.names(elf.build())).allMatch(name -> name.startsWith("global"));
    }

    @Test
    void aModuleHasTwoFunctionsThatTheKernelCalls() {
        ElfBytes elf = new ElfBuilder(ElfType.REL, Elf.X86_64)
                .section(".init.text", SectionType.PROGBITS, ALLOC | EXECUTE, new byte[32])
                .section(".modinfo", SectionType.PROGBITS, ALLOC, "name=m\0".getBytes(US_ASCII))
                .section(".gnu.linkonce.this_module", SectionType.PROGBITS, ALLOC | WRITE, new byte[32])
                .section(".init.data", SectionType.PROGBITS, ALLOC | WRITE, new byte[16])
                .symbol("init_module", Symbols.FUNC, ".init.text", 0, 16)
                .symbol("cleanup_module", Symbols.FUNC, ".init.text", 16, 16)
                .symbol("__UNIQUE_ID___addressable_init_module", Symbols.OBJECT, ".init.data", 0, 8)
                .symbol("ops", Symbols.OBJECT, ".init.data", 8, 8)
                .relocation(".gnu.linkonce.this_module", 8, 1, "init_module", 0)
                .relocation(".gnu.linkonce.this_module", 16, 1, "cleanup_module", 0)
                .relocation(".init.data", 0, 1, "init_module", 0)
                .relocation(".init.data", 8, 1, "init_module", 0).build();
        assertThat(Opened.names(elf)).containsExactly("module-init module init",
                "operations address taken in ops+0x0", "module-exit module exit");
    }

    @Test
    void anObjectShowsItsGlobalSymbolsAndWhatItMarksForExport() {
        ElfBytes elf = object().section(".export_symbol", SectionType.PROGBITS, ALLOC, new byte[16])
                .section(".initcall6s.init", SectionType.PROGBITS, ALLOC, new byte[4])
                .symbol("local", Symbols.FUNC, 0, ".text", 48, 16)
                .relocation(".export_symbol", 0, 1, RUST, 0).relocation(".export_symbol", 8, 1, "f", 0)
                .relocation(".initcall6s.init", 0, 2, "local", 0).build();
        assertThat(Opened.names(elf)).containsExactly("export exported f", "global global symbol g",
                "rust-export exported core::f", "initcall initcall level 6 (device), local");
    }

    @Test
    void vtablesAreKnownByTheirHeaders() {
        ElfBuilder elf = linked().section(".rodata", SectionType.PROGBITS, ALLOC, DATA, 8,
                words(TEXT + 32, 24, 8, TEXT + 32, TEXT + 32, 5, 3, TEXT + 32, TEXT + 32));
        Roots roots = Opened.roots(elf.build());
        assertThat(roots.all().stream().filter(root -> root.kind() == Kind.VTABLE).map(Root::slot))
                .containsExactly(DATA, DATA + 24, DATA + 32);
        assertThat(Opened.names(roots)).contains("vtable drop of a value in a vtable", "vtable core::f in a vtable");
    }

    @Test
    void aVtableCannotBeginBeforeItsSection() {
        ElfBuilder elf = linked().section(".rodata", SectionType.PROGBITS, ALLOC, DATA, 8, words(8, 8, TEXT + 32));
        assertThat(Opened.names(elf.build())).containsExactly("operations address taken in .rodata+0x10");
    }

    @Test
    void exportsAreOnesForFunctionsAlone() {
        byte[] strings = "f\0value\0\0".getBytes(US_ASCII);
        ByteBuffer table = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        long place = DATA;
        long text = DATA + 0x100;
        table.putInt((int) (TEXT - place)).putInt((int) (text - (place + 4))).putInt((int) (text + 1 - (place + 8)));
        table.putInt((int) (DATA + 0x200 - (place + 12))).putInt((int) (text + 2 - (place + 16)))
                .putInt((int) (text + 1 - (place + 20)));
        ElfBuilder elf = linked().section("__ksymtab", SectionType.PROGBITS, ALLOC, DATA, 4, table.array())
                .section("__ksymtab_strings", SectionType.PROGBITS, ALLOC, text, 1, strings);
        assertThat(Opened.names(elf.build())).containsExactly("export exported f");
    }

    @Test
    void aBrokenExportTableIsNamed() {
        ElfBuilder elf = linked().section("__ksymtab", SectionType.PROGBITS, ALLOC, DATA, 4, new byte[7]);
        assertThat(Opened.roots(elf.build()).notes()).singleElement().asString()
                .startsWith("exported symbols not read: test.elf: __ksymtab+0x0");
    }
}
