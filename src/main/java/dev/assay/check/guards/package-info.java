/// Why is a check still in the code? The branch that guards a panic site, and what it compares.
@NullMarked
package dev.assay.check.guards;

import org.jspecify.annotations.NullMarked;
