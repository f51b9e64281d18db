/// One ELF file understood: functions, transfers between them, and places in the source.
@NullMarked
package dev.assay.image;

import org.jspecify.annotations.NullMarked;
