/// Where the C world, the hardware and data enter the functions of an image.
@NullMarked
package dev.assay.image.roots;

import org.jspecify.annotations.NullMarked;
