package dev.assay.check.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.check.gate.Violation.Cause;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Phase;
import dev.assay.check.reach.ReachClass;
import dev.assay.check.survey.Survey;
import dev.assay.source.Justification;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
    private static final LocalDate TODAY = LocalDate.of(2027, 1, 31);

    private static Verdict judge(String rules, Survey now, Survey... before) {
        return Gate.judge(PolicyReader.read("assay.toml", "version = 1\n" + rules), now,
                before.length == 0 ? Optional.empty() : Optional.of(before[0]), TODAY);
    }

    private static Surveys driver() {
        return new Surveys()
                .site("driver", Kind.BOUNDS_CHECK, "driver::ring::push", "drivers/ring.rs")
                .site("driver", Kind.ADD_OVERFLOW, "driver::ring::push", "drivers/ring.rs")
                .site("driver", Kind.EXPLICIT, "driver::probe", "drivers/driver.rs", Phase.INIT, true)
                .site("kernel", Kind.UNWRAP_NONE, "kernel::str::parse", "rust/kernel/str.rs");
    }

    /// Which sites, counted from 1, each selector takes.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            crate = "driver"                            | 1,2,3
            crate = "*e*"                               | 1,2,3,4
            crate = ["kernel", "nobody"]                | 4
            file = "ring.rs"                            | 1,2
            file = "drivers/*"                          | 1,2,3
            function = "*::push"                        | 1,2
            image = "driver.ko"                         | 1,2,3,4
            image = "other.ko"                          | -
            kind = "overflow"                           | 2
            kind = ["index", "explicit"]                | 1,3
            kind = "implicit"                           | 1,2,4
            phase = "init"                              | 3
            phase = ["runtime", "exit"]                 | 1,2,4
            crate = "driver" ; kind = "implicit"        | 1,2
            """)
    void aSelectorTakesSites(String selector, String expected) {
        Verdict verdict = judge("[[rule]]\nforbid = true\n" + selector.replace(';', '\n'), driver().build());
        List<String> taken = verdict.violations().stream()
                .map(violation -> violation.sites().getFirst().site().fingerprint().replaceFirst("0+", "")).toList();
        assertThat(String.join(",", taken)).isEqualTo(expected.equals("-") ? "" : expected);
        assertThat(verdict.isFailed()).isEqualTo(!expected.equals("-"));
        assertThat(verdict.doubts()).isEmpty();
    }

    @Test
    void theFirstRuleThatFitsDecides() {
        Verdict verdict = judge("""
                [[rule]]
                phase = "init"
                allow = true
                [[rule]]
                crate = "driver"
                forbid = true
                reason = "no panics here"
                """, driver().build());
        assertThat(verdict.decisions()).extracting(Decision::outcome).containsExactly(Outcome.FORBIDDEN,
                Outcome.FORBIDDEN, Outcome.ALLOWED, Outcome.ALLOWED);
        assertThat(verdict.decisions().getLast().rule()).isNull();
        assertThat(verdict.violations()).extracting(Violation::line).containsExactly(5, 5);
        assertThat(verdict.tallies()).extracting(Tally::sites).containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource({"3, false", "2, true", "0, true"})
    void aCeilingHolds(int most, boolean fails) {
        Verdict verdict = judge("[[rule]]\ncrate = \"driver\"\nmax = " + most, driver().build());
        assertThat(verdict.isFailed()).isEqualTo(fails);
        if (fails) {
            assertThat(verdict.violations()).hasSize(1);
            assertThat(verdict.violations().getFirst().what()).isEqualTo("3 sites where at most " + most + " may be");
            assertThat(verdict.violations().getFirst().sites()).hasSize(3);
        }
    }

    @Test
    void aNewSiteIsNotMadeUpForByOneThatIsGone() {
        Survey before = driver().without(0).build();
        Survey now = driver().without(1).build();
        assertThat(judge("[[rule]]\nbaseline = \"no-more\"", now, before).isFailed()).isFalse();
        Verdict strict = judge("[[rule]]\nbaseline = \"no-new\"", now, before);
        assertThat(strict.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.cause()).isEqualTo(Cause.NEW);
            assertThat(violation.sites().getFirst().site().kind()).isEqualTo(Kind.BOUNDS_CHECK);
            assertThat(violation.sites().getFirst().inBaseline()).isFalse();
        });
        Verdict more = judge("[[rule]]\nbaseline = \"no-more\"", driver().build(), before);
        assertThat(more.violations()).singleElement().extracting(Violation::what)
                .isEqualTo("4 sites where the baseline has 3");
        assertThat(judge("[[rule]]\nbaseline = \"no-new\"", before, driver().build()).isFailed()).isFalse();
    }

    @Test
    void aBaselineMustSaySomething() {
        String rule = "[[rule]]\nbaseline = \"no-new\"";
        assertThatThrownBy(() -> judge(rule, driver().build())).isInstanceOf(BaselineException.class)
                .hasMessageContaining("assay.toml:2: expected a baseline");
        assertThatThrownBy(() -> judge(rule, driver().build(), driver().of("aarch64", null).build()))
                .isInstanceOf(BaselineException.class)
                .hasMessageStartingWith("the baseline is for aarch64, what is examined is for x86-64");
        Survey other = driver().of("x86-64", "7.3.4+deb13-amd64").build();
        assertThatThrownBy(() -> judge(rule, driver().build(), other)).isInstanceOf(BaselineException.class)
                .hasMessageStartingWith("the baseline is of the flavour amd64, what is examined of cloud-amd64");
        assertThat(judge("[gate]\nflavour = \"any\"\n" + rule, driver().build(), other).isFailed()).isFalse();
        assertThat(judge(rule, driver().build(), driver().of("x86-64", "7.2.13+deb14-cloud-amd64").build()).isFailed())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"7.3.4+deb13-cloud-amd64, cloud-amd64", "6.8.0-31-generic, generic",
        "7.4.0-rc2-g1a2b3c4d5e6f-dirty, ''",
        "6.9.4-200.fc40.x86_64, ''", "7.3.4, ''", "7.3.0-rc1-rt-amd64, rt-amd64"})
    void aFlavourIsWhatIsNoVersion(String release, String flavour) {
        assertThat(Baseline.flavour(release)).isEqualTo(flavour);
    }

    @Test
    void gapsOfTheBaselineMatterToRulesThatCompare() {
        Survey before = driver().gap("no symbol table").build();
        assertThat(judge("[[rule]]\nbaseline = \"no-new\"", driver().build(), before).isIncomplete()).isTrue();
        assertThat(judge("[[rule]]\nallow = true", driver().build(), before).isIncomplete()).isFalse();
    }

    @Test
    void justifiedSitesAreLetBe() {
        Survey now = new Surveys()
                .site("driver", Kind.EXPECT, "driver::a", "a.rs").source(Justification.Kind.COMMENT)
                .site("driver", Kind.EXPECT, "driver::b", "b.rs").source(Justification.Kind.SECTION)
                .site("driver", Kind.EXPECT, "driver::c", "c.rs").source(null).build();
        Verdict verdict = judge("[[rule]]\nallow-if = \"justified\"", now);
        assertThat(verdict.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.cause()).isEqualTo(Cause.NOT_JUSTIFIED);
            assertThat(violation.sites().getFirst().site().function()).isEqualTo("driver::c");
        });
        assertThat(judge("[[rule]]\nallow-if = \"panic-comment\"", now).violations()).hasSize(2);
        assertThat(judge("[[rule]]\nallow-if = \"panics-section\"", now).violations()).hasSize(2);
        assertThat(judge("[[rule]]\nallow-if = \"justified\"\nmax = 1", now).isFailed()).isFalse();
        assertThat(judge("[[rule]]\nallow-if = \"panic-comment\"\nmax = 1", now).isFailed()).isTrue();
    }

    @Test
    void whatTheSourceDoesNotTellIsUnknown() {
        Survey now = new Surveys().site("driver", Kind.EXPECT, "driver::a", "a.rs").read().build();
        Verdict verdict = judge("[[rule]]\nallow-if = \"justified\"", now);
        assertThat(verdict.isFailed()).isFalse();
        assertThat(verdict.isIncomplete()).isTrue();
        assertThat(verdict.decisions().getFirst().outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(judge("[[rule]]\nallow-if = \"justified\"\non-unknown = \"warn\"", now).isIncomplete()).isFalse();
        assertThat(judge("[[rule]]\nallow-if = \"justified\"\nmax = 0", now).isIncomplete()).isTrue();
        assertThat(judge("[[rule]]\nallow-if = \"justified\"\nmax = 1", now).doubts()).isEmpty();
        assertThat(judge("[[rule]]\nallow-if = \"justified\"\nbaseline = \"no-new\"", now, now).doubts()).isEmpty();
    }

    /// reach of the only site; condition; then failed, unknown or passed.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            REACHED       | reach = "reached"                                           | failed
            REACHED       | reach = "unreached"                                         | passed
            UNKNOWN_EDGES | reach = "reached"                                           | unknown
            UNKNOWN_EDGES | reach = "unreached"                                         | unknown
            UNKNOWN_EDGES | reach = ["reached", "unknown-edges"]                        | failed
            UNREACHED     | reach = "reached"                                           | passed
            UNREACHED     | reach = ["unreached", "unknown-edges"]                      | failed
            REACHED       | reached-from = "*ioctl*"                                    | failed
            REACHED       | reached-from = "operations"                                 | failed
            REACHED       | reached-from = "*probe*"                                    | unknown
            UNKNOWN_EDGES | reached-from = "*ioctl*"                                    | unknown
            UNKNOWN_EDGES | reached-from = "*ioctl*" ; reach = ["reached", "unknown-edges"] | failed
            UNREACHED     | reached-from = "*probe*"                                    | passed
            """)
    void callersDecide(ReachClass reach, String condition, String expected) {
        Surveys surveys = new Surveys().site("driver", Kind.EXPECT, "driver::a", "a.rs");
        if (reach == ReachClass.UNREACHED) {
            surveys.reached(reach, 0);
        } else {
            surveys.reached(reach, 17, ".ioctl of driver_ops");
        }
        Verdict verdict = judge("[[rule]]\nforbid = true\n" + condition.replace(';', '\n'), surveys.build());
        assertThat(verdict.isFailed() ? "failed" : verdict.isIncomplete() ? "unknown" : "passed").isEqualTo(expected);
    }

    @Test
    void withoutCallersNothingIsKnown() {
        Verdict verdict = judge("[[rule]]\nforbid = true\nreach = \"reached\"", driver().build());
        assertThat(verdict.doubts()).hasSize(4).allMatch(Doubt::fails);
    }

    @Test
    void aPlaceThatIsNotKnownMayBeAnywhere() {
        Survey now = new Surveys().site("driver", Kind.EXPECT, "driver::a", null, Phase.RUNTIME, true)
                .site("driver", Kind.EXPECT, "driver::b", "b.rs", Phase.RUNTIME, false).build();
        Verdict verdict = judge("[[rule]]\nforbid = true\nfile = \"a.rs\"", now);
        assertThat(verdict.isFailed()).isFalse();
        assertThat(verdict.doubts()).hasSize(2).allMatch(Doubt::fails);
        assertThat(judge("[[rule]]\nallow = true\nfile = \"a.rs\"\n[[rule]]\nallow = true\ncrate=\"driver\"", now)
                .doubts()).isEmpty();
        assertThat(judge("[[rule]]\nforbid = true\nfile = \"a.rs\"\n[[rule]]\nforbid = true", now).violations())
                .hasSize(2);
        assertThat(judge("[[rule]]\nmax = 1\nfile = \"a.rs\"", now).isIncomplete()).isTrue();
        assertThat(judge("[[rule]]\nmax = 2\nfile = \"a.rs\"", now).doubts()).isEmpty();
        assertThat(judge("[[rule]]\nforbid = true\nfunction = \"driver::c\"", now).doubts()).hasSize(1);
    }

    @Test
    void whatCouldNotBeExaminedFailsUnlessThePolicyPutsUpWithIt() {
        Survey now = driver().gap("no symbol table").build();
        Verdict verdict = judge("[[rule]]\nallow = true", now);
        assertThat(verdict.isIncomplete()).isTrue();
        assertThat(verdict.doubts()).extracting(Doubt::what).containsExactly("build/driver.ko: no symbol table");
        assertThat(judge("[gate]\non-unknown = \"warn\"", now).isIncomplete()).isFalse();
        assertThat(verdict.withDoubtsAllowed().isIncomplete()).isFalse();
        assertThat(judge("[[rule]]\nforbid = true", now).isFailed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"2027-01-30, true, 0", "2027-01-31, false, 1", "2027-03-02, false, 1", "2027-03-03, false, 0"})
    void anAllowanceEndsAfterItsLastDay(String expires, boolean fails, int warnings) {
        Verdict verdict = judge("""
                [[allow]]
                fingerprint = "0000000000000001"
                reason = "being rewritten"
                expires = %s
                """.formatted(expires), driver().build());
        assertThat(verdict.isFailed()).isEqualTo(fails);
        assertThat(verdict.warnings()).hasSize(warnings);
        if (fails) {
            assertThat(verdict.violations()).singleElement().extracting(Violation::cause).isEqualTo(Cause.EXPIRED);
        }
    }

    @Test
    void anAllowanceComesBeforeEveryRuleAndCountsForNoCeiling() {
        String allow = "[[allow]]\nfingerprint = \"0000000000000002\"\nreason = \"x\"\n";
        assertThat(judge("[[rule]]\nmax = 3\n" + allow, driver().build()).isFailed()).isFalse();
        assertThat(judge("[[rule]]\nforbid = true\n" + allow, driver().build()).violations()).hasSize(3);
        assertThat(judge("[[allow]]\nfingerprint = \"00000000000000ff\"\nreason = \"x\"\n", driver().build())
                .warnings()).singleElement().asString().contains("stale");
    }

    @Test
    void aFirstPolicyLetsInWhatIsThereAndNothingMore() {
        Survey now = driver().site("odd*\u001b", Kind.EXPECT, "odd\n::\u202ef", "a\rb.rs").build();
        Survey more = driver().site("odd*\u001b", Kind.EXPECT, "odd\n::\u202ef", "a\rb.rs")
                .site("driver", Kind.BOUNDS_CHECK, "driver::x", "x.rs").build();
        for (String text : List.of(FirstPolicy.ceilings(now.panics()), FirstPolicy.allowances(now.panics()))) {
            assertThat(text.codePoints().filter(c -> c != '\n'))
                    .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
            Policy policy = PolicyReader.read("assay.toml", text);
            Verdict verdict = Gate.judge(policy, now, Optional.empty(), TODAY);
            assertThat(verdict.violations()).isEmpty();
            assertThat(verdict.doubts()).isEmpty();
            assertThat(verdict.warnings()).isEmpty();
            assertThat(Gate.judge(policy, more, Optional.empty(), TODAY).isFailed()).isTrue();
        }
        Survey gaps = driver().gap("lost").build();
        assertThat(Gate.judge(PolicyReader.read("p", FirstPolicy.ceilings(gaps.panics())), gaps, Optional.empty(),
                TODAY).isIncomplete()).isFalse();
    }
}
