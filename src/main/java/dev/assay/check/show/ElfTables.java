package dev.assay.check.show;

import static dev.assay.check.show.Table.Column.left;
import static dev.assay.check.show.Table.Column.right;

import dev.assay.elf.Elf;
import dev.assay.elf.Section;
import dev.assay.elf.Symbols;
import dev.assay.image.Names;
import dev.assay.rust.MangledName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Sections and symbols of an ELF file, of whatever machine.
final class ElfTables {
    private ElfTables() {}

    static Table sections(Elf elf) {
        List<Section> sections = elf.sections();
        return new Table(List.of(title(elf) + ", " + count(sections.size(), "section")),
                List.of(right("index"), left("name"), left("type"), left("flags"), right("address"), right("offset"),
                        right("size"), left("compressed"), left("constant")),
                () -> sections.stream().map(ElfTables::row).iterator(), List.of());
    }

    private static List<String> row(Section section) {
        return List.of(Integer.toString(section.index()), section.name(), section.type().toString(),
                section.flagLetters(), hex(section.address()), hex(section.offset()), hex(section.size()),
                section.isCompressed() ? "yes" : "", section.isConstant() ? "constant" : "");
    }

    static Table symbols(Names names, CrossCheck.Outcome compared) {
        Elf elf = names.elf();
        Symbols symbols = names.symbols();
        int count = Math.max(0, symbols.count() - 1);
        List<String> title = new ArrayList<>();
        title.add(title(elf) + ", " + count(count, "symbol")
                + (names.source().equals("kallsyms") ? " of kallsyms" : ""));
        compared.agreed().forEach(line -> title.add("  " + line));
        return new Table(title,
                List.of(right(elf.isRelocatable() ? "value" : "address"), right("size"), left("type"), left("binding"),
                        left("section"), left("name"), left("demangled")),
                () -> IntStream.rangeClosed(1, count).mapToObj(symbol -> row(elf, symbols, symbol)).iterator(),
                compared.doubts());
    }

    private static List<String> row(Elf elf, Symbols symbols, int symbol) {
        String name = symbols.name(symbol);
        return List.of(hex(symbols.value(symbol)), Long.toUnsignedString(symbols.size(symbol)),
                type(symbols.type(symbol)), binding(symbols.binding(symbol)),
                section(elf, symbols.section(symbol)), name,
                MangledName.isMangled(name) ? MangledName.of(name).path() : "");
    }

    /// `STT_*` (gABI, "Symbol Types").
    private static String type(int type) {
        return switch (type) {
            case Symbols.NOTYPE -> "NOTYPE";
            case Symbols.OBJECT -> "OBJECT";
            case Symbols.FUNC -> "FUNC";
            case Symbols.SECTION -> "SECTION";
            case Symbols.FILE -> "FILE";
            case 5 -> "COMMON";
            case 6 -> "TLS";
            case 10 -> "IFUNC";
            default -> Integer.toString(type);
        };
    }

    /// `STB_*` (gABI, "Symbol Binding").
    private static String binding(int binding) {
        return switch (binding) {
            case 0 -> "LOCAL";
            case 1 -> "GLOBAL";
            case 2 -> "WEAK";
            default -> Integer.toString(binding);
        };
    }

    private static String section(Elf elf, int index) {
        return switch (index) {
            case Symbols.UNDEFINED -> "UNDEFINED";
            case Symbols.ABSOLUTE -> "ABSOLUTE";
            case Symbols.COMMON -> "COMMON";
            default -> elf.section(index).map(Section::name).orElse("section " + index);
        };
    }

    /// The file and what sort of file it is, as every listing begins.
    static String title(Elf elf) {
        String machine = switch (elf.machine()) {
            case 62 -> "x86-64";
            case 183 -> "aarch64";
            case Elf.RISCV -> "riscv64";
            case Elf.LOONGARCH -> "loongarch64";
            default -> "e_machine " + elf.machine();
        };
        return elf.file().file() + "  " + elf.type() + ", " + machine;
    }

    static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
