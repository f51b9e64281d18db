package dev.assay.check.reach;

import org.jspecify.annotations.Nullable;

/// A root: where C, the hardware or data can enter a function.
///
/// @param kind     in kebab-case: `export`, `syscall`, `operations` …
/// @param name     as a kernel developer would put it: `.ioctl of drm_driver tyr_driver`
/// @param function that is entered: demangled path, or the C name
/// @param image    path of the file that holds it; null where only one was examined
public record Entrance(String kind, String name, String function, @Nullable String image) {}
