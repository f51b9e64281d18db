package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.reach.Entrance;
import dev.assay.check.reach.Reach;
import dev.assay.check.reach.ReachClass;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is said of the roots of a panic site.
class ReachViewTest {
    private static String text(String kind, String name) {
        Entrance root = new Entrance(kind, name, "nova::IOCTLS::NOVA_GEM_CREATE", null);
        return ReachView.text(new Reach(ReachClass.REACHED, List.of(root), 1, 0));
    }

    @Test
    void ofATableWithoutANameTheFunctionIsTold() {
        assertThat(text("operations", ".func of drm_ioctl_desc at .rodata+0x10 (by its shape)")).isEqualTo(
                "from .func of drm_ioctl_desc at .rodata+0x10 (by its shape): nova::IOCTLS::NOVA_GEM_CREATE");
        assertThat(text("operations", "address taken in DRIVERS+0xe0"))
                .isEqualTo("from address taken in DRIVERS+0xe0: nova::IOCTLS::NOVA_GEM_CREATE");
    }

    @Test
    void aNameThatTellsAllStandsAlone() {
        assertThat(text("operations", ".mmap of file_operations rust_binder_fops"))
                .isEqualTo("from .mmap of file_operations rust_binder_fops");
        assertThat(text("export", "exported drm_dev_register")).isEqualTo("from exported drm_dev_register");
    }

    @Test
    void moreRootsAreCounted() {
        Entrance root = new Entrance("export", "exported a", "a", null);
        assertThat(ReachView.text(new Reach(ReachClass.UNKNOWN_EDGES, List.of(root), 3, 1)))
                .isEqualTo("only through unknown edges, from exported a; and 2 more roots");
    }
}
