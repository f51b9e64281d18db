package dev.assay.check.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.panics.Evidence;
import dev.assay.check.panics.Evidence.EntryPoint;
import dev.assay.check.panics.Evidence.Spot;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Lines as the tools write them, with every way in which an instruction can lead to a panic entry.
class PanicTransfersTest {
    private static final Evidence EVIDENCE = new Evidence(
            List.of(new EntryPoint(new Spot(0x1040, ".text.unlikely", 0x40), List.of("_Rfail", "_Ralias"), "fail",
                    "name"),
                    new EntryPoint(new Spot(0x9000, null, 0), List.of("_Rundefined"), "undefined", "name")),
            List.of(new Spot(0x2000, ".plt", 0)), List.of(), List.of());

    private static List<String> found(boolean relocatable, String text) {
        PanicTransfers transfers = new PanicTransfers(EVIDENCE, relocatable);
        Listing listing = new Listing(transfers);
        text.lines().forEach(listing::line);
        return List.copyOf(transfers.found());
    }

    @Test
    void relocationsOfX86() {
        assertThat(found(true, """
                a.o:     file format elf64-x86-64
                Disassembly of section .text:

                0000000000000000 <f>:
                   0:\tcall   5 <f+0x5>
                \t\t\t1: R_X86_64_PLT32\t_Rundefined-0x4
                   5:\tjne    b <f+0xb>
                \t\t\t7: R_X86_64_PC32\t.text.unlikely+0x3c
                   b:\tjmp    10 <f+0x10>
                \t\t\tc: R_X86_64_PLT32\t_Ralias-0x4
                  10:\tcall   *0x0(%rip)        # 16 <f+0x16>
                \t\t\t12: R_X86_64_GOTPCRELX\t_Rundefined-0x4
                  16:\tcall   1b <f+0x1b>
                \t\t\t17: R_X86_64_PLT32\t_Rundefined+0x4
                  1b:\tlea    0x0(%rip),%rdi
                \t\t\t1e: R_X86_64_PC32\t_Rundefined-0x4
                  22:\tjmp    *0x0(,%rax,8)
                \t\t\t25: R_X86_64_32S\t_Rundefined
                """)).containsExactly(".text+0x0", ".text+0x10", ".text+0x5", ".text+0xb");
    }

    @Test
    void aDestinationInTheSameSectionNeedsNoRelocation() {
        assertThat(found(true, """
                Disassembly of section .text:
                   0:\tcall   40 <g>
                Disassembly of section .text.unlikely:
                   0:\tcall   40 <_Rfail>
                   5:\tjmp    44 <_Rfail+0x4>
                  40:\tcall   45 <_Rfail+0x5>
                \t\t\t41: R_X86_64_PLT32\tother-0x4
                """)).containsExactly(".text.unlikely+0x0");
    }

    @Test
    void relocationsOfAArch64() {
        assertThat(found(true, """
                Disassembly of section .text:

                0000000000000000 <f>:
                       0:      \tbl\t0x0 <f>
                \t\t0000000000000000:  R_AARCH64_CALL26\t_Rundefined
                       4:      \ttbz\tw0, #3, 0x4 <f+0x4>
                \t\t0000000000000004:  R_AARCH64_TSTBR14\t.text.unlikely+0x40
                       8:      \tb\t0x8 <f+0x8>
                \t\t0000000000000008:  R_AARCH64_JUMP26\tother
                """)).containsExactly(".text+0x0", ".text+0x4");
    }

    @Test
    void addressesOfALinkedFile() {
        assertThat(found(false, """
                vmlinux:\tfile format elf64-x86-64
                Disassembly of section .text:

                0000000000001000 <f>:
                    1000:\tcall   1040 <_Rsome_other_alias>
                    1005:\tjmp    2000 <stub@plt>
                    100a:\tjmp    1041 <_Rfail+0x1>
                Disassembly of section .plt:
                    2000:\tendbr64
                    2004:\tjmp    1040 <_Rfail>
                """)).containsExactly("0x1000", "0x1005");
    }

    @Test
    void linesThatMeanNothingAreSteppedOver() {
        assertThat(found(true, """
                   0:\tcall   40 <_Rfail>
                Disassembly of section .text.unlikely:
                \t...
                \t\t\tno colon
                12345678123456781:\tcall 40
                zz:\tcall 40
                   4: no tab
                   8:\t
                   9:\tcall
                """)).isEmpty();
    }
}
