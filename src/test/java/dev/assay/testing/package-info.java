/// Builders of small files for tests, and what the tests know about their surroundings.
@NullMarked
package dev.assay.testing;

import org.jspecify.annotations.NullMarked;
