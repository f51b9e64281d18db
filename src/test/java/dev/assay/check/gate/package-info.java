/// Tests of policies and of the verdicts that they lead to.
@NullMarked
package dev.assay.check.gate;

import org.jspecify.annotations.NullMarked;
