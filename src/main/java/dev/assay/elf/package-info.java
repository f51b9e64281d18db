/// Reads 64-bit little-endian ELF (gABI): sections, symbols, relocations, notes. Knows nothing of DWARF or Rust.
@NullMarked
package dev.assay.elf;

import org.jspecify.annotations.NullMarked;
