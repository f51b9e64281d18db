/// Tests of the renderings of what checks found.
@NullMarked
package dev.assay.report;

import org.jspecify.annotations.NullMarked;
