/// Who reaches a panic? Ways from the roots of an image, or of a kernel and its modules, to its functions and sites.
@NullMarked
package dev.assay.check.reach;

import org.jspecify.annotations.NullMarked;
