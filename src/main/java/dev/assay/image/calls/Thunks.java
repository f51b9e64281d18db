package dev.assay.image.calls;

import dev.assay.elf.Symbols;
import dev.assay.image.Image;
import dev.assay.machine.Machine;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Functions that stand for an instruction: the thunks behind which x86 kernels hide indirect branches and returns from
/// a processor's speculation (Linux `arch/x86/lib/retpoline.S`), and the call that function tracing patches out
/// (`__fentry__`). Static calls too: trampolines that are patched while the kernel runs (`__SCT__f`).
final class Thunks {
    private static final String[] REGISTER_PREFIXES = {"__x86_indirect_thunk_", "__x86_indirect_call_thunk_",
        "__x86_indirect_jump_thunk_", "__x86_indirect_its_thunk_", "__x86_indirect_paranoid_thunk_"};
    private static final String STATIC_CALL = "__SCT__";
    /// First eight bytes of names that may be one, little-endian.
    private static final long X86 = word("__x86_");
    private static final long SCT = word("__SCT_");
    private static final long FENTRY = word("__fent");
    private static final long STATIC = word("__stat");

    private final Map<Long, Integer> registers = new HashMap<>();
    private final Set<Long> returns = new HashSet<>();
    private final Set<Long> traces = new HashSet<>();
    private final Set<Long> staticCalls = new HashSet<>();
    private final Set<Long> updaters = new HashSet<>();

    Thunks(Image image) {
        Symbols symbols = image.symbols();
        Machine machine = image.machine();
        symbols.visit((symbol, head, value) -> {
            long name = Symbols.nameOffset(head);
            if (!symbols.strings().contains(name, Long.BYTES)) {
                return;
            }
            long start = symbols.strings().u64(name) & 0xffff_ffff_ffffL;
            if (start == X86 || start == SCT || start == FENTRY || start == STATIC) {
                add(symbols.name(symbol), image.memory().address(symbol), machine);
            }
        });
    }

    private static long word(String text) {
        long word = 0;
        for (int i = 0; i < text.length(); i++) {
            word |= (long) text.charAt(i) << (8 * i);
        }
        return word;
    }

    private void add(String name, long address, Machine machine) {
        if (name.startsWith(STATIC_CALL)) {
            staticCalls.add(address);
        } else if (name.equals("__fentry__")) {
            traces.add(address);
        } else if (name.equals("__static_call_update")) {
            updaters.add(address);
        } else if (name.equals("__x86_return_thunk")) {
            returns.add(address);
        } else {
            for (String prefix : REGISTER_PREFIXES) {
                if (name.startsWith(prefix)) {
                    addRegister(name.substring(prefix.length()), address, machine);
                }
            }
        }
    }

    private void addRegister(String name, long address, Machine machine) {
        for (int register = 0; register < machine.registers(); register++) {
            if (machine.registerName(register).equals(name)) {
                registers.put(address, register);
            }
        }
    }

    /// The register through which a thunk at `address` goes on; -1 if there is none.
    int register(long address) {
        Integer register = registers.get(address);
        return register == null ? -1 : register;
    }

    boolean isReturn(long address) {
        return returns.contains(address);
    }

    /// Whether a call there is no call in the running kernel, unless somebody traces it.
    boolean isTrace(long address) {
        return traces.contains(address);
    }

    boolean isStaticCall(long address) {
        return staticCalls.contains(address);
    }

    /// Whether it is the function that points a static call elsewhere.
    boolean isUpdater(long address) {
        return updaters.contains(address);
    }

    /// Addresses of all trampolines.
    Set<Long> staticCalls() {
        return staticCalls;
    }
}
