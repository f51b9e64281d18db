package dev.assay.check.gate;

import dev.assay.check.gate.Violation.Cause;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.ImageSite;
import dev.assay.check.panics.Panics;
import dev.assay.check.reach.Reaches;
import dev.assay.check.survey.Survey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Holds what was found against a policy.
public final class Gate {
    private final Policy policy;
    private final Examined now;
    private final @Nullable Examined before;
    private final LocalDate today;
    private final Rulings rulings;

    private final List<Violation> violations = new ArrayList<>();
    private final List<Doubt> doubts = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<Tally> tallies = new ArrayList<>();

    private Gate(Policy policy, Examined now, @Nullable Examined before, LocalDate today) {
        this.policy = policy;
        this.now = now;
        this.before = before;
        this.today = today;
        Set<ImageSite> known = before == null ? null : Baseline.known(before.survey(), now.survey());
        this.rulings = Rulings.of(policy, now, known, today);
    }

    /// The verdict on what was found.
    ///
    /// @param baseline what was there before; empty if nothing is to be compared
    /// @param today    on which allowances are looked at
    /// @throws BaselineException if the baseline says nothing about what was found, or a rule needs one and there is none
    public static Verdict judge(Policy policy, Examined now, Optional<Examined> baseline, LocalDate today) {
        List<Rule> needing = policy.needingBaseline();
        if (baseline.isEmpty() && !needing.isEmpty()) {
            throw new BaselineException("%s:%d: expected a baseline, since this rule says '%s', found none".formatted(
                    policy.name(), needing.getFirst().line(), needing.getFirst().demand().text()));
        }
        baseline.ifPresent(before -> Baseline.check(before.survey().panics(), now.survey().panics(),
                policy.anyFlavour()));
        return new Gate(policy, now, baseline.orElse(null), today).verdict();
    }

    /// The same for what was found without a question about certain roots.
    public static Verdict judge(Policy policy, Survey now, Optional<Survey> baseline, LocalDate today) {
        return judge(policy, Examined.of(now), baseline.map(Examined::of), today);
    }

    private Verdict verdict() {
        Panics panics = now.survey().panics();
        List<ImagePanics.Identity> images = panics.images().stream().filter(ImagePanics::hasRust)
                .map(ImagePanics::image).toList();
        if (images.isEmpty()) {
            warnings.add("nothing that was examined holds Rust code");
        }
        policy.allowed().forEach(this::allowance);
        Rulings past = before == null ? null : Rulings.of(policy, before, Set.of(), today);
        policy.rules().forEach(rule -> rule(rule, past));
        gaps();
        return new Verdict(policy, images, rulings.decisions(), tallies, violations, doubts, warnings, before != null);
    }

    private void allowance(Allowance allowance) {
        List<Decision> sites = rulings.of(allowance);
        LocalDate expires = allowance.expires();
        String place = "%s:%d: ".formatted(policy.name(), allowance.line());
        if (sites.isEmpty()) {
            warnings.add(place + "stale: nothing has the fingerprint " + allowance.fingerprint()
                    + "; remove this [[allow]]");
        } else if (allowance.isOver(today)) {
            sites.forEach(site -> violations.add(new Violation(Cause.EXPIRED, allowance.line(), null, allowance,
                    site.why(), List.of(site))));
        } else if (expires != null && !today.plusDays(policy.expiresSoon()).isBefore(expires)) {
            warnings.add(place + "the [[allow]] of " + allowance.fingerprint() + " ends after " + expires);
        }
    }

    private void rule(Rule rule, @Nullable Rulings past) {
        List<Decision> forbidden = rulings.of(rule).stream()
                .filter(decision -> decision.outcome() == Outcome.FORBIDDEN).toList();
        forbidden.forEach(site -> violations.add(new Violation(rulings.cause(site), rule.line(), rule, null,
                site.why(), List.of(site))));
        rulings.of(rule).forEach(decision -> {
            Doubt doubt = rulings.doubt(decision);
            if (doubt != null) {
                doubts.add(doubt);
            }
        });
        boolean tooMany = isOverCeiling(rule, past);
        List<Decision> decided = rulings.decided(rule);
        tallies.add(new Tally(rule, decided.size(), rulings.possible(rule).size(),
                tooMany ? rulings.certain(rule).size() : forbidden.size()));
    }

    /// Whether a rule that counts has more sites than it allows.
    private boolean isOverCeiling(Rule rule, @Nullable Rulings past) {
        int least = rulings.certain(rule).size();
        int most = least + rulings.possible(rule).size();
        int allowedLeast;
        int allowedMost;
        String ceiling;
        switch (rule.demand()) {
            case Demand.Max max -> {
                allowedLeast = max.most();
                allowedMost = max.most();
                ceiling = "at most " + max.most() + " may be";
            }
            case Demand.NoMore _ when past != null -> {
                allowedLeast = past.certain(rule).size();
                allowedMost = allowedLeast + past.possible(rule).size();
                ceiling = "the baseline has " + range(allowedLeast, allowedMost);
            }
            default -> {
                return false;
            }
        }
        if (least > allowedMost) {
            violations.add(new Violation(Cause.TOO_MANY, rule.line(), rule, null,
                    "%s where %s".formatted(sites(range(least, most), most), ceiling), rulings.certain(rule)));
            return true;
        }
        if (most > allowedLeast) {
            doubts.add(new Doubt(rule, fails(rule), "%s where %s".formatted(sites(range(least, most), most), ceiling),
                    rulings.possible(rule)));
        }
        return false;
    }

    private static String sites(String range, int most) {
        return range + (most == 1 ? " site" : " sites");
    }

    private static String range(int least, int most) {
        return least == most ? Integer.toString(least) : least + " to " + most;
    }

    private boolean fails(Rule rule) {
        return rule.onUnknown(policy.onUnknown()) == OnUnknown.FAIL;
    }

    /// What could not be examined, if something depends on it.
    private void gaps() {
        boolean fails = policy.onUnknown() == OnUnknown.FAIL;
        gaps(now.survey().panics(), "").forEach(gap -> doubts.add(new Doubt(null, fails, gap, List.of())));
        if (before != null && !policy.needingBaseline().isEmpty()) {
            boolean needed = policy.needingBaseline().stream().anyMatch(this::fails);
            gaps(before.survey().panics(), "in the baseline: ")
                    .forEach(gap -> doubts.add(new Doubt(null, needed, gap, List.of())));
        }
        if (policy.needsReach()) {
            boolean needed = policy.rules().stream().anyMatch(rule -> rule.selector().needsReach() && fails(rule));
            Set<String> missing = new LinkedHashSet<>();
            now.survey().reaches().map(Reaches::unknown).ifPresent(missing::addAll);
            now.byRoots().values().forEach(reaches -> missing.addAll(reaches.unknown()));
            missing.stream().sorted().forEach(gap -> doubts.add(new Doubt(null, needed,
                    "callers may be missing: " + gap, List.of())));
        }
        // The rest of what the source does not tell concerns no site that a rule asks about.
        if (doubts.stream().anyMatch(doubt -> doubt.rule() != null && doubt.rule().needsSource())) {
            now.survey().sources()
                    .ifPresent(sources -> sources.unknown().forEach(gap -> warnings.add("source: " + gap)));
        }
    }

    private static List<String> gaps(Panics panics, String where) {
        List<String> gaps = new ArrayList<>();
        for (ImagePanics image : panics.images()) {
            image.coverage().gaps().forEach(gap -> gaps.add(where + image.image().path() + ": " + gap));
        }
        panics.unreadable().forEach(file -> gaps.add(where + "not read: " + file.why()));
        return gaps;
    }
}
