package dev.assay.image.roots;

import dev.assay.bytes.OpenFile;
import dev.assay.bytes.Slice;
import dev.assay.elf.Section;
import dev.assay.elf.Symbols;
import dev.assay.image.DebugFiles;
import dev.assay.image.Image;
import dev.assay.testing.ElfBytes;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.TreeSet;

/// Images for the tests of this package, and where their functions start by their symbols.
record Opened(Slice slice, Arena arena) implements OpenFile {
    static Image image(ElfBytes bytes) {
        return Image.open(new Opened(bytes.slice(), Arena.ofAuto()), DebugFiles.NONE);
    }

    static Roots roots(ElfBytes bytes) {
        Image image = image(bytes);
        return Roots.of(image, starts(image));
    }

    /// Each root as `kind name`.
    static List<String> names(ElfBytes bytes) {
        return names(roots(bytes));
    }

    static List<String> names(Roots roots) {
        return roots.all().stream().map(root -> root.kind().id() + " " + roots.name(root)).toList();
    }

    static long[] starts(Image image) {
        TreeSet<Long> starts = new TreeSet<>(Long::compareUnsigned);
        Symbols symbols = image.symbols();
        for (int symbol = 1; symbol < symbols.count(); symbol++) {
            int section = symbols.section(symbol);
            boolean code = section > 0 && section < image.elf().sections().size()
                    && isCode(image.elf().sections().get(section));
            boolean typed = symbols.type(symbol) == Symbols.FUNC
                    || (symbols.type(symbol) == Symbols.NOTYPE && symbols.size(symbol) > 0);
            if (code && typed) {
                starts.add(image.memory().address(symbol));
            }
        }
        return starts.stream().mapToLong(start -> start).toArray();
    }

    private static boolean isCode(Section section) {
        return section.isExecutable() && !section.isWritable();
    }

    @Override
    public void close() {
        // The arena closes itself.
    }
}
