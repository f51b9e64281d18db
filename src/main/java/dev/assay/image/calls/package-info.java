/// Which function calls which, over a whole image and over a kernel with its modules.
@NullMarked
package dev.assay.image.calls;

import org.jspecify.annotations.NullMarked;
