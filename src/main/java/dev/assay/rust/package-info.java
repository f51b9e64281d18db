/// What rustc writes into a binary: mangled names, `core::panic::Location`, the panic entries.
@NullMarked
package dev.assay.rust;

import org.jspecify.annotations.NullMarked;
