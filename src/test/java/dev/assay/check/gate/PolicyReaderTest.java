package dev.assay.check.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.assay.check.panics.Glob;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Phase;
import dev.assay.check.reach.ReachClass;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
    private static Policy read(String text) {
        return PolicyReader.read("assay.toml", text);
    }

    /// `line:column: message`, one for each mistake.
    private static List<String> errors(String text) {
        PolicyException wrong = catchThrowableOfType(PolicyException.class, () -> read(text));
        assertThat(wrong).as("a policy that is wrong:\n%s", text).isNotNull();
        return wrong.errors().stream().map(e -> e.line() + ":" + e.column() + ": " + e.what()).toList();
    }

    @Test
    void everyKeyIsRead() {
        Policy policy = read("""
                version = 1
                [gate]
                on-unknown = "warn"
                expires-soon = 7
                flavour = "any"
                [[rule]]
                name = "ioctls"
                crate = ["tyr", "nova_*"]
                file = "drivers/gpu/*"
                function = "*::ioctl*"
                image = "*.ko"
                kind = ["overflow", "expect"]
                phase = "runtime"
                reached-from = "*ioctl*"
                reach = ["reached", "unknown-edges"]
                allow-if = "justified"
                baseline = "no-new"
                on-unknown = "fail"
                reason = "user space gets here"
                [[rule]]
                max = 12
                [[allow]]
                fingerprint = "0123456789abcdef"
                reason = "see the data sheet"
                expires = 2027-01-31
                """);
        assertThat(policy.onUnknown()).isEqualTo(OnUnknown.WARN);
        assertThat(policy.expiresSoon()).isEqualTo(7);
        assertThat(policy.anyFlavour()).isTrue();
        Rule rule = policy.rules().getFirst();
        assertThat(rule.line()).isEqualTo(6);
        assertThat(rule.selector().crates()).containsExactly(new Glob("tyr"), new Glob("nova_*"));
        assertThat(rule.selector().kinds()).hasSize(9).contains(Kind.ADD_OVERFLOW, Kind.EXPECT);
        assertThat(rule.selector().phases()).isEqualTo(Set.of(Phase.RUNTIME));
        assertThat(rule.selector().reach()).isEqualTo(Set.of(ReachClass.REACHED, ReachClass.UNKNOWN_EDGES));
        assertThat(rule.demand()).isEqualTo(new Demand.NoNew());
        assertThat(rule.exemption()).isEqualTo(Exemption.JUSTIFIED);
        assertThat(rule.onUnknown()).isEqualTo(OnUnknown.FAIL);
        assertThat(policy.rules().getLast().demand()).isEqualTo(new Demand.Max(12));
        assertThat(policy.allowed()).containsExactly(new Allowance(22, "0123456789abcdef", "see the data sheet",
                LocalDate.of(2027, 1, 31)));
        assertThat(policy.needsReach()).isTrue();
        assertThat(policy.needsAllRoots()).isFalse();
        assertThat(policy.roots()).containsExactly(List.of(new Glob("*ioctl*")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            forbit = true           | 3:1: expected a key of [[rule]], found 'forbit'
            forbid = false          | 3:1: expected true for 'forbid', or no such key, found false
            forbid = "yes"          | 3:1: expected true for 'forbid', found the string "yes"
            max = -1                | 3:1: expected a number from 0 to 2147483647 for 'max', found -1
            max = 1.5               | 3:1: expected a number from 0 for 'max', found the number 1.5
            allow-if = "justfied"   | 3:1: expected justified, panic-comment or panics-section for 'allow-if', found 'justfied'
            baseline = "none"       | 3:1: expected no-new or no-more for 'baseline', found 'none'
            crate = "tyr"           | 2:1: expected one of forbid, allow, allow-if, max or baseline in this [[rule]], found none
            """)
    void aWrongDemandIsNamed(String line, String message) {
        assertThat(errors("version = 1\n[[rule]]\n" + line + "\n")).contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            kind = "bound-check"        | 4:1: expected a kind or a group of kinds, found 'bound-check'
            kind = ["index", "unwarp"]  | 4:18: expected a kind or a group of kinds, found 'unwarp'
            kind = []                   | 4:1: expected a string or a list of strings for 'kind', found an empty list
            kind = [1]                  | 4:9: expected a string in the list 'kind', found the number 1
            phase = "boot"              | 4:1: expected init, exit or runtime for 'phase', found 'boot'
            reach = "known"             | 4:1: expected reached, unknown-edges or unreached for 'reach', found 'known'
            crate = ""                  | 4:1: expected a pattern for 'crate', found an empty one
            crate = "nova-core"         | 4:1: expected a pattern for 'crate', found 'nova-core': a crate's name has _ where its package has -
            crate = "tyr::slot"         | 4:1: expected a pattern for 'crate', found the path 'tyr::slot', which a crate's name cannot be
            file = "a.rs "              | 4:1: expected a pattern for 'file', found 'a.rs ' with blanks around it
            file = "!a.rs"              | 4:1: expected a pattern for 'file', found '!a.rs': to leave something out, let an earlier rule decide on it
            file = 7                    | 4:1: expected a string or a list of strings for 'file', found the number 7
            on-unknown = "ignore"       | 4:1: expected fail or warn for 'on-unknown', found 'ignore'
            name = " "                  | 4:1: expected a text for 'name', found an empty one
            allow = true                | 4:1: expected one demand in a [[rule]], found 'allow' beside 'forbid' of line 3
            """)
    void aWrongSelectorIsNamed(String line, String message) {
        assertThat(errors("version = 1\n[[rule]]\nforbid = true\n" + line + "\n")).containsExactly(message);
    }

    @Test
    void callersThatContradictEachOtherAreNamed() {
        assertThat(errors("""
                version = 1
                [[rule]]
                forbid = true
                reached-from = "*ioctl*"
                reach = "unreached"
                [[rule]]
                allow = true
                allow-if = "justified"
                """)).containsExactly(
                "5:1: expected reached or unknown-edges beside 'reached-from', found 'unreached'",
                "8:1: expected no condition in a [[rule]] that allows everything, found 'allow-if'");
    }

    @Test
    void whatIsWrongWithTheFileIsNamed() {
        assertThat(errors("")).containsExactly("1:1: expected version = 1, found none");
        assertThat(errors("version = 2\n"))
                .containsExactly("1:1: expected version 1, found 2, which a newer assay reads");
        assertThat(errors("version = 1\n[rules]\n")).containsExactly("2:1: expected a key of a policy, found 'rules'");
        assertThat(errors("version = 1\nrule = 3\n"))
                .containsExactly("2:1: expected [[rule]] for 'rule', found the number 3");
        assertThat(errors("version = 1\n[rule]\nforbid = true\n"))
                .containsExactly("2:1: expected [[rule]] for 'rule', found a table");
        assertThat(errors("version = 1\n[gate]\nunknown = 1\n"))
                .containsExactly("3:1: expected a key of [gate], found 'unknown'");
    }

    @Test
    void anAllowanceMustBeWhole() {
        assertThat(errors("""
                version = 1
                [[allow]]
                fingerprint = "0123"
                expires = "2027-01-31"
                [[allow]]
                fingerprint = "0123456789abcdef"
                reason = "a"
                [[allow]]
                fingerprint = "0123456789abcdef"
                reason = "b"
                """)).containsExactly(
                "2:1: expected a reason in this [[allow]], found none",
                "3:1: expected a fingerprint of 16 hexadecimal digits, as 'assay panics --format json' has it, found '0123'",
                "4:1: expected a date such as 2027-01-31, without quotes, for 'expires', found the string \"2027-01-31\"",
                "9:1: expected each fingerprint once, found that of the [[allow]] of line 5");
    }

    @Test
    void whatIsNoTomlHasLineAndColumn() {
        assertThat(errors("version = 1\n[gate\non-unknown = \"fail\"\n"))
                .containsExactly("2:6: expected ], found end of line");
        assertThat(errors("version = 1\nversion = 1\n"))
                .containsExactly("2:1: expected TOML, found: version previously defined at line 1, column 1");
        assertThat(errors("version = 1\n[[rule]]\nforbid = tru\n").getFirst()).startsWith("3:10: expected ");
        assertThat(errors("version = 1\n[[allow]]\nexpires = 2027-13-01\n").getFirst()).startsWith("3:16: ");
    }

    @Test
    void bracketsWithoutEndAreAnErrorLikeAnyOther() {
        assertThat(errors("version = 1\na = " + "[".repeat(200_000))).isNotEmpty();
    }

    @Test
    void noGroupIsCalledAsAKindIs() {
        assertThat(KindGroup.values()).noneMatch(group -> Kind.byId(group.id()).isPresent());
    }

    @Test
    void allMistakesComeAtOnceInTheirOrder() {
        assertThat(errors("""
                verson = 1
                [[rule]]
                forbid = true
                kinds = "index"
                [[rule]]
                """)).containsExactly(
                "1:1: expected a key of a policy, found 'verson'",
                "1:1: expected version = 1, found none",
                "4:1: expected a key of [[rule]], found 'kinds'",
                "5:1: expected one of forbid, allow, allow-if, max or baseline in this [[rule]], found none");
    }

    @Test
    void aRuleThatCanNeverDecideIsNamed() {
        assertThat(errors("""
                version = 1
                [[rule]]
                crate = "nova_*"
                forbid = true
                [[rule]]
                crate = ["nova_core", "nova_d?m"]
                kind = "index"
                max = 3
                """)).containsExactly("5:1: expected a [[rule]] that some site can get to, since the first that fits "
                + "decides, found one whose sites the [[rule]] of line 2 takes");
        assertThat(errors("""
                version = 1
                [[rule]]
                kind = "implicit"
                allow = true
                [[rule]]
                kind = "written"
                forbid = true
                [[rule]]
                crate = "tyr"
                forbid = true
                """).getFirst()).endsWith("found one whose sites the [[rule]] of line 2 and 5 takes");
        assertThat(errors("""
                version = 1
                [[rule]]
                crate = "tyr"
                allow = true
                [[rule]]
                crate = "tyr"
                forbid = true
                """).getFirst())
                .endsWith("found 'forbid = true' for the same sites of which line 2 says 'allow = true'");
    }

    @Test
    void aRuleThatCanDecideIsLeftInPeace() {
        read("""
                version = 1
                [[rule]]
                crate = "nova_core"
                allow = true
                [[rule]]
                crate = "nova_*"
                phase = "init"
                max = 3
                [[rule]]
                crate = "nova_*"
                reached-from = "*ioctl*"
                forbid = true
                [[rule]]
                crate = "nova_*"
                reach = "reached"
                forbid = true
                [[rule]]
                forbid = true
                """);
    }

    @ParameterizedTest
    @CsvSource({"*, a*b, true", "a*, a*b, true", "a?, a*, false", "?, *, false", "a*b, a?b, true", "*a*, bab, true",
        "a, a, true", "a, b, false", "**, *, true", "*x, y*x, true", "x*, *x, false", "?, ?, true", "a?c, abc, true"})
    void aPatternCoversAnother(String wide, String narrow, boolean covers) {
        assertThat(Shadows.covers(new Glob(wide), new Glob(narrow))).isEqualTo(covers);
    }

    @Test
    void theMistakeKnowsItsLineAndTheWordsThatWouldBeRight() {
        assertThatThrownBy(() -> read("version = 1\n[[rule]]\n  forbit = true\n"))
                .isInstanceOfSatisfying(PolicyException.class, wrong -> {
                    PolicyError error = wrong.errors().getLast();
                    assertThat(error.text()).isEqualTo("  forbit = true");
                    assertThat(error.column()).isEqualTo(3);
                    assertThat(error.word()).isEqualTo("forbit");
                    assertThat(error.known()).contains("forbid", "allow-if");
                });
    }
}
