/// What do the readers see in a file?
@NullMarked
package dev.assay.check.show;

import org.jspecify.annotations.NullMarked;
