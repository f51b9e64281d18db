@NullMarked
package dev.assay.image.roots;

import org.jspecify.annotations.NullMarked;
