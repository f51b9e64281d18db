package dev.assay.check.gate;

import dev.assay.check.gate.Claims.Claim;
import dev.assay.check.gate.Violation.Cause;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.ImageSite;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Reach;
import dev.assay.check.sources.SiteSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A policy applied to every site, one after the other: what it says of each, and how many each rule counts.
final class Rulings {
    private final Policy policy;
    private final Examined examined;
    private final @Nullable Set<ImageSite> known;
    private final LocalDate today;
    private final Claims claims;
    private final Map<String, Allowance> allowed = new HashMap<>();

    private final List<Decision> decisions = new ArrayList<>();
    /// Why a site is forbidden, for those that are.
    private final IdentityHashMap<Decision, Cause> causes = new IdentityHashMap<>();
    private final IdentityHashMap<Rule, List<Decision>> certain = new IdentityHashMap<>();
    private final IdentityHashMap<Rule, List<Decision>> possible = new IdentityHashMap<>();
    private final IdentityHashMap<Rule, List<Decision>> decided = new IdentityHashMap<>();
    private final IdentityHashMap<Rule, List<Decision>> byRule = new IdentityHashMap<>();
    private final IdentityHashMap<Allowance, List<Decision>> byAllowance = new IdentityHashMap<>();
    private final IdentityHashMap<Decision, Doubt> doubts = new IdentityHashMap<>();

    /// @param known the sites that the baseline has, too; null without a baseline
    private Rulings(Policy policy, Examined examined, @Nullable Set<ImageSite> known, LocalDate today) {
        this.policy = policy;
        this.examined = examined;
        this.known = known;
        this.today = today;
        this.claims = new Claims(policy, examined);
        policy.allowed().forEach(allowance -> allowed.put(allowance.fingerprint(), allowance));
    }

    static Rulings of(Policy policy, Examined examined, @Nullable Set<ImageSite> known, LocalDate today) {
        Rulings rulings = new Rulings(policy, examined, known, today);
        for (ImagePanics image : examined.survey().panics().images()) {
            for (Site site : image.sites()) {
                if (site.role() == Role.SITE) {
                    rulings.judge(image.image().path(), site);
                }
            }
        }
        return rulings;
    }

    List<Decision> decisions() {
        return decisions;
    }

    /// Sites that a rule decided on, or is the first that may have.
    List<Decision> of(Rule rule) {
        return byRule.getOrDefault(rule, List.of());
    }

    List<Decision> of(Allowance allowance) {
        return byAllowance.getOrDefault(allowance, List.of());
    }

    /// Sites that a rule decided on for certain.
    List<Decision> decided(Rule rule) {
        return decided.getOrDefault(rule, List.of());
    }

    /// Sites that count against the ceiling of a rule.
    List<Decision> certain(Rule rule) {
        return certain.getOrDefault(rule, List.of());
    }

    /// Sites that may count against it besides.
    List<Decision> possible(Rule rule) {
        return possible.getOrDefault(rule, List.of());
    }

    Cause cause(Decision decision) {
        return causes.getOrDefault(decision, Cause.FORBIDDEN);
    }

    /// What is not known of a site whose outcome is unknown.
    @Nullable
    Doubt doubt(Decision decision) {
        return doubts.get(decision);
    }

    private void judge(String image, Site site) {
        Allowance allowance = allowed.get(site.fingerprint());
        if (allowance != null) {
            boolean over = allowance.isOver(today);
            note(image, site, null, allowance, over ? Outcome.FORBIDDEN : Outcome.ALLOWED,
                    over ? "allowed only until " + allowance.expires() : "in the list [[allow]]", Cause.EXPIRED);
            return;
        }
        List<Claim> all = claims.of(image, site);
        if (all.isEmpty()) {
            note(image, site, null, null, Outcome.ALLOWED, "no rule is about it", Cause.FORBIDDEN);
        } else if (all.size() == 1 && all.getFirst().doubt() == null) {
            one(image, site, all.getFirst().rule());
        } else {
            several(image, site, all);
        }
    }

    private Ruling ruling(Rule rule, String image, Site site) {
        return Ruling.of(rule, source(image, site), known != null && known.contains(new ImageSite(image, site)));
    }

    private void one(String image, Site site, Rule rule) {
        Ruling ruling = ruling(rule, image, site);
        Decision decision = note(image, site, rule, null, ruling.outcome(), ruling.why(), ruling.cause());
        add(decided, rule, decision);
        if (ruling.outcome() == Outcome.COUNTED) {
            add(ruling.certain() ? certain : possible, rule, decision);
        } else if (ruling.outcome() == Outcome.UNKNOWN) {
            doubt(decision, rule, ruling.why());
        }
    }

    /// It is not certain which rule decides. What all of them say is.
    private void several(String image, Site site, List<Claim> all) {
        List<Ruling> rulings = all.stream().map(claim -> ruling(claim.rule(), image, site)).toList();
        Decision decision = together(image, site, all, rulings);
        for (int i = 0; i < rulings.size(); i++) {
            if (rulings.get(i).outcome() == Outcome.COUNTED) {
                add(possible, all.get(i).rule(), decision);
            }
        }
    }

    private Decision together(String image, Site site, List<Claim> all, List<Ruling> rulings) {
        Rule first = all.getFirst().rule();
        String doubt = String.valueOf(all.getFirst().doubt());
        boolean perhapsNone = all.getLast().doubt() != null;
        if (!perhapsNone && all(rulings, Outcome.FORBIDDEN)) {
            return note(image, site, first, null, Outcome.FORBIDDEN, rulings.getFirst().why(),
                    rulings.getFirst().cause());
        }
        if (all(rulings, Outcome.ALLOWED)) {
            return note(image, site, all.getLast().rule(), null, Outcome.ALLOWED, rulings.getLast().why(),
                    Cause.FORBIDDEN);
        }
        if (rulings.stream().map(Ruling::outcome).allMatch(Rulings::mayLand)) {
            return note(image, site, first, null, Outcome.COUNTED, "perhaps counted: " + doubt, Cause.TOO_MANY);
        }
        String what = "whether this rule is about it is not known: " + doubt;
        Decision decision = note(image, site, first, null, Outcome.UNKNOWN, what, Cause.FORBIDDEN);
        doubt(decision, first, what);
        return decision;
    }

    private static boolean all(List<Ruling> rulings, Outcome outcome) {
        return rulings.stream().map(Ruling::outcome).allMatch(outcome::equals);
    }

    private static boolean mayLand(Outcome outcome) {
        return outcome == Outcome.ALLOWED || outcome == Outcome.COUNTED;
    }

    private Decision note(String image, Site site, @Nullable Rule rule, @Nullable Allowance allowance, Outcome outcome,
            String why, Cause cause) {
        Reach reach = rule == null ? null
                : examined.reach(rule.selector().reachedFrom(), image, site).orElse(null);
        Decision decision = new Decision(image, site, rule, allowance, outcome, why,
                known == null ? null : known.contains(new ImageSite(image, site)), reach, source(image, site));
        decisions.add(decision);
        if (rule != null) {
            add(byRule, rule, decision);
        }
        if (allowance != null) {
            add(byAllowance, allowance, decision);
        }
        causes.put(decision, cause);
        return decision;
    }

    private @Nullable SiteSource source(String image, Site site) {
        return examined.survey().sources().flatMap(sources -> sources.of(image, site)).orElse(null);
    }

    private void doubt(Decision decision, Rule rule, String what) {
        doubts.put(decision, new Doubt(rule, rule.onUnknown(policy.onUnknown()) == OnUnknown.FAIL, what,
                List.of(decision)));
    }

    private static <K> void add(IdentityHashMap<K, List<Decision>> map, K key, Decision decision) {
        map.computeIfAbsent(key, k -> new ArrayList<>()).add(decision);
    }
}
