@NullMarked
package dev.assay.archive;

import org.jspecify.annotations.NullMarked;
