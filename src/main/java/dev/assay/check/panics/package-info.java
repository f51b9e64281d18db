/// Where can the Rust in an image panic?
@NullMarked
package dev.assay.check.panics;

import org.jspecify.annotations.NullMarked;
