package dev.assay.image;

import dev.assay.bytes.OpenFile;
import dev.assay.bytes.Slice;
import dev.assay.dwarf.Dwarf;
import dev.assay.dwarf.InlineChain;
import dev.assay.dwarf.SkippedUnit;
import dev.assay.dwarf.Subprogram;
import dev.assay.dwarf.Unit;
import dev.assay.elf.AddressSpace;
import dev.assay.elf.Elf;
import dev.assay.elf.Section;
import dev.assay.elf.SectionType;
import dev.assay.elf.Symbols;
import dev.assay.machine.AArch64;
import dev.assay.machine.Decoder;
import dev.assay.machine.LoongArch64;
import dev.assay.machine.Machine;
import dev.assay.machine.Riscv64;
import dev.assay.machine.X86_64;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One ELF file understood: its Rust functions, their code, and the places in the source that it comes from.
///
/// A view on the mapped file: it dies when that is closed. Not thread-safe.
public final class Image {
    private static final List<Machine> MACHINES = List.of(new X86_64(), new AArch64(), new Riscv64(),
            new LoongArch64());

    private final Names names;
    private final Elf elf;
    private final Symbols symbols;
    private final AddressSpace memory;
    private final Machine machine;
    private final Decoder decoder;
    private final Optional<DebugFile> debugFile;
    private final Dwarf dwarf;
    private final List<Subprogram> subprograms;
    private List<Function> functions;
    private @Nullable Identity identity;
    private final RustFunctions rustFunctions;
    private final Map<Long, Function> byAddress = new HashMap<>();

    private Image(OpenFile file, Names names, Machine machine, DebugFiles debug) {
        this.names = names;
        this.elf = names.elf();
        this.machine = machine;
        this.decoder = machine.decoder();
        this.symbols = names.symbols();
        this.memory = AddressSpace.of(elf, symbols, file.arena());
        this.rustFunctions = new RustFunctions(elf, symbols, memory);
        rustFunctions.addSymbols(symbols, memory);
        rustFunctions.addImports();
        this.debugFile = lacksDebugInformation() ? debug.find(DebugFiles.Wanted.of(elf)) : Optional.empty();
        this.dwarf = debugFile.map(found -> found.dwarf(memory)).orElseGet(() -> DebugFile.dwarf(elf, memory));
        debugFile.ifPresent(found -> rustFunctions.addSymbols(found.symbols(), found.memory(memory)));
        this.subprograms = dwarf.rustSubprograms();
        rustFunctions.addSubprograms(subprograms);
        this.functions = List.of();
        refreshFunctions();
    }

    /// Reads the structure of a file and finds its Rust functions; decodes none of them yet.
    ///
    /// @param file  an ELF file, or a kernel image without ELF headers
    /// @param debug finds a file with the debug information that `file` lacks
    public static Image open(OpenFile file, DebugFiles debug) {
        Names names = Names.of(file);
        int number = names.elf().machine();
        for (Machine machine : MACHINES) {
            if (machine.elfMachine() == number) {
                return new Image(file, names, machine, debug);
            }
        }
        throw file.slice().unsupported(18, "e_machine %d; %s are read".formatted(number, MACHINES.stream()
                .map(m -> "%s (%d)".formatted(m.name(), m.elfMachine())).collect(Collectors.joining(", "))));
    }

    /// Of thousands of modules a few hold Rust; for the others nobody need look for a debug file.
    private boolean lacksDebugInformation() {
        return elf.section(".debug_info").isEmpty()
                && (!rustFunctions.isEmpty() || names.missing().isPresent() || !Identity.compilers(this).isEmpty());
    }

    private void refreshFunctions() {
        functions = rustFunctions.functions();
        byAddress.clear();
        functions.forEach(function -> byAddress.put(function.address(), function));
    }

    public Elf elf() {
        return elf;
    }

    public Symbols symbols() {
        return symbols;
    }

    public AddressSpace memory() {
        return memory;
    }

    public Machine machine() {
        return machine;
    }

    public Dwarf dwarf() {
        return dwarf;
    }

    /// The file that the debug information came from, where it is not the image itself.
    public Optional<String> debugFile() {
        return debugFile.map(DebugFile::path);
    }

    /// Where the names of its functions come from: `symtab`, `kallsyms` or `none`.
    public String names() {
        return names.source();
    }

    /// Units of debug information that come from rustc.
    public List<Unit> rustUnits() {
        return dwarf.rustUnits();
    }

    /// Units that could not be read so far.
    public List<SkippedUnit> skippedUnits() {
        return dwarf.skipped();
    }

    /// Functions with code that the debug information of Rust units lists.
    public List<Subprogram> subprograms() {
        return subprograms;
    }

    /// Functions that come from Rust, in order of address.
    public List<Function> functions() {
        return functions;
    }

    /// The Rust function that starts at `address`.
    public Optional<Function> functionStartingAt(long address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    /// The Rust function whose code `address` lies in.
    public Optional<Function> functionAround(long address) {
        int low = 0;
        int high = functions.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(functions.get(middle).address(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? Optional.empty()
                : Optional.of(functions.get(low - 1)).filter(function -> function.contains(address));
    }

    /// Names of Rust functions that the image calls but does not hold, by the address made up for them.
    public Map<Long, String> undefined() {
        return rustFunctions.undefined();
    }

    /// What is odd about the functions' symbols and the relocations applied so far.
    public List<String> troubles() {
        List<String> all = new ArrayList<>(rustFunctions.troubles());
        names.missing().ifPresent(all::add);
        all.addAll(memory.troubles());
        return all;
    }

    /// What it says about itself.
    public Identity identity() {
        if (identity == null) {
            identity = Identity.of(this);
        }
        return identity;
    }

    /// Whether anything in it comes from rustc.
    public boolean hasRust() {
        return !functions.isEmpty() || !rustUnits().isEmpty() || !undefined().isEmpty()
                || !identity().rustc().isEmpty();
    }

    /// Whether the code of a function is in this file; a file with only the debug information of another lacks it.
    public boolean hasBytes(Function function) {
        return !function.section().type().equals(SectionType.NOBITS);
    }

    /// Decodes a function.
    public Code code(Function function) {
        return Code.decode(function, bytes(function), machine, decoder, memory);
    }

    private Slice bytes(Function function) {
        Slice contents = memory.contents(function.section());
        return contents.window(function.address() - memory.address(function.section()), function.size());
    }

    /// What registers and stack slots may hold before the wanted instructions of a function.
    ///
    /// @param neverReturns whether the function at an address never returns to its caller
    public Map<Integer, State> states(Code code, LongPredicate neverReturns, IntPredicate wanted) {
        return ValueFlow.states(code, machine, decoder, memory, neverReturns, wanted);
    }

    /// The same as far as the instructions of one block tell; cheap.
    public Map<Integer, State> blockStates(Code code, LongPredicate neverReturns, IntPredicate wanted) {
        return ValueFlow.blockStates(code, machine, decoder, memory, neverReturns, wanted);
    }

    /// Whether some instruction of a function brings a wanted number into a register, or goes there through one.
    public boolean mentions(Code code, LongPredicate wanted) {
        Mentions mentions = new Mentions(machine, memory, wanted);
        for (int i = 0; i < code.count(); i++) {
            decoder.decode(code.bytes(), code.offset(i), code.address(i));
            mentions.add(decoder);
        }
        return mentions.found();
    }

    /// The functions that the instruction at `address` comes from, innermost first; empty without debug information.
    public Optional<InlineChain> inlineChain(long address) {
        return dwarf.inlineChain(address);
    }

    /// The same in a unit of any language; the first question reads the root entry of every unit.
    public Optional<InlineChain> inlineChainOfAny(long address) {
        return dwarf.inlineChainOfAny(address);
    }

    /// The function of any language that the symbol table has around `address`.
    public Optional<Function> symbolAround(long address) {
        for (int symbol = 1; symbol < symbols.count(); symbol++) {
            if (symbols.type(symbol) == Symbols.FUNC && symbols.section(symbol) != Symbols.UNDEFINED) {
                long start = memory.address(symbol);
                if (address - start >= 0 && address - start < symbols.size(symbol)) {
                    List<String> names = List.of(symbols.name(symbol));
                    long size = symbols.size(symbol);
                    return memory.sectionAt(start).filter(Section::isExecutable)
                            .filter(section -> size <= section.size() - (start - memory.address(section)))
                            .map(section -> new Function(start, size, section, names));
                }
            }
        }
        return Optional.empty();
    }

    /// Counts functions among the Rust ones that neither name nor debug information told, because of what they call.
    public void addRustFunctions(Collection<Function> found) {
        for (Function function : found) {
            rustFunctions.addNamed(function.address(), function.size(), function.symbol());
        }
        refreshFunctions();
    }

    /// Where the linker put stubs that lead elsewhere: its veneers, by their names (GNU ld `__f_veneer`, LLD
    /// `__AArch64ADRPThunk_f`), and the entries of a procedure linkage table.
    public List<Long> stubs() {
        List<Long> stubs = new ArrayList<>();
        if (machine.needsVeneers()) {
            addVeneers(stubs);
        }
        for (Section section : executableSections()) {
            if (section.name().startsWith(".plt")) {
                // To begin too early or in the middle of an entry finds nothing.
                for (long offset = 0; offset < section.size(); offset += machine.linkageAlignment()) {
                    stubs.add(memory.address(section) + offset);
                }
            }
        }
        return stubs;
    }

    private void addVeneers(List<Long> stubs) {
        Slice strings = symbols.strings();
        long last = strings.size() - 2;
        symbols.visit((symbol, head, value) -> {
            long offset = Symbols.nameOffset(head);
            boolean underscores = offset <= last && strings.u16(offset) == 0x5f5f; // few names are worth decoding
            if (underscores && !Symbols.isUndefined(head) && Symbols.type(head) <= Symbols.FUNC) {
                String name = symbols.name(symbol);
                if (name.endsWith("_veneer") || name.contains("Thunk_")) {
                    stubs.add(memory.address(symbol));
                }
            }
        });
    }

    /// The executable sections with bytes in the file.
    public List<Section> executableSections() {
        return elf.sections().stream().filter(Section::isExecutable).filter(Section::isAllocated)
                .filter(section -> section.size() > 0 && !section.type().equals(SectionType.NOBITS)).toList();
    }
}
