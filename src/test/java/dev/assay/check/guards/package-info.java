/// Tests of what guards panic sites.
@NullMarked
package dev.assay.check.guards;

import org.jspecify.annotations.NullMarked;
