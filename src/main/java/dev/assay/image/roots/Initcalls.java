package dev.assay.image.roots;

import dev.assay.bytes.Memory;
import dev.assay.bytes.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The functions that a kernel runs while it boots, in the order of their levels (Linux `include/linux/init.h`,
/// `INIT_CALLS` in `include/asm-generic/vmlinux.lds.h`).
///
/// A linked kernel has them in tables between symbols of the linker script: distances of 32 bits from the entry
/// itself where the architecture has `HAVE_ARCH_PREL32_RELOCATIONS`, else addresses. An object has a section for
/// each level.
final class Initcalls {
    /// One table of a level.
    ///
    /// @param level as people say it
    record Level(String level, Span span) {}

    private static final int FIXUP_SIZE = 16;
    private static final int FIXUP_HOOK = 12;
    private static final List<String> NAMES = List.of("initcall early", "initcall level 0 (pure)",
            "initcall level 1 (core)", "initcall level 2 (postcore)", "initcall level 3 (arch)",
            "initcall level 4 (subsys)", "initcall level 5 (fs)", "initcall rootfs", "initcall level 6 (device)",
            "initcall level 7 (late)");
    private static final List<String> BORDERS = List.of("__initcall_start", "__initcall0_start", "__initcall1_start",
            "__initcall2_start", "__initcall3_start", "__initcall4_start", "__initcall5_start",
            "__initcallrootfs_start", "__initcall6_start", "__initcall7_start", "__initcall_end");
    private static final String CONSOLE = "console initcall";
    private static final String FIXUP = "PCI fixup";

    private final List<Level> levels;
    private final Span fixups;

    private Initcalls(List<Level> levels, Span fixups) {
        this.levels = levels;
        this.fixups = fixups;
    }

    static Initcalls of(Marks marks) {
        List<Level> levels = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            levels.add(new Level(NAMES.get(i), marks.between(BORDERS.get(i), BORDERS.get(i + 1))));
        }
        levels.add(new Level(CONSOLE, marks.between("__con_initcall_start", "__con_initcall_end")));
        return new Initcalls(levels, marks.between("__start_pci_fixups_early", "__end_pci_fixups_suspend_late"));
    }

    /// The level whose table `place` is in.
    Optional<String> levelAt(long place) {
        for (Level level : levels) {
            if (level.span().contains(place)) {
                return Optional.of(level.level());
            }
        }
        return Optional.empty();
    }

    /// The level that a section of an object is for: `.initcall6.init`, `.initcall6s.init`, `.con_initcall.init`.
    static Optional<String> levelOf(String section) {
        if (section.equals(".con_initcall.init")) {
            return Optional.of(CONSOLE);
        }
        if (!section.startsWith(".initcall") || !section.endsWith(".init")) {
            return Optional.empty();
        }
        String id = section.substring(".initcall".length(), section.length() - ".init".length());
        if (id.endsWith("s") && id.length() == 2) {
            id = id.substring(0, 1);
        }
        for (String name : NAMES) {
            if (name.equals("initcall " + id) || name.startsWith("initcall level " + id + " ")) {
                return Optional.of(name);
            }
        }
        return Optional.of("initcall " + id);
    }

    /// What a place in a linked kernel's table of quirks of PCI devices is called.
    Optional<String> fixupAt(long place) {
        return fixups.contains(place) ? Optional.of(FIXUP) : Optional.empty();
    }

    /// Sees the functions of tables with distances of 32 bits.
    @FunctionalInterface
    interface Visitor {
        /// One function.
        ///
        /// @param level empty for a PCI fixup
        void initcall(Optional<String> level, long place, long function);
    }

    /// Shows all functions in tables of distances; those in tables of addresses are pointers like any other.
    void visitRelative(Memory memory, Starts starts, Visitor visitor) {
        for (Level level : levels) {
            relative(memory, level.span(), 0, Integer.BYTES, starts,
                    (place, function) -> visitor.initcall(Optional.of(level.level()), place, function));
        }
        relative(memory, fixups, FIXUP_HOOK, FIXUP_SIZE, starts,
                (place, function) -> visitor.initcall(Optional.empty(), place, function));
    }

    private interface Found {
        void at(long place, long function);
    }

    private static void relative(Memory memory, Span span, int offset, int stride, Starts starts, Found found) {
        if (span.isEmpty()) {
            return;
        }
        Optional<Slice> bytes = memory.at(span.low());
        if (bytes.isEmpty()) {
            return;
        }
        long size = Math.min(bytes.get().size(), span.high() - span.low());
        for (long at = offset; at >= 0 && at + Integer.BYTES <= size; at += stride) {
            long place = span.low() + at;
            long function = place + bytes.get().s32(at);
            if (starts.contains(function)) {
                found.at(place, function);
            }
        }
    }
}
