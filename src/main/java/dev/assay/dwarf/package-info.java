/// Reads DWARF 4 and 5: units, entries, line tables, inlining. Does not know ELF: sections come from a function of their names.
@NullMarked
package dev.assay.dwarf;

import org.jspecify.annotations.NullMarked;
