/// What several tests need: builders of files, and where real input is.
@NullMarked
package dev.assay.testing;

import org.jspecify.annotations.NullMarked;
