/// Instruction sets: lengths, transfers of control, and what an instruction does to the registers.
@NullMarked
package dev.assay.machine;

import org.jspecify.annotations.NullMarked;
