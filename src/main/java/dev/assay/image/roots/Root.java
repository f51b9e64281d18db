package dev.assay.image.roots;

import java.util.Locale;

/// One thing in an image that says: from here, a function may be entered by what is not a call in the image's code.
///
/// @param kind     what says so
/// @param function address of the function's first instruction
/// @param slot     address of the pointer to it; 0 if there is none, or none that is known
public record Root(Kind kind, long function, long slot) {
    /// What enters a function, in the order in which a reader would want to hear of it.
    public enum Kind {
        /// A symbol that modules may use.
        EXPORT,
        /// The same, of a Rust item under its mangled name: only Rust modules can want it.
        RUST_EXPORT,
        /// A system call.
        SYSCALL,
        /// A function that runs once while the kernel boots (Linux `include/linux/init.h`).
        INITCALL,
        /// What runs when a module is loaded.
        MODULE_INIT,
        /// What runs when a module is removed.
        MODULE_EXIT,
        /// Code that the hardware enters: exceptions, interrupts, system call instructions.
        ENTRY,
        /// Code that the boot loader or another processor enters.
        BOOT,
        /// A slot of a variable in data, or of a constant of Rust: mostly of a table of operations.
        OPERATIONS,
        /// A slot of the table behind a Rust `dyn` pointer.
        VTABLE,
        /// A global symbol of an object that is not linked yet: other objects may call it.
        GLOBAL,
        /// A pointer in data that has no symbol.
        DATA;

        private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /// In kebab-case, as reports have it.
        public String id() {
            return id;
        }
    }
}
