package dev.assay.check.diff;

import dev.assay.check.panics.Site;

/// A check of the source of which the compiler made another number of copies.
///
/// @param before a site of it as it was
/// @param after  a site of it as it is
/// @param had    copies there were
/// @param has    copies there are
public record Copies(Site before, Site after, int had, int has) {}
