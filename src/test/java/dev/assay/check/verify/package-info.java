/// Tests of the comparison with another disassembler.
@NullMarked
package dev.assay.check.verify;

import org.jspecify.annotations.NullMarked;
