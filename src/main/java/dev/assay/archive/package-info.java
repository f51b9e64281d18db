/// What a path contains: ELF files, and folders of them.
@NullMarked
package dev.assay.archive;

import org.jspecify.annotations.NullMarked;
