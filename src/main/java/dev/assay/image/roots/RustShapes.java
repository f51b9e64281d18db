package dev.assay.image.roots;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Slice;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.dwarf.Subprogram;
import dev.assay.dwarf.Unit;
import dev.assay.elf.AddressSpace;
import dev.assay.elf.Section;
import dev.assay.image.Image;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Tells what a Rust constant without a symbol is, such as the `drm_driver` that a driver's trait makes: the one
/// structure whose pointers to functions lie where its pointers do, and have the types of the functions there.
///
/// rustc has checked these types, so the function in a slot has exactly the slot's; and only a structure that explains
/// more slots than every other is named. Which is why the answer says that it is inferred.
final class RustShapes {
    private static final int POINTER = 8;
    /// Bytes; few tables are larger.
    private static final int NEIGHBOURS = 512;

    private final Image image;
    private final AddressSpace memory;
    private final Starts starts;
    private final Slots slots;
    private final Map<Integer, Optional<Fit>> fits = new HashMap<>();
    private final Map<Long, Set<String>> signatures = new HashMap<>();
    private final Map<Long, Map<String, List<Candidate>>> shapes = new HashMap<>();

    RustShapes(Image image, Starts starts, Slots slots) {
        this.image = image;
        this.memory = image.memory();
        this.starts = starts;
        this.slots = slots;
    }

    /// A pointer to a function of some structure.
    private record Candidate(Shape shape, Shape.Field field) {}

    /// A structure that fits.
    ///
    /// @param start of it, as an address
    /// @param score how many slots it explains
    private record Fit(Candidate candidate, long start, int score) {}

    /// What a slot is a part of.
    ///
    /// @param start address of the structure
    record Found(SlotType type, long start) {}

    /// What the slot is a part of, if only one structure can be meant.
    Optional<Found> around(int slot) {
        try {
            Optional<Fit> fit = fit(slot);
            return fit.isPresent() ? fit.map(own -> found(own, own.candidate().field())) : neighbour(slot);
        } catch (MalformedFileException | UnsupportedFormatException e) {
            return Optional.empty();
        }
    }

    private static Found found(Fit fit, Shape.Field field) {
        return new Found(new SlotType(field.path(), fit.candidate().shape().name(), ""), fit.start());
    }

    /// Of a function in C no type is known here; of one in Rust in the same structure it may be.
    private Optional<Found> neighbour(int slot) {
        long place = slots.place(slot);
        int first = slots.firstFrom(place - NEIGHBOURS);
        for (int i = first; i < slots.count() && slots.place(i) - place < NEIGHBOURS; i++) {
            Optional<Fit> fit = i == slot || slots.holder(i) != Slots.NONE ? Optional.empty() : fit(i);
            if (fit.isPresent() && place - fit.get().start() >= 0
                    && place - fit.get().start() < fit.get().candidate().shape().size()) {
                for (Shape.Field field : fit.get().candidate().shape().fields()) {
                    if (field.offset() == place - fit.get().start() && field.signature().isPresent()) {
                        return Optional.of(found(fit.get(), field));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Fit> fit(int slot) {
        Optional<Fit> known = fits.get(slot);
        if (known == null) {
            known = search(slot);
            fits.put(slot, known);
        }
        return known;
    }

    private Optional<Fit> search(int slot) {
        Section section = image.elf().sections().get(slots.section(slot));
        List<Fit> best = new ArrayList<>();
        long function = slots.function(slot);
        Set<String> wanted = signatures(function);
        for (Unit unit : wanted.isEmpty() ? Set.<Unit>of() : units(function)) {
            for (String signature : wanted) {
                for (Candidate candidate : shapes(unit).getOrDefault(signature, List.of())) {
                    fit(candidate, slots.place(slot), section).ifPresent(fit -> keep(fit, best));
                }
            }
        }
        return only(best);
    }

    private static void keep(Fit fit, List<Fit> best) {
        if (!best.isEmpty() && fit.score() > best.getFirst().score()) {
            best.clear();
        }
        if (best.isEmpty() || fit.score() == best.getFirst().score()) {
            best.add(fit);
        }
    }

    /// The only one, or the one that all others hold inside themselves.
    private static Optional<Fit> only(List<Fit> fits) {
        if (fits.isEmpty()) {
            return Optional.empty();
        }
        Fit least = fits.getFirst();
        for (Fit fit : fits) {
            least = fit.candidate().shape().size() < least.candidate().shape().size() ? fit : least;
        }
        for (Fit fit : fits) {
            boolean same = fit.start() == least.start()
                    && fit.candidate().shape().name().equals(least.candidate().shape().name())
                    && fit.candidate().field().path().equals(least.candidate().field().path());
            String part = least.candidate().shape().name() + "@" + (least.start() - fit.start());
            if (!same && !fit.candidate().shape().parts().contains(part)) {
                return Optional.empty();
            }
        }
        return Optional.of(least);
    }

    private Optional<Fit> fit(Candidate candidate, long place, Section section) {
        Shape shape = candidate.shape();
        long start = place - candidate.field().offset();
        long offset = start - memory.address(section);
        Slice bytes = memory.contents(section);
        if (offset < 0 || !bytes.contains(offset, shape.size())) {
            return Optional.empty();
        }
        int explained = 0;
        for (Shape.Field field : shape.fields()) {
            if (field.offset() > shape.size() - POINTER || field.offset() < 0) {
                return Optional.empty();
            }
            long word = bytes.u64(offset + field.offset());
            if (word == 0) {
                continue;
            }
            boolean function = isFunction(word);
            if (field.signature().isEmpty() ? !function && !isData(word) : !function) {
                return Optional.empty();
            }
            if (field.signature().isPresent()) {
                Set<String> known = signatures(word);
                if (!known.isEmpty() && !known.contains(field.signature().get())) {
                    return Optional.empty();
                }
            }
            explained += starts.contains(word) ? 1 : 0;
        }
        return explained == slotsIn(start, shape.size()) ? Optional.of(new Fit(candidate, start, explained))
                : Optional.empty();
    }

    /// Number of slots in some memory; -1 if one of them belongs to a variable that has a symbol.
    private int slotsIn(long start, long size) {
        int count = 0;
        for (int slot = slots.firstFrom(start); slot < slots.count() && slots.place(slot) - start < size; slot++) {
            if (slots.holder(slot) != Slots.NONE) {
                return -1;
            }
            count++;
        }
        return count;
    }

    private boolean isFunction(long address) {
        return starts.contains(address) || memory.undefinedSymbol(address).isPresent();
    }

    private boolean isData(long address) {
        return memory.sectionAt(address).isPresent();
    }

    /// Of a Rust function: several, where the compiler merged some that have the same code. None of one in C.
    private Set<String> signatures(long function) {
        return signatures.computeIfAbsent(function, address -> subprograms(address).stream()
                .map(subprogram -> Signatures.of(image.dwarf(), subprogram)).flatMap(Optional::stream)
                .collect(Collectors.toSet()));
    }

    private List<Subprogram> subprograms(long function) {
        return image.dwarf().rustSubprogramsAt(function).stream()
                .filter(subprogram -> subprogram.ranges().getFirst().low() == function).toList();
    }

    /// The units that a function was compiled in; a constant that points to it is in one of them, and its type too.
    private Set<Unit> units(long function) {
        return subprograms(function).stream().map(Subprogram::unit)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Map<String, List<Candidate>> shapes(Unit unit) {
        return shapes.computeIfAbsent(unit.offset(), offset -> {
            Map<String, List<Candidate>> map = new HashMap<>();
            for (Shape shape : RustStructs.of(image.dwarf(), unit)) {
                for (Shape.Field field : shape.fields()) {
                    if (field.signature().isPresent()) {
                        map.computeIfAbsent(field.signature().get(), key -> new ArrayList<>())
                                .add(new Candidate(shape, field));
                    }
                }
            }
            return map;
        });
    }
}
