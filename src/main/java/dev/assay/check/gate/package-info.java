/// Holds what was found against the policy of a project: may it land?
@NullMarked
package dev.assay.check.gate;

import org.jspecify.annotations.NullMarked;
