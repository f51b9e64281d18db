package dev.assay.elf;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Memory;
import dev.assay.bytes.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The symbols that a kernel or a module offers to modules (Linux `include/linux/export-internal.h`), read in place.
///
/// Two or three references each: to the symbol, its name, its namespace. They are distances of 32 bits from the
/// reference itself where the architecture has `HAVE_ARCH_PREL32_RELOCATIONS` (x86-64, AArch64), else addresses of 64
/// bits (RISC-V, LoongArch). Nothing in a file says which; the form taken is the one in which every name and namespace
/// is a string in `__ksymtab_strings`, and that is checked for every entry before the first answer.
///
/// Which may be used by GPL modules alone is told by the table `__ksymtab_gpl`, in newer kernels by a byte
/// for each symbol in `__kflagstab`. Stripping keeps all these tables.
///
/// Symbols are named by their index, in the order of the tables.
public final class Exports {
    /// Far above `KSYM_NAME_LEN`, 512 (Linux `include/linux/kallsyms.h`).
    private static final int LONGEST_NAME = 1024;
    /// `KSYM_FLAG_GPL_ONLY` (Linux `include/linux/module_symbol.h`).
    private static final int FLAG_GPL_ONLY = 1;
    private static final int REFERENCES = 3;

    /// The width of a reference.
    private enum Form {
        RELATIVE(4),
        ABSOLUTE(8);

        private final int width;

        Form(int width) {
            this.width = width;
        }

        int entrySize() {
            return REFERENCES * width;
        }
    }

    /// One table of references.
    ///
    /// @param gplOnly whether all of it is for GPL modules
    private record Table(Slice bytes, long address, boolean gplOnly) {}

    /// One exported symbol.
    ///
    /// @param address   virtual, as [AddressSpace] lays the file out
    /// @param gplOnly   whether only modules under the GPL may use it
    /// @param namespace that a module must import to use it; empty for none
    public record Export(String name, long address, boolean gplOnly, String namespace) {}

    /// Where the tables of an image without section headers are, as `kallsyms` tells.
    ///
    /// @param start    `__start___ksymtab`
    /// @param stop     `__stop___ksymtab`
    /// @param gplStart `__start___ksymtab_gpl`; equal to `gplStop` in kernels that have flags instead
    /// @param gplStop  `__stop___ksymtab_gpl`
    /// @param flags    `__start___kflagstab`; 0 in kernels that have none
    public record Ranges(long start, long stop, long gplStart, long gplStop, long flags) {}

    private final List<Table> tables;
    private final Form form;
    private final Optional<Slice> flags;
    private final Slice strings;
    private final long stringsAddress;
    private final int count;
    private int outside;
    private int firstOutside;

    private Exports(List<Table> tables, Form form, Optional<Slice> flags, Slice strings, long stringsAddress) {
        this.tables = tables;
        this.form = form;
        this.flags = flags;
        this.strings = strings;
        this.stringsAddress = stringsAddress;
        long entries = 0;
        for (Table table : tables) {
            entries += table.bytes().size() / form.entrySize();
        }
        this.count = Math.toIntExact(Math.min(entries, Integer.MAX_VALUE));
    }

    /// The exports of a linked kernel or a module; none where it has no such section.
    public static Exports of(Elf elf, AddressSpace memory) {
        List<Table> tables = new ArrayList<>();
        table(elf, memory, "__ksymtab", false, tables);
        table(elf, memory, "__ksymtab_gpl", true, tables);
        Optional<Section> strings = section(elf, "__ksymtab_strings");
        Slice text = strings.map(memory::contents).orElseGet(() -> elf.file().slice("__ksymtab_strings", 0, 0));
        Exports exports = of(tables, section(elf, "__kflagstab").map(memory::contents), text,
                strings.map(memory::address).orElse(0L));
        exports.lookOutside(elf, memory);
        return exports;
    }

    /// The exports of an image without section headers; empty where its memory has no such addresses.
    ///
    /// The strings have no symbols around them; every linker script of Linux has put them behind the tables.
    public static Optional<Exports> of(Memory memory, Ranges ranges) {
        Optional<Slice> plain = memory.at(ranges.start());
        Optional<Slice> gpl = memory.at(ranges.gplStart());
        Optional<Slice> flags = memory.at(ranges.flags()).map(bytes -> bytes.named("__kflagstab"));
        boolean hasGpl = ranges.gplStart() != ranges.gplStop();
        boolean hasFlags = ranges.flags() != 0;
        if (plain.isEmpty() || (hasGpl && gpl.isEmpty()) || (hasFlags && flags.isEmpty())) {
            return Optional.empty();
        }
        List<Table> tables = new ArrayList<>();
        tables.add(table(plain.get(), ranges.start(), ranges.stop(), false));
        if (hasGpl) {
            tables.add(table(gpl.get(), ranges.gplStart(), ranges.gplStop(), true));
        }
        long behind = hasGpl ? ranges.gplStop() : ranges.stop();
        return memory.at(behind).map(bytes -> bytes.named("__ksymtab_strings"))
                .map(strings -> of(tables, hasFlags ? flags : Optional.empty(), strings, behind));
    }

    private static Optional<Section> section(Elf elf, String name) {
        return elf.section(name).filter(section -> section.isAllocated() && section.hasBytes() && section.size() > 0);
    }

    private static void table(Elf elf, AddressSpace memory, String name, boolean gplOnly, List<Table> tables) {
        section(elf, name)
                .ifPresent(
                        section -> tables.add(new Table(memory.contents(section), memory.address(section), gplOnly)));
    }

    private static Table table(Slice bytes, long start, long stop, boolean gplOnly) {
        if (!bytes.contains(0, stop - start)) {
            throw bytes.malformed(0, "a symbol table of 0x%x bytes".formatted(stop - start),
                    "0x%x bytes".formatted(bytes.size()));
        }
        return new Table(bytes.slice(gplOnly ? "__ksymtab_gpl" : "__ksymtab", 0, stop - start), start, gplOnly);
    }

    private static Exports of(List<Table> tables, Optional<Slice> flags, Slice strings, long stringsAddress) {
        Exports relative = new Exports(tables, Form.RELATIVE, flags, strings, stringsAddress);
        Problem first = relative.check();
        if (first == null) {
            return relative;
        }
        Exports absolute = new Exports(tables, Form.ABSOLUTE, flags, strings, stringsAddress);
        Problem second = absolute.check();
        if (second == null) {
            return absolute;
        }
        // The form that held for longer is the one that was meant.
        throw second.place() > first.place() ? second.error() : first.error();
    }

    /// Notes which symbols lie in no section. Those of per-cpu variables may lie in one at address 0, see [Layout].
    private void lookOutside(Elf elf, AddressSpace memory) {
        for (int symbol = 0; symbol < count; symbol++) {
            long address = address(symbol);
            if (memory.sectionAt(address).isEmpty() && elf.sections().stream().noneMatch(
                    section -> section.isAllocated() && Long.compareUnsigned(address - memory.address(section),
                            section.size()) <= 0)) {
                firstOutside = outside == 0 ? symbol : firstOutside;
                outside++;
            }
        }
    }

    /// Why the tables do not have this form.
    ///
    /// @param place how many references were right before
    private record Problem(long place, MalformedFileException error) {}

    /// What is wrong with the tables if read in this form; null if nothing is.
    private @Nullable Problem check() {
        for (Table table : tables) {
            if (table.bytes().size() % form.entrySize() != 0) {
                return new Problem(-1, table.bytes().malformed(0, "entries of %d bytes".formatted(form.entrySize()),
                        "0x%x bytes".formatted(table.bytes().size())));
            }
        }
        for (int symbol = 0; symbol < count; symbol++) {
            if (!isName(nameAddress(symbol))) {
                return new Problem(2L * symbol, malformed(symbol, form.width, "a symbol's name", nameAddress(symbol)));
            }
            OptionalInt space = namespaceLength(symbol);
            if (space.isEmpty()) {
                return new Problem(2L * symbol + 1,
                        malformed(symbol, 2 * form.width, "a namespace", reference(symbol, 2)));
            }
        }
        if (flags.isPresent() && flags.get().size() < count) {
            return new Problem(2L * count, flags.get().malformed(0, "flags of %d symbols".formatted(count),
                    "0x%x bytes".formatted(flags.get().size())));
        }
        return null;
    }

    private MalformedFileException malformed(int symbol, int offset, String what, long found) {
        Place place = place(symbol);
        return place.table().bytes().malformed(place.offset() + offset,
                "the address of %s in __ksymtab_strings (0x%x to 0x%x)".formatted(what, stringsAddress,
                        stringsAddress + strings.size()),
                found);
    }

    private boolean isName(long address) {
        OptionalInt length = stringLength(address);
        if (length.isEmpty() || length.getAsInt() == 0) {
            return false;
        }
        long start = address - stringsAddress;
        for (long at = start; at < start + length.getAsInt(); at++) {
            int character = strings.u8(at);
            if (character <= ' ' || character >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /// Length of the string at `address`, which may be the end of another: linkers merge them. Empty if there is none.
    private OptionalInt stringLength(long address) {
        long start = address - stringsAddress;
        int length = 0;
        while (length <= LONGEST_NAME && strings.contains(start + length, 1)) {
            if (strings.u8(start + length) == 0) {
                return OptionalInt.of(length);
            }
            length++;
        }
        return OptionalInt.empty();
    }

    private OptionalInt namespaceLength(int symbol) {
        // Until Linux 5.7 a symbol without a namespace had no reference to one.
        return isNull(symbol, 2) ? OptionalInt.of(0) : stringLength(reference(symbol, 2));
    }

    private String text(long address, int length) {
        return strings.text(address - stringsAddress, length);
    }

    /// How many there are.
    public int count() {
        return count;
    }

    /// What is odd about them: symbols with addresses in no section of the file.
    public List<String> troubles() {
        return outside == 0 ? List.of()
                : List.of("%d of %d exported symbols lie in no section, the first is %s at 0x%x".formatted(outside,
                        count, name(firstOutside), address(firstOutside)));
    }

    public String name(int symbol) {
        long address = nameAddress(symbol);
        return text(address, stringLength(address).orElseThrow());
    }

    private long nameAddress(int symbol) {
        return reference(symbol, 1);
    }

    /// The symbol's address, virtual; that of a per-cpu variable may be an offset from 0 (x86-64 before Linux 6.15).
    public long address(int symbol) {
        return reference(symbol, 0);
    }

    /// Whether only modules under the GPL may use it.
    public boolean isGplOnly(int symbol) {
        return place(symbol).table().gplOnly()
                || flags.filter(bytes -> (bytes.u8(symbol) & FLAG_GPL_ONLY) != 0).isPresent();
    }

    /// The namespace that a module must import to use it; empty for none.
    public String namespace(int symbol) {
        int length = namespaceLength(symbol).orElseThrow();
        return length == 0 ? "" : text(reference(symbol, 2), length);
    }

    /// All that is known of one.
    public Export export(int symbol) {
        return new Export(name(symbol), address(symbol), isGplOnly(symbol), namespace(symbol));
    }

    /// The one of that name.
    public Optional<Export> named(String name) {
        for (int symbol = 0; symbol < count; symbol++) {
            if (stringLength(nameAddress(symbol)).orElseThrow() == name.length() && name(symbol).equals(name)) {
                return Optional.of(export(symbol));
            }
        }
        return Optional.empty();
    }

    /// A symbol's entry.
    ///
    /// @param offset in the table, in bytes
    private record Place(Table table, long offset) {}

    private Place place(int symbol) {
        long offset = (long) symbol * form.entrySize();
        for (Table table : tables) {
            if (offset >= 0 && offset < table.bytes().size()) {
                return new Place(table, offset);
            }
            offset -= table.bytes().size();
        }
        throw new IllegalArgumentException("no exported symbol " + symbol);
    }

    private long reference(int symbol, int which) {
        Place place = place(symbol);
        long offset = place.offset() + (long) which * form.width;
        return form == Form.ABSOLUTE ? place.table().bytes().u64(offset)
                : place.table().address() + offset + place.table().bytes().s32(offset);
    }

    private boolean isNull(int symbol, int which) {
        Place place = place(symbol);
        long offset = place.offset() + (long) which * form.width;
        return form == Form.ABSOLUTE ? place.table().bytes().u64(offset) == 0
                : place.table().bytes().s32(offset) == 0;
    }
}
