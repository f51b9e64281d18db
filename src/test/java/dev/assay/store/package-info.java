@NullMarked
package dev.assay.store;

import org.jspecify.annotations.NullMarked;
