package dev.assay.image.roots;

import dev.assay.elf.Section;
import dev.assay.elf.SectionType;
import java.util.List;
import java.util.Set;

/// Parts of a kernel's data that name functions although nobody calls them through it: for tracing, patching and
/// unwinding (Linux `include/asm-generic/vmlinux.lds.h`, `arch/*/kernel/vmlinux.lds.S`, `scripts/module.lds.S`).
final class Metadata {
    private static final Set<String> SECTIONS = Set.of("__mcount_loc", "__patchable_function_entries",
            "_kprobe_blacklist", "_error_injection_whitelist", "__bug_table", "__jump_table", "__ex_table",
            "__kcrctab", "__kcrctab_gpl", "__kflagstab", "__versions", "__version_ext_crcs", "__version_ext_names",
            ".altinstructions", ".smp_locks", ".parainstructions", ".retpoline_sites", ".return_sites", ".call_sites",
            ".cfi_sites", ".ibt_endbr_seal", ".kcfi_traps", ".static_call_sites", ".static_call_tramp_key", ".BTF",
            ".BTF.base", ".BTF.ext", ".BTF_ids", ".eh_frame", ".eh_frame_hdr", ".sframe", ".modinfo", ".printk_index",
            ".llvm_addrsig", ".llvm.call-graph-profile", "__dyndbg", "__dyndbg_classes", "___srcu_struct_ptrs",
            "__tracepoints_strings", "__llvm_covmap", "__llvm_covfun", "__llvm_prf_data", "__llvm_prf_names",
            ".init.scratch", ".alternative", ".note.gnu.property", ".ARM.attributes", ".riscv.attributes");
    private static final List<String> PREFIXES = List.of("__ksymtab", "___ksymtab", "__kcrctab", "___kcrctab",
            ".orc_", ".discard", ".debug_", ".note", ".BTF.", ".ftrace_eval", "__patchable_function_entries",
            "runtime_ptr_", "runtime_shift_", "runtime_mask_");

    private final List<Span> spans;

    private Metadata(List<Span> spans) {
        this.spans = spans;
    }

    /// Those of a linked kernel that became parts of larger sections.
    static Metadata of(Marks marks) {
        return new Metadata(List.of(marks.between("__start_mcount_loc", "__stop_mcount_loc"),
                marks.between("__start_kprobe_blacklist", "__stop_kprobe_blacklist"),
                marks.between("__start_error_injection_whitelist", "__stop_error_injection_whitelist"),
                marks.between("__start___ksymtab", "__stop___ksymtab"),
                marks.between("__start___ksymtab_gpl", "__stop___ksymtab_gpl"),
                marks.between("kallsyms_addresses", "kallsyms_num_syms")).stream().filter(span -> !span.isEmpty())
                .toList());
    }

    /// Where metadata that holds `address` ends; `address` itself if none does.
    long endAround(long address) {
        for (Span span : spans) {
            if (span.contains(address)) {
                return span.high();
            }
        }
        return address;
    }

    /// Whether pointers in a section may be ways into functions. The data of some kernels is marked executable (x86-64
    /// has `.data` with `WAX`).
    static boolean mayHoldPointers(Section section) {
        boolean data = !section.isExecutable() || (section.isWritable() && !section.name().contains("text"));
        return section.isAllocated() && data && section.size() > 0 && isPlain(section.type())
                && !isMetadata(section.name());
    }

    /// Whether code may fill a slot in it: also where a section has no bytes of its own (`.bss`).
    static boolean mayBeFilled(Section section) {
        return section.isAllocated() && section.isWritable() && !section.name().contains("text")
                && !isMetadata(section.name());
    }

    /// `SHT_PROGBITS`, or an array of functions to call (`SHT_INIT_ARRAY`, `FINI`, `PREINIT`).
    private static boolean isPlain(SectionType type) {
        return type.equals(SectionType.PROGBITS) || (type.code() >= 14 && type.code() <= 16);
    }

    private static boolean isMetadata(String name) {
        if (SECTIONS.contains(name)) {
            return true;
        }
        for (String prefix : PREFIXES) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
