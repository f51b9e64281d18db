package dev.assay.check.panics;

import dev.assay.check.panics.Transfers.Transfer;
import dev.assay.elf.Section;
import dev.assay.image.Image;
import dev.assay.machine.Decoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What an answer rests on, in terms that another disassembler knows too: the panic entries with their names and
/// places, and every transfer to one of them, before data flow makes sites of it.
///
/// Calls of pass-through functions are sites but not among these transfers.
///
/// @param entries   in order of address
/// @param stubs     pieces of code that only lead to an entry (PLT entries, veneers) and are called in its place
/// @param transfers to entries, of every role, in order of address
/// @param asData    places that read like a transfer, but which no path reaches and which hand over no location: taken
///                  for data, they are in no other part of the answer
public record Evidence(List<EntryPoint> entries, List<Spot> stubs, List<Step> transfers, List<Spot> asData) {
    /// For an answer that was not made by examining an image.
    public static final Evidence NONE = new Evidence(List.of(), List.of(), List.of(), List.of());

    public Evidence {
        entries = List.copyOf(entries);
        stubs = List.copyOf(stubs);
        transfers = List.copyOf(transfers);
        asData = List.copyOf(asData);
    }

    /// A place in an image.
    ///
    /// @param address in the image's [dev.assay.elf.AddressSpace]; of meaning outside of it only if the image is linked
    /// @param section that holds it; null for a function that the image only refers to
    /// @param offset  from the start of the section, in bytes
    public record Spot(long address, @Nullable String section, long offset) {}

    /// A panic entry.
    ///
    /// @param at         where its code is
    /// @param symbols    all its mangled names
    /// @param path       its name for people
    /// @param recognised how it is known to be one: `dwarf`, `name`, `self-check` or `callers`
    public record EntryPoint(Spot at, List<String> symbols, String path, String recognised) {
        public EntryPoint {
            symbols = List.copyOf(symbols);
        }
    }

    /// One instruction that leads to a panic entry.
    ///
    /// @param at   the instruction
    /// @param form how it names its destination
    public record Step(Spot at, Form form) {}

    /// How an instruction names its destination.
    public enum Form {
        /// In its own bytes.
        DIRECT,
        /// In constant memory, at an address that is in its own bytes.
        SLOT,
        /// In a register, which data flow has followed.
        REGISTER
    }

    /// Collects it from a finished check.
    static Evidence of(Image image, Entries entries, Transfers transfers, Sites sites) {
        Decoder decoder = image.machine().decoder();
        List<EntryPoint> points = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        TreeSet<Long> stubs = new TreeSet<>(Long::compareUnsigned);
        for (Entry entry : entries.all()) {
            points.add(point(image, entry));
            for (Transfer transfer : transfers.to(entry.address())) {
                if (sites.asData().contains(transfer)) {
                    continue;
                }
                long address = transfer.address();
                image.memory().at(address).ifPresent(code -> decoder.decode(code, 0, address));
                boolean direct = transfer.code().flow(transfer.instruction()).isDirect();
                Form form = !direct ? Form.REGISTER : decoder.targetSlot() != 0 ? Form.SLOT : Form.DIRECT;
                long target = transfer.code().target(transfer.instruction());
                if (form == Form.DIRECT && target != entry.address()) {
                    stubs.add(target);
                }
                steps.add(new Step(spot(image, address), form));
            }
        }
        steps.sort((a, b) -> Long.compareUnsigned(a.at().address(), b.at().address()));
        return new Evidence(points, stubs.stream().map(stub -> spot(image, stub)).toList(), steps,
                sites.asData().stream().map(transfer -> spot(image, transfer.address())).toList());
    }

    private static EntryPoint point(Image image, Entry entry) {
        List<String> symbols = image.functionStartingAt(entry.address()).map(function -> function.aliases())
                .orElse(List.of(entry.symbol()));
        return new EntryPoint(spot(image, entry.address()), symbols, entry.path(),
                entry.source().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static Spot spot(Image image, long address) {
        Optional<Section> section = image.memory().sectionAt(address);
        return section.map(s -> new Spot(address, s.name(), address - image.memory().address(s)))
                .orElse(new Spot(address, null, 0));
    }
}
