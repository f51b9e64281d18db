package dev.assay.elf;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.bytes.Slice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;

/// Writes an image as an ELF file with a symbol table, so that every tool can read it that reads ELF: a kernel without
/// ELF headers, or one whose symbols are in kallsyms only.
///
/// In order: a header, the whole image, symbols and strings, section headers (gABI, "ELF Header", "Sections"). There
/// are no program headers: such a file is for looking at, not for booting.
public final class ElfCopy {
    private static final int HEADER = 64;
    private static final int SECTION_HEADER = 64;
    private static final int SYMBOL = 24;
    private static final int SYMTAB = 2;
    private static final int STRTAB = 3;

    private final Elf elf;
    private final Symbols symbols;
    private final ByteArrayOutputStream names = new ByteArrayOutputStream();
    private final List<ByteBuffer> headers = new ArrayList<>();

    private ElfCopy(Elf elf, Symbols symbols) {
        this.elf = elf;
        this.symbols = symbols;
        names.write(0);
    }

    /// Writes the file: as it is if it has its own headers and symbols.
    public static void write(Elf elf, Symbols symbols, WritableByteChannel out) throws IOException {
        boolean whole = Elf.isElf(elf.file())
                && (elf.isRelocatable() || elf.sections().stream().anyMatch(s -> s.type().equals(SectionType.SYMTAB)));
        if (whole) {
            write(out, elf.file());
        } else {
            new ElfCopy(elf, symbols).write(out);
        }
    }

    private void write(WritableByteChannel out) throws IOException {
        long size = elf.file().size();
        int first = elf.sections().size();
        long table = HEADER + size;
        long strings = table + symbols.table().size();
        long sectionNames = strings + symbols.strings().size();
        for (Section section : elf.sections()) {
            boolean shifted = section.index() > 0 && section.hasBytes();
            header(section.name(), section.type().code(), section.flags(), section.address(),
                    shifted ? section.offset() + HEADER : section.offset(), section.size(), section.link(),
                    section.info(), section.alignment(), section.entrySize());
        }
        header(".symtab", SYMTAB, 0, 0, table, symbols.table().size(), first + 1, 1, 8, SYMBOL);
        header(".strtab", STRTAB, 0, 0, strings, symbols.strings().size(), 0, 0, 1, 0);
        // The size of the names is known once that of their own section is among them.
        names.write(".shstrtab\0".getBytes(UTF_8));
        header("", STRTAB, 0, 0, sectionNames, names.size(), 0, 0, 1, 0);
        headers.getLast().putInt(0, names.size() - ".shstrtab\0".length());
        long end = sectionNames + names.size();
        write(out, elfHeader(end, first + 3).flip());
        write(out, elf.file());
        write(out, symbols.table());
        write(out, symbols.strings());
        write(out, ByteBuffer.wrap(names.toByteArray()));
        for (ByteBuffer header : headers) {
            write(out, header);
        }
    }

    private ByteBuffer elfHeader(long sectionHeaders, int count) {
        return ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0)
                .putShort((short) elf.type().code()).putShort((short) elf.machine()).putInt(1)
                .putLong(0).putLong(0).putLong(sectionHeaders)
                .putInt(0).putShort((short) HEADER).putShort((short) 0).putShort((short) 0)
                .putShort((short) SECTION_HEADER).putShort((short) count).putShort((short) (count - 1));
    }

    private void header(String name, int type, long flags, long address, long offset, long size, int link, int info,
            long alignment, long entrySize) throws IOException {
        int at = name.isEmpty() ? 0 : names.size();
        if (!name.isEmpty()) {
            names.write((name + "\0").getBytes(UTF_8));
        }
        headers.add(ByteBuffer.allocate(SECTION_HEADER).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(at).putInt(type).putLong(flags).putLong(address).putLong(offset).putLong(size)
                .putInt(link).putInt(info).putLong(alignment).putLong(entrySize).flip());
    }

    private static void write(WritableByteChannel out, Slice bytes) throws IOException {
        write(out, bytes.segment().asByteBuffer());
    }

    private static void write(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
