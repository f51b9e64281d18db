package dev.assay.check.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.panics.PanicSearch;
import dev.assay.check.panics.Use;
import dev.assay.testing.Shared;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Ways that lead from one file of a kernel into another.
@Tag("slow")
class JoinedWaysTest {
    /// The driver's exit hands its registration to the kernel's `Drop`. Where in the source that call stands nobody asks
    /// while the driver is open: for what the driver has itself, no way leads there.
    @Test
    void eachStepHasItsPlaceInTheSource() {
        List<Path> paths = List.of(Shared.corpus("x86_64-vmlinux/vmlinux"),
                Shared.corpus("x86_64/drivers/net/phy/qt2025.ko"));

        List<Way> joined = new ReachSearch(new PanicSearch(Use.ALL, List.of()), List.of(), false, true).run(paths)
                .reaches().bySite().values().stream().map(Reach::way).filter(Objects::nonNull)
                .filter(way -> way.steps().stream().map(Step::image).distinct().count() > 1).toList();

        assertThat(joined).isNotEmpty().allSatisfy(way -> {
            assertThat(way.steps().getFirst().function()).isEqualTo("cleanup_module");
            assertThat(Objects.requireNonNull(way.steps().getFirst().leaves()).frames().getLast().function())
                    .isEqualTo("qt2025::__module_init::__module_init::cleanup_module");
            assertThat(way.steps().getLast().symbol()).contains("kernel3net3phy", "Registration", "Drop");
        });
    }
}
