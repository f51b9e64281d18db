package dev.assay.image.roots;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.assay.bytes.Slice;
import dev.assay.elf.AddressSpace;
import dev.assay.elf.Elf;
import dev.assay.elf.Symbols;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// The symbols whose names mean something to this package, found in one pass that decodes few names: borders of tables
/// (Linux `include/asm-generic/vmlinux.lds.h`), system calls, and a module's own two functions.
final class Marks {
    private static final List<String> BORDERS = List.of("__start___ksymtab", "__stop___ksymtab",
            "__start___ksymtab_gpl", "__stop___ksymtab_gpl", "__start___kflagstab", "__start_mcount_loc",
            "__stop_mcount_loc", "__start_kprobe_blacklist", "__stop_kprobe_blacklist",
            "__start_error_injection_whitelist", "__stop_error_injection_whitelist", "__initcall_start",
            "__initcall0_start", "__initcall1_start", "__initcall2_start", "__initcall3_start", "__initcall4_start",
            "__initcall5_start", "__initcallrootfs_start", "__initcall6_start", "__initcall7_start", "__initcall_end",
            "__con_initcall_start", "__con_initcall_end", "__entry_text_start", "__entry_text_end",
            "__start_BTF", "__stop_BTF", "__start_pci_fixups_early", "__end_pci_fixups_suspend_late",
            "kallsyms_addresses", "kallsyms_num_syms");
    /// Functions that a system call instruction leads to, by the start of their names (Linux
    /// `arch/*/include/asm/syscall_wrapper.h`).
    private static final List<String> SYSCALLS = List.of("__x64_sys_", "__x64_compat_sys_", "__ia32_sys_",
            "__ia32_compat_sys_", "__arm64_sys_", "__arm64_compat_sys_", "__riscv_sys_", "__riscv_compat_sys_");
    private static final Set<String> SYSCALL_TABLES = Set.of("sys_call_table", "ia32_sys_call_table",
            "x32_sys_call_table", "compat_sys_call_table");
    /// The same on machines without wrappers, where it is a second name of `sys_ioctl`; on others a function that the
    /// wrapper calls.
    private static final List<String> UNWRAPPED = List.of("__se_sys_", "__se_compat_sys_");
    private static final List<String> MODULE = List.of("init_module", "cleanup_module");
    /// Short names of system calls in a table; longer ones before their own ends.
    private static final List<String> PLAIN = List.of("compat_sys_", "sys_");
    /// The first eight bytes of all those names.
    private static final long[] WANTED = wanted();

    private final Map<String, Long> borders = new HashMap<>();
    private final Set<Integer> syscallTables = new HashSet<>();
    private final List<Integer> syscalls = new ArrayList<>();
    private OptionalLong moduleInit = OptionalLong.empty();
    private OptionalLong moduleExit = OptionalLong.empty();

    private Marks() {}

    static Marks of(Elf elf, Symbols symbols, AddressSpace memory) {
        Marks marks = new Marks();
        Slice strings = symbols.strings();
        long last = strings.size() - Long.BYTES;
        symbols.visit((symbol, head, value) -> {
            long name = Symbols.nameOffset(head);
            if (name <= last && !Symbols.isUndefined(head) && Arrays.binarySearch(WANTED, strings.u64(name)) >= 0
                    && (!elf.isRelocatable() || Slots.isPlaced(elf, symbols, symbol))) {
                marks.add(elf, symbols, memory, symbol);
            }
        });
        return marks;
    }

    private static long[] wanted() {
        List<String> names = new ArrayList<>(BORDERS);
        names.addAll(SYSCALLS);
        names.addAll(UNWRAPPED);
        names.addAll(SYSCALL_TABLES);
        names.addAll(MODULE);
        return names.stream().mapToLong(
                name -> ByteBuffer.wrap(name.getBytes(US_ASCII)).order(ByteOrder.LITTLE_ENDIAN).getLong(0))
                .sorted().distinct().toArray();
    }

    private void add(Elf elf, Symbols symbols, AddressSpace memory, int symbol) {
        String name = symbols.name(symbol);
        if (BORDERS.contains(name)) {
            borders.putIfAbsent(name, memory.address(symbol));
        } else if (SYSCALL_TABLES.contains(name)) {
            syscallTables.add(symbol);
        } else if (name.equals("init_module")) {
            moduleInit = OptionalLong.of(memory.address(symbol));
        } else if (name.equals("cleanup_module")) {
            moduleExit = OptionalLong.of(memory.address(symbol));
        } else if (symbols.type(symbol) == Symbols.FUNC && name.indexOf('.') < 0 && (hasPrefix(name, SYSCALLS)
                || (elf.machine() == Elf.LOONGARCH && hasPrefix(name, UNWRAPPED)))) {
            syscalls.add(symbol);
        }
    }

    private static boolean hasPrefix(String name, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /// Address of a border; empty if the image has no such symbol.
    OptionalLong border(String name) {
        Long address = borders.get(name);
        return address == null ? OptionalLong.empty() : OptionalLong.of(address);
    }

    /// What lies between two borders; nothing where one of them is missing.
    Span between(String start, String end) {
        Long low = borders.get(start);
        Long high = borders.get(end);
        return low == null || high == null ? Span.NONE : new Span(low, high);
    }

    /// Whether a symbol is a table of system calls.
    boolean isSyscallTable(int symbol) {
        return syscallTables.contains(symbol);
    }

    /// Functions that are system calls by their names.
    List<Integer> syscalls() {
        return syscalls;
    }

    /// Of a relocatable module.
    OptionalLong moduleInit() {
        return moduleInit;
    }

    /// Of a relocatable module.
    OptionalLong moduleExit() {
        return moduleExit;
    }

    /// A system call's own name: `ioctl` of `__x64_sys_ioctl`.
    static String syscallName(String function) {
        for (List<String> prefixes : List.of(SYSCALLS, UNWRAPPED, PLAIN)) {
            for (String prefix : prefixes) {
                if (function.startsWith(prefix)) {
                    boolean compat = prefix.contains("compat") || prefix.startsWith("__ia32_");
                    return function.substring(prefix.length()) + (compat ? " (32-bit)" : "");
                }
            }
        }
        return function;
    }
}
