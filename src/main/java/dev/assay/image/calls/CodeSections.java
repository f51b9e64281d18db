package dev.assay.image.calls;

import dev.assay.bytes.Slice;
import dev.assay.elf.Section;
import dev.assay.image.Image;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// The executable sections of an image, in copies that several threads can read; a file may be read by one alone.
final class CodeSections implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final List<Section> sections;
    private final long[] starts;
    private final long[] ends;
    private final Slice[] contents;

    CodeSections(Image image) {
        sections = image.executableSections().stream()
                .filter(section -> image.memory().sectionAt(image.memory().address(section)).isPresent())
                .sorted((a, b) -> Long.compareUnsigned(image.memory().address(a), image.memory().address(b))).toList();
        starts = new long[sections.size()];
        ends = new long[sections.size()];
        contents = new Slice[sections.size()];
        for (int i = 0; i < starts.length; i++) {
            contents[i] = copy(image.memory().contents(sections.get(i)));
            starts[i] = image.memory().address(sections.get(i));
            ends[i] = starts[i] + contents[i].size();
        }
    }

    private Slice copy(Slice bytes) {
        MemorySegment copy = arena.allocate(Math.max(1, bytes.size()));
        copy.copyFrom(bytes.segment());
        return Slice.of(bytes.file(), bytes.name(), copy.asSlice(0, bytes.size()));
    }

    @Override
    public void close() {
        arena.close();
    }

    int count() {
        return starts.length;
    }

    /// The number of the section with code at `address`; -1 if none has.
    int at(long address) {
        int count = Addresses.countUpTo(starts, starts.length, address);
        return count > 0 && Long.compareUnsigned(address, ends[count - 1]) < 0 ? count - 1 : -1;
    }

    long start(int section) {
        return starts[section];
    }

    long end(int section) {
        return ends[section];
    }

    Slice contents(int section) {
        return contents[section];
    }

    Section section(int section) {
        return sections.get(section);
    }
}
