package dev.assay.image;

import dev.assay.bytes.OpenFile;
import dev.assay.bytes.Slice;
import dev.assay.elf.Elf;
import dev.assay.elf.FlatKernel;
import dev.assay.elf.Kallsyms;
import dev.assay.elf.SectionType;
import dev.assay.elf.Symbols;
import java.util.Optional;

/// The structure of a file and where the names of its functions come from: its symbol table; in a stripped kernel,
/// kallsyms; in a kernel without ELF headers, both from kallsyms.
///
/// @param source  `symtab`, `kallsyms` or `none`
/// @param missing why there are no names, if there are none
public record Names(Elf elf, Symbols symbols, String source, Optional<String> missing) {
    private static final String SYMTAB = "symtab";
    private static final String KALLSYMS = "kallsyms";

    /// Reads them.
    public static Names of(OpenFile file) {
        Slice bytes = file.slice();
        if (!Elf.isElf(bytes) && FlatKernel.isFlatKernel(bytes)) {
            FlatKernel flat = FlatKernel.read(bytes, file.arena());
            return new Names(flat.elf(), flat.symbols(), KALLSYMS, Optional.empty());
        }
        Elf elf = Elf.read(bytes);
        boolean hasTable = elf.sections().stream().anyMatch(section -> section.type().equals(SectionType.SYMTAB));
        if (hasTable || elf.isRelocatable()) {
            return new Names(elf, Symbols.of(elf), hasTable ? SYMTAB : "none", Optional.empty());
        }
        return switch (Kallsyms.of(elf, file.arena())) {
            case Kallsyms.Found found -> new Names(elf, found.symbols(), KALLSYMS, Optional.empty());
            case Kallsyms.Missing missing -> new Names(elf, Symbols.of(elf), "none",
                    Optional.of("no symbol table, and no kallsyms: " + missing.why()
                            + "; functions without debug information are not found"));
        };
    }
}
