/// Snapshots: what examinations found, kept in a file with an embedded database.
@NullMarked
package dev.assay.store;

import org.jspecify.annotations.NullMarked;
