/// What the source says at each panic site: its justification, what surrounds it, and who wrote it.
@NullMarked
package dev.assay.check.sources;

import org.jspecify.annotations.NullMarked;
