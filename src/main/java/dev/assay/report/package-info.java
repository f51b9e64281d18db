/// Renders what a check found: text, JSON, TSV.
@NullMarked
package dev.assay.report;

import org.jspecify.annotations.NullMarked;
