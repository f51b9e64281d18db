package dev.assay.check.panics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.rust.SourceLocation;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SiteFilterTest {
    private final Site site = site(Role.SITE, Kind.ADD_OVERFLOW);

    @Test
    void everySiteButNoMachineryByDefault() {
        SiteFilter filter = SiteFilter.allSites();
        assertThat(matches(filter, site)).isTrue();
        assertThat(matches(filter, site(Role.MACHINERY, Kind.EXPLICIT))).isFalse();
        assertThat(matches(filter, site(Role.PASS_THROUGH, Kind.UNWRAP_NONE))).isFalse();
        assertThat(filter.isEverything()).isTrue();
        assertThat(filter.describe()).isEmpty();
    }

    @Test
    void machineryOnRequest() {
        SiteFilter filter = SiteFilter.of(List.of(), List.of(), List.of(), List.of(), false, false, true);
        assertThat(Role.values()).allMatch(role -> matches(filter, site(role, Kind.EXPLICIT)));
    }

    @Test
    void crates() {
        assertThat(matches(crates("driver"), site)).isTrue();
        assertThat(matches(crates("kernel", "driver"), site)).isTrue();
        assertThat(matches(crates("kernel, driver"), site)).isTrue();
        assertThat(matches(crates("kernel"), site)).isFalse();
        assertThat(matches(crates("driv"), site)).isFalse();
    }

    @Test
    void cratesAndFunctionsThatLeadToASite() {
        assertThat(crates("tyr").matches(site, symbol -> symbol, "tyr", "tyr::probe")).isTrue();
        assertThat(crates("driver").matches(site, symbol -> symbol, "tyr", "tyr::probe")).as("its own").isTrue();
        assertThat(crates("kernel").matches(site, symbol -> symbol, "tyr", "tyr::probe")).isFalse();
        assertThat(functions("tyr::*").matches(site, symbol -> symbol, "tyr", "tyr::probe")).isTrue();
        assertThat(functions("nova::*").matches(site, symbol -> symbol, "tyr", "tyr::probe")).isFalse();
        assertThat(kinds("bounds-check").matches(site, symbol -> symbol, "tyr", "tyr::probe")).isFalse();
    }

    @Test
    void kinds() {
        assertThat(matches(kinds("add-overflow"), site)).isTrue();
        assertThat(matches(kinds("bounds-check,add-overflow"), site)).isTrue();
        assertThat(matches(kinds("bounds-check"), site)).isFalse();
    }

    @Test
    void anUnknownKindNamesAllKinds() {
        assertThatThrownBy(() -> kinds("bounds-check", "overflow"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("unknown kind 'overflow'; the kinds are: bounds-check, add-overflow, ")
                .hasMessageEndingWith(", build-error, other");
    }

    @Test
    void functionsByTheirPathByAnAliasOrByWhatWasInlined() {
        assertThat(matches(functions("driver::probe"), site)).isTrue();
        assertThat(matches(functions("probe"), site)).isFalse();
        assertThat(matches(functions("*::probe"), site)).isTrue();
        assertThat(matches(functions("demangled::twin"), site)).as("alias").isTrue();
        assertThat(matches(functions("*from_ptr"), site)).as("inlined").isTrue();
        assertThat(matches(functions("nothing", "driver::*"), site)).isTrue();
        assertThat(matches(functions("driver::remove"), site)).isFalse();
    }

    @Test
    void filesOfTheLocationTheOriginAndTheChain() {
        assertThat(matches(files("core/src/ffi/c_str.rs"), site)).as("location").isTrue();
        assertThat(matches(files("drivers/*"), site)).as("origin").isTrue();
        assertThat(matches(files("str.rs"), site)).as("inlined").isTrue();
        assertThat(matches(files("samples/*"), site)).isFalse();
    }

    @Test
    void implicitAndExplicit() {
        Site written = site(Role.SITE, Kind.ASSERT);
        SiteFilter implicit = SiteFilter.of(List.of(), List.of(), List.of(), List.of(), true, false, false);
        SiteFilter explicit = SiteFilter.of(List.of(), List.of(), List.of(), List.of(), false, true, false);
        SiteFilter both = SiteFilter.of(List.of(), List.of(), List.of(), List.of(), true, true, false);
        assertThat(List.of(matches(implicit, site), matches(implicit, written))).containsExactly(true, false);
        assertThat(List.of(matches(explicit, site), matches(explicit, written))).containsExactly(false, true);
        assertThat(List.of(matches(both, site), matches(both, written))).containsExactly(true, true);
        assertThat(both.isEverything()).isTrue();
    }

    @Test
    void allConditionsMustHold() {
        SiteFilter filter = SiteFilter.of(
                List.of("driver"), List.of("sub-overflow"), List.of("*"), List.of("*"), false, false, false);
        assertThat(matches(filter, site)).isFalse();
    }

    @Test
    void saysWhatItLetsThrough() {
        SiteFilter filter = SiteFilter.of(
                List.of("kernel", "driver"), List.of("expect"), List.of("a::*"), List.of("*.rs"), true, false, false);
        assertThat(filter.describe())
                .isEqualTo("crate driver or kernel, kind expect, function a::*, file *.rs, implicit only");
        assertThat(filter.isEverything()).isFalse();
    }

    @Test
    void aFilterWithoutRolesWouldHideEverything() {
        assertThatThrownBy(() -> new SiteFilter(
                new TreeSet<>(), new TreeSet<>(), List.of(), List.of(), true, true, new TreeSet<>()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean matches(SiteFilter filter, Site site) {
        return filter.matches(site, SiteFilterTest::demangle);
    }

    private static String demangle(String name) {
        return name.replace("_R", "demangled::");
    }

    private static SiteFilter crates(String... crates) {
        return SiteFilter.of(List.of(crates), List.of(), List.of(), List.of(), false, false, false);
    }

    private static SiteFilter kinds(String... kinds) {
        return SiteFilter.of(List.of(), List.of(kinds), List.of(), List.of(), false, false, false);
    }

    private static SiteFilter functions(String... globs) {
        return SiteFilter.of(List.of(), List.of(), List.of(globs), List.of(), false, false, false);
    }

    private static SiteFilter files(String... globs) {
        return SiteFilter.of(List.of(), List.of(), List.of(), List.of(globs), false, false, false);
    }

    private static Site site(Role role, Kind kind) {
        Frame origin = new Frame("driver::name", "drivers/driver.rs", 7, 9);
        return new Site(
                role,
                null,
                ".text",
                0,
                "_Rprobe",
                List.of("_Rprobe", "_Rtwin"),
                "driver::probe",
                "driver",
                kind,
                "core::panicking::panic",
                null,
                new SourceLocation("/usr/lib/rustlib/src/rust/library/core/src/ffi/c_str.rs", 287, 88),
                null,
                origin,
                List.of(
                        new Frame("<core::ffi::c_str::CStr>::from_ptr", null, 0, 0),
                        new Frame("<kernel::str::CStr>::of", "rust/kernel/str.rs", 1, 1),
                        origin),
                Phase.RUNTIME,
                "0123456789abcdef");
    }
}
