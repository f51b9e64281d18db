@NullMarked
package dev.assay.check.diff;

import org.jspecify.annotations.NullMarked;
