/// The command line: parses, calls, prints; no logic.
@NullMarked
package dev.assay.cli;

import org.jspecify.annotations.NullMarked;
