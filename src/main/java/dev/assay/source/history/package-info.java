/// Who wrote a line of source, and when, by the history of its git repository.
@NullMarked
package dev.assay.source.history;

import org.jspecify.annotations.NullMarked;
