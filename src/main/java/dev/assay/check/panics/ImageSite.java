package dev.assay.check.panics;

/// A panic site of one of several images.
///
/// @param image its path
public record ImageSite(String image, Site site) {}
