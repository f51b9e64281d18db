package dev.assay.check.gate;

import dev.assay.check.panics.Frame;
import dev.assay.check.panics.Glob;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.panics.SiteFilter;
import dev.assay.check.reach.Reach;
import dev.assay.check.reach.ReachClass;
import dev.assay.rust.MangledName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the rules that a site may fall under.
final class Claims {
    private static final SortedSet<Role> SITES = Collections.unmodifiableSortedSet(new TreeSet<>(Set.of(Role.SITE)));

    private final Examined examined;
    private final List<Prepared> rules;

    Claims(Policy policy, Examined examined) {
        this.examined = examined;
        this.rules = policy.rules().stream().map(Prepared::of).toList();
    }

    /// A rule with the filters of `assay panics` that its patterns stand for.
    private record Prepared(Rule rule, SiteFilter functions, SiteFilter files) {
        static Prepared of(Rule rule) {
            Selector selector = rule.selector();
            return new Prepared(rule, filter(selector.functions(), List.of()), filter(List.of(), selector.files()));
        }

        private static SiteFilter filter(List<Glob> functions, List<Glob> files) {
            return new SiteFilter(Collections.emptySortedSet(), Collections.emptySortedSet(), functions, files, true,
                    true, SITES);
        }
    }

    /// A rule that may decide on a site, if none before it does.
    ///
    /// @param doubt why that is not certain; null if it is
    record Claim(Rule rule, @Nullable String doubt) {}

    /// The rules that may decide on a site, in their order. All but the last are in doubt; if the last is, too, it may
    /// be that no rule decides.
    List<Claim> of(String image, Site site) {
        List<Claim> claims = new ArrayList<>();
        for (Prepared prepared : rules) {
            Fit fit = fit(prepared, image, site);
            if (fit.possible()) {
                claims.add(new Claim(prepared.rule(), fit.doubt()));
            }
            if (fit.possible() && fit.doubt() == null) {
                break;
            }
        }
        return claims;
    }

    private Fit fit(Prepared prepared, String image, Site site) {
        Selector selector = prepared.rule().selector();
        boolean plain = (selector.kinds().isEmpty() || selector.kinds().contains(site.kind()))
                && (selector.phases().isEmpty() || selector.phases().contains(site.phase()))
                && (selector.crates().isEmpty() || any(selector.crates(), site.crate()))
                && (selector.images().isEmpty() || selector.images().stream().anyMatch(g -> g.matchesPath(image)));
        if (!plain) {
            return Fit.NO;
        }
        Fit place = function(prepared, site).and(file(prepared, site));
        return place.possible() ? place.and(reach(selector, image, site)) : Fit.NO;
    }

    private static boolean any(List<Glob> globs, String text) {
        return globs.stream().anyMatch(glob -> glob.matches(text));
    }

    private static Fit function(Prepared prepared, Site site) {
        if (prepared.functions().matches(site, symbol -> MangledName.of(symbol).path())) {
            return Fit.YES;
        }
        return site.inlined().isEmpty()
                ? Fit.maybe("its image has no debug information that tells which functions are inlined there") : Fit.NO;
    }

    private static Fit file(Prepared prepared, Site site) {
        if (prepared.files().matches(site, symbol -> symbol)) {
            return Fit.YES;
        }
        if (site.location() == null && site.locationUnknown() != null) {
            return Fit.maybe("its location is not known");
        }
        boolean nameless = site.inlined().stream().map(Frame::file).anyMatch(file -> file == null);
        return site.inlined().isEmpty() || nameless
                ? Fit.maybe("its image has no debug information that tells from which files it comes") : Fit.NO;
    }

    private Fit reach(Selector selector, String image, Site site) {
        if (!selector.needsReach()) {
            return Fit.YES;
        }
        Optional<Reach> reach = examined.reach(selector.reachedFrom(), image, site);
        if (reach.isEmpty()) {
            return Fit.maybe(examined.survey().reaches().isEmpty() && examined.byRoots().isEmpty()
                    ? "nothing is known of callers" : "it is not known which roots reach it");
        }
        ReachClass found = reach.get().reach();
        if (selector.reach().contains(found)) {
            return Fit.YES;
        }
        return found == ReachClass.UNKNOWN_EDGES
                ? Fit.maybe("it is reached only through unknown edges, which may or may not be taken") : Fit.NO;
    }
}
