package dev.assay.testing;

import dev.assay.bytes.Slice;
import dev.assay.testing.KallsymsBuilder.Form;
import dev.assay.testing.KallsymsBuilder.Order;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Writes a small kernel image without ELF headers: code, constants with kallsyms, init code, and data with pointers.
public final class FlatKernelBuilder {
    public static final int ARM64 = 0x644d5241;
    public static final int RISCV = 0x05435352;
    public static final int LOONGARCH = 0x818223cd;
    public static final int TEXT = 0x1000;
    public static final int RODATA = 0x8000;
    public static final int INIT = 0x1_8000;
    public static final int DATA = 0x2_0000;
    public static final int SIZE = 0x2_4000;
    public static final int MEMORY = 0x2_8000;
    public static final int FUNCTIONS = 400;
    private static final int RELOCATIONS = 0x1_9000;

    private final int magic;
    private final long base;
    private final Form form;
    private final Order order;
    private final boolean relocated;

    /// @param magic     [#ARM64], [#RISCV] or [#LOONGARCH]
    /// @param base      address of the first byte
    /// @param relocated whether pointers are 0 in the image, with relocations that fill them in
    public FlatKernelBuilder(int magic, long base, Form form, Order order, boolean relocated) {
        this.magic = magic;
        this.base = base;
        this.form = form;
        this.order = order;
        this.relocated = relocated;
    }

    /// The image.
    public byte[] build() {
        KallsymsBuilder kallsyms = new KallsymsBuilder(form, order);
        kallsyms.symbol('T', "_text", base).symbol('T', "_stext", base + TEXT);
        for (int i = 0; i < FUNCTIONS; i++) {
            kallsyms.symbol('t', "function_" + i * 7919, base + TEXT + 0x20 + function(i));
        }
        kallsyms.symbol('D', "_etext", base + RODATA - 0x1000).symbol('D', "__start_rodata", base + RODATA)
                .symbol('D', "__end_rodata", base + INIT - 0x1000).symbol('T', "__init_begin", base + INIT)
                .symbol('T', "_sinittext", base + INIT).symbol('t', "setup", base + INIT + 0x10)
                .symbol('T', "_einittext", base + INIT + 0x800).symbol('D', "__init_end", base + DATA)
                .symbol('D', "_sdata", base + DATA).symbol('B', "_end", base + MEMORY);
        ByteBuffer image = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        image.putShort(0, (short) 0x5a4d).putLong(16, MEMORY).putInt(56, magic);
        if (relocated) {
            kallsyms.zeroBase();
        }
        image.put(RODATA + 0x40, kallsyms.build(base + RODATA + 0x40));
        int entry = RELOCATIONS;
        if (relocated && kallsyms.baseAt() >= 0) {
            entry = relocation(image, entry, base + RODATA + 0x40 + kallsyms.baseAt(), kallsyms.base());
        }
        for (int i = 0; i < FUNCTIONS; i++) {
            entry = pointer(image, entry, DATA + 24 * i, base + TEXT + 0x20 + function(i));
            entry = pointer(image, entry, DATA + 24 * i + 8, base + DATA + 24L * i + 8);
        }
        return image.array();
    }

    /// Uneven distances, as code has.
    private static int function(int index) {
        return 48 * index + 4 * (index * index % 7);
    }

    private int pointer(ByteBuffer image, int entry, int at, long value) {
        if (relocated) {
            return relocation(image, entry, base + at, value);
        }
        image.putLong(at, value);
        return entry;
    }

    private int relocation(ByteBuffer image, int entry, long place, long value) {
        image.putLong(entry, place).putLong(entry + 8, magic == ARM64 ? 0x403 : 3).putLong(entry + 16, value);
        return entry + 24;
    }

    /// The image in native memory.
    public Slice slice() {
        return ElfBytes.sliceOf(build());
    }
}
