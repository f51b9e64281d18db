/// Tests of the panics check.
@NullMarked
package dev.assay.check.panics;

import org.jspecify.annotations.NullMarked;
