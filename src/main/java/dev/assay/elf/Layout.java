package dev.assay.elf;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Where each section lies in memory.
///
/// Left out of the search by address: thread-local sections without bytes (`.tbss` takes no place; the next section
/// starts at its address), and sections at address 0 of a linked file (x86-64 kernels before Linux 6.15 link the
/// per-cpu template there; what runs has copies of it elsewhere).
final class Layout {
    private static final long LIMIT = 0x7000_0000L;
    private static final long PAGE = 0x1000;

    private final Elf elf;
    private final long[] addresses;
    private final long end;
    private final TreeMap<Long, Section> regions = new TreeMap<>(Long::compareUnsigned);

    private Layout(Elf elf, long[] addresses, long end) {
        this.elf = elf;
        this.addresses = addresses;
        this.end = end;
        for (Section section : elf.sections()) {
            if (occupies(section)) {
                // Of two sections at one address the one with bytes is what the loader shows.
                regions.merge(address(section), section, (first, next) -> first.hasBytes() ? first : next);
            }
        }
    }

    private boolean occupies(Section section) {
        boolean threadTemplate = (section.flags() & Section.SHF_TLS) != 0 && !section.hasBytes();
        return section.isAllocated() && section.size() > 0 && !section.type().equals(SectionType.NULL)
                && !threadTemplate && (elf.isRelocatable() || address(section) != 0);
    }

    /// @param fixed addresses of sections by name and ordinal, as [#places] gives them
    static Layout of(Elf elf, Map<String, Long> fixed) {
        long[] addresses = new long[elf.sections().size()];
        long next = AddressSpace.BASE;
        Map<String, Integer> ordinals = new HashMap<>();
        for (Section section : elf.sections()) {
            String key = key(section, ordinals);
            if (!elf.isRelocatable()) {
                addresses[section.index()] = section.address();
            } else if (section.isAllocated()) {
                // Code may depend on an offset in a page, but on no more.
                long alignment = Math.max(16, Math.min(PAGE, Long.highestOneBit(Math.max(1, section.alignment()))));
                next = next + alignment - 1 & -alignment;
                if (section.size() > LIMIT - next) {
                    throw elf.file().unsupported(0, "a relocatable file with more than %s bytes in memory (section %s)"
                            .formatted(LIMIT - AddressSpace.BASE, section.name()));
                }
                Long place = fixed.get(key);
                addresses[section.index()] = place == null ? next : place;
                next += section.size();
            }
        }
        return new Layout(elf, addresses, next + PAGE - 1 & -PAGE);
    }

    private static String key(Section section, Map<String, Integer> ordinals) {
        return section.name() + "#" + ordinals.merge(section.name(), 1, Integer::sum);
    }

    /// Where each allocated section lies, by name and ordinal among sections of that name.
    Map<String, Long> places() {
        Map<String, Long> places = new HashMap<>();
        Map<String, Integer> ordinals = new HashMap<>();
        for (Section section : elf.sections()) {
            String key = key(section, ordinals);
            if (section.isAllocated()) {
                places.put(key, address(section));
            }
        }
        return places;
    }

    /// The first page behind the sections of a relocatable file.
    long end() {
        return end;
    }

    long address(Section section) {
        return addresses[section.index()];
    }

    /// Of sections that lie over each other (only in a bad file) the one that starts last before `address`.
    Optional<Section> sectionAt(long address) {
        Map.Entry<Long, Section> entry = regions.floorEntry(address);
        return entry != null && Long.compareUnsigned(address - entry.getKey(), entry.getValue().size()) < 0
                ? Optional.of(entry.getValue())
                : Optional.empty();
    }
}
