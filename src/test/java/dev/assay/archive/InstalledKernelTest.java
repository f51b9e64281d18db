package dev.assay.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledKernelTest {
    @TempDir private Path root;

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void findsImageModulesAndDebugFolder() throws IOException {
        file("proc/sys/kernel/osrelease", "7.3.4-x\n");
        file("boot/vmlinuz-7.3.4-x", "");
        file("usr/lib/modules/7.3.4-x/kernel/a.ko", "");
        file("usr/lib/debug/lib/modules/7.3.4-x/vmlinux", "");
        InstalledKernel kernel = InstalledKernel.find(root);
        assertThat(kernel.release()).isEqualTo("7.3.4-x");
        assertThat(kernel.paths()).containsExactly(root.resolve("boot/vmlinuz-7.3.4-x"),
                root.resolve("usr/lib/modules/7.3.4-x"));
        assertThat(kernel.debug()).containsExactly(root.resolve("usr/lib/debug/lib/modules/7.3.4-x"));
        assertThat(kernel.missing()).isEmpty();
    }

    @Test
    void saysWhatIsMissingAndWhereItLooked() throws IOException {
        file("proc/sys/kernel/osrelease", "6.1-y\n");
        InstalledKernel kernel = InstalledKernel.find(root);
        assertThat(kernel.paths()).isEmpty();
        assertThat(kernel.missing()).hasSize(3);
        assertThat(kernel.missing().get(0)).contains("boot/vmlinuz-6.1-y").doesNotContain("%s");
        assertThat(kernel.missing().get(2)).contains("apt install linux-image-6.1-y-dbg");
    }

    @Test
    void refusesAReleaseThatIsNoName() throws IOException {
        file("proc/sys/kernel/osrelease", "../../etc\n");
        assertThatThrownBy(() -> InstalledKernel.find(root)).isInstanceOf(IOException.class)
                .hasMessageContaining("expected the name of a kernel release");
        assertThatThrownBy(() -> InstalledKernel.find(root.resolve("none"))).isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be read");
    }
}
