package dev.assay.machine;

import static dev.assay.machine.LoongArchFields.bits;
import static dev.assay.machine.LoongArchFields.rj;
import static dev.assay.machine.LoongArchFields.signed;

/// The LoongArch instructions that write to memory at a register plus a constant something that is not followed.
final class LoongArchStores {
    private static final int DOUBLEWORD = 8;

    private LoongArchStores() {}

    static void of(int word, Effects effects) {
        if (rj(word) == 0) {
            return;
        }
        switch (word >>> 26) {
            case 0b001000 -> {
                // sc.w, sc.d
                if (bits(word, 24, 1) == 1) {
                    store(word, 4L * signed(word, 10, 14), bits(word, 25, 1) == 0 ? 4 : DOUBLEWORD, effects);
                }
            }
            case 0b001001 -> {
                // stptr.w
                if (word >>> 24 == 0x25) {
                    store(word, 4L * signed(word, 10, 14), 4, effects);
                }
            }
            case 0b001010, 0b001011 -> immediate(word, effects);
            case 0b001100 -> {
                if (bits(word, 24, 1) == 1) {
                    element(word, effects);
                }
            }
            case 0b001110 -> register(word, effects);
            default -> {}
        }
    }

    private static void store(int word, long displacement, int width, Effects effects) {
        effects.storeUnknown(rj(word), displacement, width);
    }

    private static void immediate(int word, Effects effects) {
        long displacement = signed(word, 10, 12);
        switch (word >>> 22) {
            case 0xa4 -> store(word, displacement, 1, effects); // st.b
            case 0xa5 -> store(word, displacement, 2, effects); // st.h
            case 0xa6, 0xad -> store(word, displacement, 4, effects); // st.w, fst.s
            case 0xaf -> store(word, displacement, DOUBLEWORD, effects); // fst.d
            case 0xb1 -> store(word, displacement, 16, effects); // vst
            case 0xb3 -> store(word, displacement, 32, effects); // xvst
            // stl.w, str.w, stl.d, str.d write a part of the word or doubleword around the address
            case 0xbc, 0xbd, 0xbe, 0xbf -> store(word, displacement - DOUBLEWORD + 1, 2 * DOUBLEWORD - 1, effects);
            default -> {}
        }
    }

    /// `vstelm`, `xvstelm`: the highest bit set tells the width of the element, in whose units the displacement is.
    private static void element(int word, Effects effects) {
        int width = DOUBLEWORD >> (31 - Integer.numberOfLeadingZeros(bits(word, 20, 4)));
        store(word, (long) signed(word, 10, 8) * width, width, effects);
    }

    /// Ordered and atomic stores, and those with a checked bound. Those with an index are at no constant distance.
    private static void register(int word, Effects effects) {
        int form = word >>> 15;
        if (form == 0x38570000 >>> 15) {
            store(word, 0, 16, effects); // sc.q
        } else if (form == 0x38578000 >>> 15) {
            // llacq.w, screl.w, llacq.d, screl.d
            if (bits(word, 10, 1) == 1) {
                store(word, 0, bits(word, 11, 1) == 0 ? 4 : DOUBLEWORD, effects);
            }
        } else if ((form >= 0x38580000 >>> 15 && form < 0x38720000 >>> 15) || form >= 0x387c0000 >>> 15
                || (form >= 0x38760000 >>> 15 && form < 0x38780000 >>> 15)) {
            store(word, 0, DOUBLEWORD, effects); // amcas, amswap and its kin; stgt, stle; fstgt, fstle
        }
    }
}
