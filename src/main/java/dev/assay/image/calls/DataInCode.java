package dev.assay.image.calls;

import dev.assay.bytes.Slice;
import dev.assay.elf.Symbols;
import dev.assay.image.Image;
import java.util.Arrays;

/// Data between instructions, as mapping symbols tell: it starts at `$d`, and at `$x` code goes on (ELF for the Arm 64-bit
/// Architecture, "Mapping symbols"; RISC-V psABI, "Mapping Symbol"). Other machines have none.
final class DataInCode {
    private static final int NAME_SIZE = 2;
    private static final int CODE = 0x7824;
    private static final int DATA = 0x6424;

    private final long[] starts;
    private final long[] ends;
    private final int count;

    DataInCode(Image image, CodeSections sections) {
        Addresses code = new Addresses();
        Addresses data = new Addresses();
        // Where instructions start at any byte, nothing is marked.
        if (image.machine().instructionAlignment() > 1) {
            collect(image, sections, code, data);
        }
        long[] codeStarts = sorted(code);
        long[] dataStarts = sorted(data);
        starts = new long[dataStarts.length];
        ends = new long[dataStarts.length];
        int found = 0;
        int next = 0;
        for (long start : dataStarts) {
            while (next < codeStarts.length && Long.compareUnsigned(codeStarts[next], start) < 0) {
                next++;
            }
            boolean isCode = next < codeStarts.length && codeStarts[next] == start;
            if (isCode || (found > 0 && Long.compareUnsigned(start, ends[found - 1]) < 0)) {
                continue;
            }
            long end = sections.end(sections.at(start));
            boolean cut = next < codeStarts.length && Long.compareUnsigned(codeStarts[next], end) < 0;
            starts[found] = start;
            ends[found++] = cut ? codeStarts[next] : end;
        }
        count = found;
    }

    private static void collect(Image image, CodeSections sections, Addresses code, Addresses data) {
        Slice strings = image.symbols().strings();
        image.symbols().visit((symbol, head, value) -> {
            long name = Symbols.nameOffset(head);
            if (Symbols.type(head) != Symbols.NOTYPE || Symbols.isUndefined(head)
                    || !strings.contains(name, NAME_SIZE)) {
                return;
            }
            int mark = strings.u16(name);
            if (mark == CODE || mark == DATA) {
                long address = address(image, symbol, value);
                if (sections.at(address) >= 0) {
                    (mark == CODE ? code : data).add(address);
                }
            }
        });
    }

    private static long address(Image image, int symbol, long value) {
        if (!image.elf().isRelocatable()) {
            return value;
        }
        int section = image.symbols().section(symbol);
        boolean known = section > 0 && section < image.elf().sections().size()
                && image.elf().sections().get(section).isExecutable();
        return known ? image.memory().address(symbol) : 0;
    }

    /// In order of address, which has no sign.
    private static long[] sorted(Addresses addresses) {
        return Arrays.stream(addresses.toArray()).map(address -> address ^ Long.MIN_VALUE).sorted()
                .map(address -> address ^ Long.MIN_VALUE).toArray();
    }

    boolean contains(long address) {
        return Long.compareUnsigned(from(address).start(), address) <= 0;
    }

    /// The data at or behind an address.
    Cursor from(long address) {
        return new Cursor(Addresses.countUpTo(ends, count, address));
    }

    /// Goes over data in order of address.
    final class Cursor {
        private int index;

        private Cursor(int index) {
            this.index = index;
        }

        /// Where the data starts; beyond all addresses if there is none left.
        long start() {
            return index < count ? starts[index] : -1;
        }

        long end() {
            return ends[index];
        }

        void next() {
            index++;
        }
    }
}
