package dev.assay.check.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Phase;
import dev.assay.check.panics.Site;
import dev.assay.check.survey.Survey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// The gate against an evaluator that goes rule by rule instead of site by site, on random policies and sites of which
/// everything is known.
class GatePropertyTest {
    private static final LocalDate TODAY = LocalDate.of(2027, 1, 31);
    private static final int ROUNDS = 400;
    private static final List<String> CRATES = List.of("driver", "kernel", "drm");
    private static final List<Kind> KINDS = List.of(Kind.BOUNDS_CHECK, Kind.ADD_OVERFLOW, Kind.EXPLICIT, Kind.EXPECT);
    private static final List<Phase> PHASES = List.of(Phase.INIT, Phase.RUNTIME);

    /// A rule as its author thinks of it.
    private record Plain(String crate, List<Kind> kinds, List<Phase> phases, int most) {
        /// Above any number of sites: allowed.
        static final int ALL = 1000;

        boolean fits(Site site) {
            return (crate.equals("*") || (crate.equals("d*") ? site.crate().startsWith("d")
                    : site.crate().equals(crate)))
                    && (kinds.isEmpty() || kinds.contains(site.kind()))
                    && (phases.isEmpty() || phases.contains(site.phase()));
        }

        String toml() {
            return "[[rule]]\n" + (crate.equals("*") ? "" : "crate = \"" + crate + "\"\n")
                    + list("kind", kinds.stream().map(Kind::id).toList())
                    + list("phase", phases.stream().map(Phase::id).toList())
                    + (most == ALL ? "allow = true\n" : most == 0 ? "forbid = true\n" : "max = " + most + "\n");
        }

        private static String list(String key, List<String> words) {
            return words.isEmpty() ? "" : key + " = [\"" + String.join("\", \"", words) + "\"]\n";
        }
    }

    private static Plain plain(RandomGenerator random) {
        List<String> crates = List.of("driver", "kernel", "d*", "*");
        int number = random.nextInt(5);
        return new Plain(crates.get(random.nextInt(crates.size())), some(random, KINDS), some(random, PHASES),
                number == 4 ? Plain.ALL : number);
    }

    private static <T> List<T> some(RandomGenerator random, List<T> all) {
        return random.nextBoolean() ? List.of() : all.subList(0, 1 + random.nextInt(all.size()));
    }

    private static Surveys sites(RandomGenerator random) {
        Surveys surveys = new Surveys();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            add(surveys, random);
        }
        return surveys;
    }

    private static void add(Surveys surveys, RandomGenerator random) {
        surveys.site(CRATES.get(random.nextInt(3)), KINDS.get(random.nextInt(4)), "f" + random.nextInt(3), "a.rs",
                PHASES.get(random.nextInt(2)), true);
    }

    /// Numbers of the rules that are broken: each takes its sites away from those below.
    private static Set<Integer> broken(List<Plain> rules, List<Site> sites) {
        Set<Integer> broken = new TreeSet<>();
        List<Site> left = new ArrayList<>(sites);
        for (int i = 0; i < rules.size(); i++) {
            Plain rule = rules.get(i);
            long taken = left.stream().filter(rule::fits).count();
            left.removeIf(rule::fits);
            if (taken > rule.most()) {
                broken.add(i);
            }
        }
        return broken;
    }

    @Test
    void theVerdictIsThatOfANaiveEvaluator() {
        int judged = 0;
        for (long seed = 0; seed < ROUNDS; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            List<Plain> rules = new ArrayList<>();
            StringBuilder toml = new StringBuilder("version = 1\n");
            int count = random.nextInt(5);
            for (int i = 0; i < count; i++) {
                Plain rule = plain(random);
                rules.add(rule);
                toml.append(rule.toml());
            }
            Surveys surveys = sites(random);
            Policy policy;
            try {
                policy = PolicyReader.read("assay.toml", toml.toString());
            } catch (PolicyException shadowed) {
                assertThat(shadowed.errors()).as("seed %d", seed).allMatch(error -> error.what().contains("[[rule]]"));
                continue;
            }
            judged++;
            Verdict verdict = Gate.judge(policy, surveys.build(), Optional.empty(), TODAY);
            Set<Integer> found = new TreeSet<>();
            verdict.violations().forEach(violation -> found.add(policy.rules().indexOf(violation.rule())));
            assertThat(found).as("seed %d: %s", seed, toml).isEqualTo(broken(rules, surveys.sites()));
            assertThat(verdict.doubts()).as("seed %d", seed).isEmpty();
            boolean failed = verdict.isFailed();
            add(surveys, random);
            // Nothing that is added makes up for what is not allowed: rules only ever get more sites.
            assertThat(Gate.judge(policy, surveys.build(), Optional.empty(), TODAY).isFailed() || !failed)
                    .as("seed %d, with a site more", seed).isTrue();
        }
        assertThat(judged).isGreaterThan(ROUNDS / 3);
    }

    @Test
    void againstABaselineANewSiteIsFoundWhateverIsGone() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            Surveys surveys = sites(random);
            Survey before = surveys.build();
            Policy policy = PolicyReader.read("p", "version = 1\n[[rule]]\nbaseline = \"no-new\"\n");
            assertThat(Gate.judge(policy, before, Optional.of(before), TODAY).isFailed()).as("seed %d", seed).isFalse();
            surveys.site("driver", Kind.INVALID_ENUM, "new", "new.rs");
            assertThat(Gate.judge(policy, surveys.build(), Optional.of(before), TODAY).violations())
                    .as("seed %d", seed).hasSize(1);
        }
    }
}
