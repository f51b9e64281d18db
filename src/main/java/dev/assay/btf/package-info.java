/// Reads BTF, the C types and functions of a kernel (Linux `Documentation/bpf/btf.rst`). Knows nothing of ELF.
@NullMarked
package dev.assay.btf;

import org.jspecify.annotations.NullMarked;
