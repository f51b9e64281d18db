/// Tests of what the readers show.
@NullMarked
package dev.assay.check.show;

import org.jspecify.annotations.NullMarked;
