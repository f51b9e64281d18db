/// Views of mapped files and the two ways in which a file can be wrong.
@NullMarked
package dev.assay.bytes;

import org.jspecify.annotations.NullMarked;
