/// Does another disassembler see what we see?
@NullMarked
package dev.assay.check.verify;

import org.jspecify.annotations.NullMarked;
