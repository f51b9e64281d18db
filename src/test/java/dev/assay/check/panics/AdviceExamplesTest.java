package dev.assay.check.panics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What makes advice true: compiled as the kernel compiles, the code before it can panic in the way it is about, and the
/// code after it cannot panic in any way. Both are looked at by the check itself.
class AdviceExamplesTest {
    private static final String DEBUG = "-Cdebug-assertions=on";
    /// The compiler in which the checks of null pointers and enums were first seen.
    private static final int FIRST_WITH_ALL = 93;
    private static final String UNWIND = "-Cpanic=unwind";

    /// Checks that only debug assertions bring.
    private static final Set<Kind> OF_DEBUG_BUILDS = EnumSet.of(
            Kind.UNSAFE_PRECONDITION, Kind.MISALIGNED_POINTER, Kind.NULL_POINTER, Kind.INVALID_ENUM);
    /// Checks of builds that are no kernel's.
    private static final Set<Kind> OF_UNWINDING = EnumSet.of(Kind.NO_UNWIND);

    @TempDir private Path folder;

    @Test
    void eachExampleCanPanicBefore() throws IOException, InterruptedException {
        Set<Kind> kinds = EnumSet.allOf(Kind.class);
        kinds.removeAll(OF_DEBUG_BUILDS);
        kinds.removeAll(OF_UNWINDING);
        List<Site> sites = RustExamples.in(folder).sites(kinds, Advice::before);
        assertThat(kinds).allSatisfy(kind -> assertThat(sites)
                .as("sites of kind %s in its example", kind)
                .anyMatch(site -> site.kind() == kind && RustExamples.isIn(kind, site)));
    }

    @Test
    void eachExampleOfADebugBuildCanPanicBefore() throws IOException, InterruptedException {
        RustExamples examples = RustExamples.in(folder);
        assumeTrue(examples.minor() >= FIRST_WITH_ALL,
                "skipped: rustc is older than 1.93 and lacks some of the checks");
        for (Kind kind : OF_DEBUG_BUILDS) {
            assertThat(examples.sites(Set.of(kind), Advice::before, DEBUG)).as("before: %s", kind)
                    .anyMatch(site -> site.kind() == kind);
            assertThat(examples.sites(Set.of(kind), Advice::after, DEBUG)).as("after: %s", kind).isEmpty();
        }
    }

    @Test
    void anExampleThatUnwindsCanPanicBefore() throws IOException, InterruptedException {
        RustExamples examples = RustExamples.in(folder);
        assertThat(examples.sites(OF_UNWINDING, Advice::before, UNWIND)).extracting(Site::kind)
                .containsExactly(Kind.NO_UNWIND);
        assertThat(examples.sites(OF_UNWINDING, Advice::after, UNWIND)).isEmpty();
    }

    @Test
    void noExampleCanPanicAfter() throws IOException, InterruptedException {
        assertThat(RustExamples.in(folder).sites(Arrays.asList(Kind.values()), Advice::after)).isEmpty();
    }

    /// The same without a word from this program: nothing that could panic is called.
    @Test
    void noExampleRefersToThePanicMachineryAfter() throws IOException, InterruptedException {
        String undefined = RustExamples.in(folder).undefinedSymbols(Arrays.asList(Kind.values()), Advice::after);
        assertThat(undefined.lines()).allMatch(symbol -> symbol.equals("memcpy") || symbol.isEmpty());
        assertThat(RustExamples.in(folder).undefinedSymbols(Set.of(Kind.BOUNDS_CHECK), Advice::before))
                .contains("panic_bounds_check");
    }

    @Test
    void whatIsSaidToNeedNoCheckHasNone() throws IOException, InterruptedException {
        assertThat(RustExamples.in(folder).sitesOf("ways")).isEmpty();
        assertThat(RustExamples.in(folder).sitesOf("ways-debug", DEBUG)).isEmpty();
    }

    @Test
    void whatIsSaidToPanicStillDoes() throws IOException, InterruptedException {
        List<Site> sites = RustExamples.in(folder).sitesOf("mistakes");
        assertThat(sites).extracting(Site::kind).contains(Kind.ASSERT, Kind.NEG_OVERFLOW, Kind.EXPECT);
        List<String> functions = RustExamples.functions("mistakes");
        assertThat(functions).hasSizeGreaterThan(20).allSatisfy(function -> assertThat(sites)
                .as(function)
                .filteredOn(site -> site.function().equals("mistakes::" + function))
                .anyMatch(site -> function.startsWith(site.kind().id().replace('-', '_') + "_")));
    }
}
