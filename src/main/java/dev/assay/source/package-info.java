/// Rust source: its syntax, and the comments by which authors justify a panic.
@NullMarked
package dev.assay.source;

import org.jspecify.annotations.NullMarked;
