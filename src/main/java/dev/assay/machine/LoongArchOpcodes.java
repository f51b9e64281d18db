package dev.assay.machine;

import java.util.Arrays;

/// The 32-bit words that are LoongArch instructions, and the general registers that each names (LoongArch Reference
/// Manual, volume 1, appendix B; the vector and binary translation extensions as GNU binutils 2.47 writes them).
///
/// The ranges were found by having that disassembler try the encoding space, and are checked against it.
final class LoongArchOpcodes {
    /// What [#operands] gives for a word that is no instruction.
    static final int INVALID = -1;

    /// Bits of [#operands]: `rd` is read, `rj` is read, `rk` is read, `rd` is written, `rj` is written.
    static final int READS_D = 1;
    static final int READS_J = 2;
    static final int READS_K = 4;
    static final int WRITES_D = 8;
    static final int WRITES_J = 16;

    /// First and last word; which of the bits below must have which value; registers (capital: written); mnemonics.
    /// Of rows with the same words the last one that fits counts.
    private static final String GENERAL = """
            00000800 00000bff 001c 0000 j    movgr2scr
            00000c00 00000fff 0380 0000 D    movscr2gr
            00001000 00005fff 0000 0000 Dj   clo.w to ext.w.b
            00006000 00006bff 0000 0000 DJ   rdtimel.w to rdtime.d
            00006c00 00006fff 0000 0000 Dj   cpucfg
            00007000 000073ff 031f 0000 -    x86mttop
            00007400 000077ff 03e0 0000 D    x86mftop
            00007800 00007fff 0000 0000 Dj   setx86loope to setx86loopne
            00008000 000083ff 0018 0000 j    x86inc.b to x86dec.d
            00008000 000083ff 03de 0008 -    x86settm x86clrtm x86inctop x86dectop
            00010000 0001ffff 001f 0000 jk   asrtle.d to asrtgt.d
            00040000 0009ffff 0000 0000 Djk  alsl.w to bytepick.w
            000c0000 0027ffff 0000 0000 Djk  bytepick.d to crcc.w.d.w
            00290000 0029ffff 0000 0000 Dj   addu12i.w to addu12i.d
            002a0000 002bffff 0000 0000 -    break to hvcl
            002c0000 002dffff 0000 0000 Djk  alsl.d
            00300000 0035ffff 0000 0000 Djk  adc.b to rcr.d
            00364000 00367fff 0000 0000 Ddj  armmove
            00368000 0036ffff 03e0 0000 D    setx86j to setarmj
            00370000 003c7fff 0010 0010 jk   armadd.w to armrotr.w
            003c8000 003e7fff 0010 0010 j    armslli.w to armrotri.w
            003e8000 003effff 0018 0000 jk   x86mul.b to x86mul.wu
            003f0000 003f7fff 0000 0000 jk   x86adc.b to x86sub.wu
            003f8000 003fbfff 0010 0000 jk   x86and.b to x86rotr.d
            003f8000 003fbfff 0008 0000 jk   x86rotl.b to x86rcl.d
            003f8000 003fbfff 0004 0000 jk   x86rcr.b to x86xor.d
            003fc000 003fffff 0010 0000 jk   x86and.b to x86rotr.d
            003fc000 003fffff 0008 0000 jk   x86rotl.b to x86rcl.d
            003fc000 003fffff 0004 0000 jk   x86rcr.b to x86xor.d
            003fc000 003fffff 001c 001c j    armnot.w armmov.w armmov.d armrrx.w
            00408000 0041ffff 0000 0000 Dj   slli.w to slli.d
            00448000 0045ffff 0000 0000 Dj   srli.w to srli.d
            00488000 0049ffff 0000 0000 Dj   srai.w to srai.d
            004c2000 004dffff 0000 0000 Dj   rotri.b to rotri.d
            00502000 0051ffff 0000 0000 Dj   rcri.b to rcri.d
            00542000 00543fff 0013 0000 j    x86slli.b to x86rotri.b
            00542000 00543fff 000b 0000 j    x86rcri.b to x86rotli.b
            00542000 00543fff 0007 0000 j    x86rcli.b
            00544000 00547fff 0013 0001 j    x86slli.h to x86rotri.h
            00544000 00547fff 000b 0001 j    x86rcri.h to x86rotli.h
            00544000 00547fff 0007 0001 j    x86rcli.h
            00548000 0054ffff 0013 0002 j    x86slli.w to x86rotri.w
            00548000 0054ffff 000b 0002 j    x86rcri.w to x86rotli.w
            00548000 0054ffff 0007 0002 j    x86rcli.w
            00550000 0055ffff 0013 0003 j    x86slli.d to x86rotri.d
            00550000 0055ffff 000b 0003 j    x86rcri.d to x86rotli.d
            00550000 0055ffff 0007 0003 j    x86rcli.d
            00580000 005bffff 0000 0000 Dd   x86settag
            005c0000 005fffff 03a0 0000 D    armmfflag to x86mtflag
            005c0000 005fffff 03a0 0020 d    armmfflag to x86mtflag
            00600000 007fffff 8000 0000 Ddj  bstrins.w
            00600000 007fffff 8000 8000 Dj   bstrpick.w
            00800000 00bfffff 0000 0000 Ddj  bstrins.d
            00c00000 00ffffff 0000 0000 Dj   bstrpick.d
            0114a400 0114afff 0000 0000 j    movgr2fr.w to movgr2frh.w
            0114b400 0114bfff 0000 0000 D    movfr2gr.s to movfrh2gr.s
            0114c000 0114c3ff 001c 0000 j    movgr2fcsr
            0114c800 0114cbff 0380 0000 D    movfcsr2gr
            0114d000 0114d3ff 0018 0000 -    movfr2cf
            0114d400 0114d7ff 0300 0000 -    movcf2fr
            0114d800 0114dbff 0018 0000 j    movgr2cf
            0114dc00 0114dfff 0300 0000 D    movcf2gr
            02000000 03ffffff 0000 0000 Dj   slti to xori
            04000000 05ffffff 0000 0000 Ddj  csrxchg gcsrxchg
            04000000 05ffffff 03e0 0000 D    csrrd gcsrrd
            04000000 05ffffff 03e0 0020 Dd   csrwr gcsrwr
            06000000 063fffff 0000 0000 j    cacop
            06400000 0643ffff 0000 0000 Dj   lddir
            06440000 0647ffff 001f 0000 j    ldpte
            06480000 06480fff 0000 0000 Dj   iocsrrd.b to iocsrrd.d
            06481000 06481fff 0000 0000 dj   iocsrwr.b to iocsrwr.d
            06482000 064823ff 03ff 0000 -    tlbclr
            06482400 064827ff 03fe 0000 -    gtlbflush to tlbflush
            06482800 06483bff 03ff 0000 -    tlbsrch to ertn
            06488000 0648ffff 0000 0000 -    idle
            06498000 0649ffff 0000 0000 jk   invtlb
            0c100000 0c18ffff 0018 0000 -    fcmp.caf.s to fcmp.sne.s
            0c1a0000 0c1affff 0018 0000 -    fcmp.cor.s to fcmp.sor.s
            0c1c0000 0c1cffff 0018 0000 -    fcmp.cune.s to fcmp.sune.s
            0c200000 0c28ffff 0018 0000 -    fcmp.caf.d to fcmp.sne.d
            0c2a0000 0c2affff 0018 0000 -    fcmp.cor.d to fcmp.sor.d
            0c2c0000 0c2cffff 0018 0000 -    fcmp.cune.d to fcmp.sune.d
            10000000 13ffffff 0000 0000 Dj   addu16i.d
            14000000 15ffffff 0000 0000 D    lu12i.w
            16000000 17ffffff 0000 0000 Dd   lu32i.d
            18000000 1fffffff 0000 0000 D    pcaddi to pcaddu18i
            20000000 20ffffff 0000 0000 Dj   ll.w
            21000000 21ffffff 0000 0000 Ddj  sc.w
            22000000 22ffffff 0000 0000 Dj   ll.d
            23000000 23ffffff 0000 0000 Ddj  sc.d
            24000000 24ffffff 0000 0000 Dj   ldptr.w
            25000000 25ffffff 0000 0000 dj   stptr.w
            26000000 26ffffff 0000 0000 Dj   ldptr.d
            27000000 27ffffff 0000 0000 dj   stptr.d
            28000000 28ffffff 0000 0000 Dj   ld.b to ld.d
            29000000 29ffffff 0000 0000 dj   st.b to st.d
            2a000000 2abfffff 0000 0000 Dj   ld.bu to ld.wu
            2ac00000 2cffffff 0000 0000 j    preld to xvst
            2e000000 2effffff 0000 0000 Ddj  ldl.w to ldr.d
            2f000000 2fffffff 0000 0000 dj   stl.w to str.d
            30100000 3017ffff 0000 0000 j    vldrepl.d
            30200000 302fffff 0000 0000 j    vldrepl.w
            30400000 305fffff 0000 0000 j    vldrepl.h
            30800000 30bfffff 0000 0000 j    vldrepl.b
            31100000 3117ffff 0000 0000 j    vstelm.d
            31200000 312fffff 0000 0000 j    vstelm.w
            31400000 315fffff 0000 0000 j    vstelm.h
            31800000 31bfffff 0000 0000 j    vstelm.b
            32100000 3217ffff 0000 0000 j    xvldrepl.d
            32200000 322fffff 0000 0000 j    xvldrepl.w
            32400000 325fffff 0000 0000 j    xvldrepl.h
            32800000 32bfffff 0000 0000 j    xvldrepl.b
            33100000 33ffffff 0000 0000 j    xvstelm.d to xvstelm.b
            38000000 38007fff 0000 0000 Djk  ldx.b
            38040000 38047fff 0000 0000 Djk  ldx.h
            38080000 38087fff 0000 0000 Djk  ldx.w
            380c0000 380c7fff 0000 0000 Djk  ldx.d
            38100000 38107fff 0000 0000 djk  stx.b
            38140000 38147fff 0000 0000 djk  stx.h
            38180000 38187fff 0000 0000 djk  stx.w
            381c0000 381c7fff 0000 0000 djk  stx.d
            38200000 38207fff 0000 0000 Djk  ldx.bu
            38240000 38247fff 0000 0000 Djk  ldx.hu
            38280000 38287fff 0000 0000 Djk  ldx.wu
            382c0000 382c7fff 0000 0000 jk   preldx
            38300000 38307fff 0000 0000 jk   fldx.s
            38340000 38347fff 0000 0000 jk   fldx.d
            38380000 38387fff 0000 0000 jk   fstx.s
            383c0000 383c7fff 0000 0000 jk   fstx.d
            38400000 38407fff 0000 0000 jk   vldx
            38440000 38447fff 0000 0000 jk   vstx
            38480000 38487fff 0000 0000 jk   xvldx
            384c0000 384c7fff 0000 0000 jk   xvstx
            38570000 38577fff 0000 0000 Ddjk sc.q
            38578000 385783ff 0000 0000 Dj   llacq.w
            38578400 385787ff 0000 0000 Ddj  screl.w
            38578800 38578bff 0000 0000 Dj   llacq.d
            38578c00 38578fff 0000 0000 Ddj  screl.d
            38580000 385bffff 0000 0000 Ddjk amcas.b to amcas_db.d
            385c0000 3871ffff 0000 0000 Djk  amswap.b to ammin_db.du
            38720000 3872ffff 0000 0000 -    dbar to ibar
            38740000 3877ffff 0000 0000 jk   fldgt.s to fstle.d
            38780000 387bffff 0000 0000 Djk  ldgt.b to ldle.d
            387c0000 387fffff 0000 0000 djk  stgt.b to stle.d
            40000000 47ffffff 0000 0000 j    beqz to bnez
            48000000 4bffffff 0200 0000 -    bceqz bcnez
            48000000 4bffffff 02e0 0200 -    jiscr0 jiscr1
            4c000000 4fffffff 0000 0000 Dj   jirl
            50000000 57ffffff 0000 0000 -    b to bl
            58000000 6fffffff 0000 0000 dj   beq to bgeu
            71220000 7123ffff 0000 0000 k    vreplve.b to vreplve.d
            729c9800 729cbfff 0018 0000 -    vseteqz.v to vsetallnez.d
            729f0000 729f0fff 0000 0000 j    vreplgr2vr.b to vreplgr2vr.d
            72eb8000 72ebf7ff 0000 0000 j    vinsgr2vr.b to vinsgr2vr.d
            72ef8000 72eff7ff 0000 0000 D    vpickve2gr.b to vpickve2gr.d
            72f38000 72f3f7ff 0000 0000 D    vpickve2gr.bu to vpickve2gr.du
            75220000 7523ffff 0000 0000 k    xvreplve.b to xvreplve.d
            769c9800 769cbfff 0018 0000 -    xvseteqz.v to xvsetallnez.d
            769f0000 769f0fff 0000 0000 j    xvreplgr2vr.b to xvreplgr2vr.d
            76ebc000 76ebefff 0000 0000 j    xvinsgr2vr.w to xvinsgr2vr.d
            76efc000 76efefff 0000 0000 D    xvpickve2gr.w to xvpickve2gr.d
            76f3c000 76f3efff 0000 0000 D    xvpickve2gr.wu to xvpickve2gr.du
            """;

    private static final int[] FIRST;
    private static final int[] LAST;
    private static final int[] MASK;
    private static final int[] VALUE;
    private static final byte[] OPERANDS;

    static {
        String[] general = GENERAL.split("\n", -1);
        String[] others = LoongArchVectors.ROWS.split("\n", -1);
        String[] rows = new String[general.length + others.length - 2]; // each ends with an empty line
        System.arraycopy(general, 0, rows, 0, general.length - 1);
        System.arraycopy(others, 0, rows, general.length - 1, others.length - 1);
        Arrays.sort(rows, (a, b) -> a.substring(0, 8).compareTo(b.substring(0, 8)));
        FIRST = new int[rows.length];
        LAST = new int[rows.length];
        MASK = new int[rows.length];
        VALUE = new int[rows.length];
        OPERANDS = new byte[rows.length];
        for (int row = 0; row < rows.length; row++) {
            String[] cells = rows[row].split(" +", 6);
            FIRST[row] = Integer.parseInt(cells[0], 16);
            LAST[row] = Integer.parseInt(cells[1], 16);
            if (cells.length == 6) {
                MASK[row] = Integer.parseInt(cells[2], 16);
                VALUE[row] = Integer.parseInt(cells[3], 16);
                OPERANDS[row] = operands(cells[4]);
            }
        }
    }

    private LoongArchOpcodes() {}

    private static byte operands(String letters) {
        int operands = 0;
        for (int i = 0; i < letters.length(); i++) {
            operands |= switch (letters.charAt(i)) {
                case 'd' -> READS_D;
                case 'j' -> READS_J;
                case 'k' -> READS_K;
                case 'D' -> WRITES_D;
                case 'J' -> WRITES_J;
                default -> 0;
            };
        }
        return (byte) operands;
    }

    /// Which of the fields `rd`, `rj` and `rk` are general registers that the instruction reads or writes;
    /// [#INVALID] if the word is none.
    static int operands(int word) {
        int low = 0;
        int high = FIRST.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (FIRST[middle] <= word) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        // A word of 2^31 or more is negative, and so before the first row.
        for (int row = low - 1; row >= 0 && FIRST[row] == FIRST[low - 1] && word <= LAST[row]; row--) {
            if ((word & MASK[row]) == VALUE[row]) {
                return OPERANDS[row];
            }
        }
        return INVALID;
    }
}
