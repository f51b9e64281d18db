package dev.assay.check.gate;

import dev.assay.check.panics.Site;
import dev.assay.check.reach.Reach;
import dev.assay.check.sources.SiteSource;
import org.jspecify.annotations.Nullable;

/// What a policy says of one site.
///
/// @param image      path of the image that has it
/// @param rule       that decided, or is the first that may; null if none did
/// @param allowance  that decided before any rule; null if none did
/// @param outcome    what becomes of the site
/// @param why        in a few words; holds text of the source as it is
/// @param inBaseline whether the baseline has the site; null without a baseline
/// @param reach      from where it is reached, by the roots that the rule asks for; null if unknown or not asked
/// @param source     what the source says there; null if unknown or not asked
public record Decision(String image, Site site, @Nullable Rule rule, @Nullable Allowance allowance, Outcome outcome,
        String why, @Nullable Boolean inBaseline, @Nullable Reach reach, @Nullable SiteSource source) {}
