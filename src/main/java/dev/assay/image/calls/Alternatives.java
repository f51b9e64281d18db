package dev.assay.image.calls;

import dev.assay.bytes.Slice;
import dev.assay.elf.Elf;
import dev.assay.elf.Section;
import dev.assay.image.Image;
import dev.assay.machine.Decoder;
import dev.assay.machine.Flow;
import java.util.List;
import java.util.Optional;

/// Instructions that the kernel puts in place of others while it starts, for the processor that it finds
/// (`.altinstructions`; Linux `struct alt_instr`, `struct alt_entry`).
///
/// An entry starts with two 32-bit distances from themselves: to the instruction and to its replacement; how many
/// bytes that has comes behind. The size of an entry has changed over the years and nothing in a file tells it: the one
/// is taken by which every entry leads to code.
final class Alternatives {
    /// Where the length of the replacement stands in an entry, for each size that an entry has had. x86 with a 32-bit
    /// and a 16-bit feature number, and with padding (before Linux 5.13); AArch64 and LoongArch; RISC-V.
    private static final List<Form> X86 = List.of(new Form(14, 13, 1), new Form(12, 11, 1), new Form(13, 11, 1));
    private static final List<Form> SHORT = List.of(new Form(12, 11, 1));
    private static final List<Form> RISCV = List.of(new Form(16, 10, 2));
    /// AArch64 marks an entry whose instructions a function writes by a length of 0.
    private static final int LONGEST = 256;

    /// @param size   of an entry, in bytes
    /// @param length offset of the replacement's length
    /// @param width  of it, in bytes
    private record Form(int size, int length, int width) {
        int length(Slice bytes, long entry) {
            return width == 1 ? bytes.u8(entry + length) : bytes.u16(entry + length);
        }
    }

    /// Gets each transfer in a replacement.
    interface Sink {
        /// One of them.
        ///
        /// @param instruction address of the instruction that is replaced
        /// @param target      where the replacement leads; 0 if it is indirect
        void transfer(long instruction, long target, Flow flow);
    }

    private final Image image;
    private final CodeSections code;

    Alternatives(Image image, CodeSections code) {
        this.image = image;
        this.code = code;
    }

    /// Reports every transfer; whether the table could be read.
    boolean visit(Sink sink) {
        Optional<Section> section = image.elf().section(".altinstructions")
                .filter(found -> found.isAllocated() && found.size() > 0);
        if (section.isEmpty()) {
            return true;
        }
        Slice bytes = image.memory().contents(section.get());
        long address = image.memory().address(section.get());
        for (Form form : forms()) {
            if (fits(form, bytes, address)) {
                for (long entry = 0; entry < bytes.size(); entry += form.size()) {
                    decode(address + entry + (int) bytes.u32(entry), address + entry + 4 + (int) bytes.u32(entry + 4),
                            form.length(bytes, entry), sink);
                }
                return true;
            }
        }
        return false;
    }

    private List<Form> forms() {
        return switch (image.elf().machine()) {
            case Elf.X86_64 -> X86;
            case Elf.RISCV -> RISCV;
            default -> SHORT;
        };
    }

    private boolean fits(Form form, Slice bytes, long address) {
        if (bytes.size() % form.size() != 0) {
            return false;
        }
        for (long entry = 0; entry < bytes.size(); entry += form.size()) {
            int length = form.length(bytes, entry);
            long replacement = address + entry + 4 + (int) bytes.u32(entry + 4);
            if (code.at(address + entry + (int) bytes.u32(entry)) < 0 || length > LONGEST
                    || (length > 0 && code.at(replacement) < 0)) {
                return false;
            }
        }
        return true;
    }

    private void decode(long instruction, long replacement, int length, Sink sink) {
        int section = code.at(replacement);
        if (length == 0 || section < 0) {
            return;
        }
        Decoder decoder = image.machine().decoder();
        Slice bytes = code.contents(section);
        for (long at = 0; at < length && replacement + at < code.end(section); at += decoder.length()) {
            decoder.decode(bytes, replacement + at - code.start(section), replacement + at);
            Flow flow = decoder.flow();
            if (flow.isDirect() && Long.compareUnsigned(decoder.target() - replacement, length) < 0) {
                continue; // to another instruction of the replacement
            }
            if (flow.isDirect()) {
                sink.transfer(instruction, decoder.target(), flow);
            } else if (flow == Flow.INDIRECT_CALL || flow == Flow.INDIRECT_JUMP) {
                sink.transfer(instruction, 0, flow);
            }
        }
    }
}
