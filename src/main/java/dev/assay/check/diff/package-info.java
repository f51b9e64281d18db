/// Which panic sites came, went or moved between two examinations?
@NullMarked
package dev.assay.check.diff;

import org.jspecify.annotations.NullMarked;
