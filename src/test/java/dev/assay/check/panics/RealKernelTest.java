package dev.assay.check.panics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.testing.Given;
import dev.assay.testing.Tools;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Kernels as a distribution ships them, of whatever version `.ci/real-kernels` fetched; the other side of each
/// comparison is what LLVM's tools print about the same file.
@Tag("real-kernel")
class RealKernelTest {
    private static ImagePanics answer(Path file) {
        Panics panics = new PanicSearch(Use.ALL, List.of()).run(List.of(file));
        assertThat(panics.unreadable()).isEmpty();
        return panics.images().getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ASSAY_VMLINUX_AMD64", "ASSAY_VMLINUX_ARM64", "ASSAY_VMLINUX_SID"})
    void everySiteHasALocationAndNothingIsUnknown(String variable) {
        ImagePanics answer = answer(Given.file(variable));
        assertThat(answer.coverage().isComplete()).as(answer.coverage().toString()).isTrue();
        assertThat(answer.coverage().selfCheckOnly()).isEmpty();
        assertThat(answer.sites().stream().filter(site -> site.role() == Role.SITE)).hasSizeGreaterThan(200)
                .allSatisfy(site -> assertThat(site.location()).as(site.toString()).isNotNull())
                .allSatisfy(site -> assertThat(site.inlined()).as(site.toString()).isNotEmpty());
        assertThat(answer.sites().stream().filter(site -> site.role() == Role.SITE).map(Site::fingerprint))
                .doesNotHaveDuplicates();
    }

    /// The inline chain of every site is the one that LLVM's symbolizer finds. Names may differ in the last frame,
    /// where the linker merged functions; a line of 0 has no column worth comparing.
    @ParameterizedTest
    @ValueSource(strings = {"ASSAY_VMLINUX_AMD64", "ASSAY_VMLINUX_ARM64", "ASSAY_VMLINUX_SID"})
    void inlineChainsEqualThoseOfLlvmSymbolizer(String variable) throws Exception {
        Path file = Given.file(variable);
        Map<Long, List<Frame>> ours = new TreeMap<>();
        answer(file).sites().forEach(site -> ours.put(Objects.requireNonNull(site.address()), site.inlined()));
        Map<Long, List<String>> theirs = symbolize(file, List.copyOf(ours.keySet()));

        List<String> differences = new ArrayList<>();
        ours.forEach((address, frames) -> {
            List<String> expected = Objects.requireNonNull(theirs.get(address));
            boolean equal = expected.size() == frames.size();
            for (int i = 0; equal && i < frames.size(); i++) {
                equal = matches(frames.get(i), expected.get(i));
            }
            if (!equal) {
                differences.add("%x: %s, but llvm-symbolizer: %s".formatted(address, frames, expected));
            }
        });
        assertThat(ours).hasSizeGreaterThan(300);
        assertThat(differences).isEmpty();
    }

    private static boolean matches(Frame frame, String position) {
        int column = position.lastIndexOf(':');
        int line = position.lastIndexOf(':', column - 1);
        String file = position.substring(0, line);
        boolean sameLine = frame.line() == Long.parseLong(position.substring(line + 1, column));
        boolean sameColumn = frame.line() == 0 || frame.column() == Long.parseLong(position.substring(column + 1));
        String own = frame.file() == null ? "??" : frame.file();
        return sameLine && sameColumn && (file.equals(own) || file.endsWith("/" + own) || own.endsWith("/" + file));
    }

    /// Positions (`file:line:column`) by address, innermost first.
    private static Map<Long, List<String>> symbolize(Path file, List<Long> addresses) throws Exception {
        Process process;
        Path input = Files.createTempFile("assay", ".addresses");
        try {
            Files.write(input, addresses.stream().map(address -> "0x" + Long.toHexString(address)).toList());
            process = new ProcessBuilder("llvm-symbolizer", "-i", "--relativenames", "--obj=" + file)
                    .redirectInput(input.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException absent) {
            assumeTrue(false, "skipped: llvm-symbolizer is not installed");
            throw absent;
        }
        Map<Long, List<String>> positions = new TreeMap<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (long address : addresses) {
                List<String> frames = new ArrayList<>();
                for (String function = lines.readLine(); function != null && !function.isEmpty(); function = lines
                        .readLine()) {
                    frames.add(Objects.requireNonNull(lines.readLine()));
                }
                positions.put(address, frames);
            }
        }
        process.waitFor();
        Files.delete(input);
        return positions;
    }

    @Test
    void strippedModulesSayWhereTheyPanic() throws Exception {
        Path modules = Given.file("ASSAY_MODULES_AMD64");
        ImagePanics phy = answer(unpack(modules, "qt2025.ko.xz"));
        assertThat(phy.sites()).extracting(site -> site.kind().id() + " " + site.location()).containsExactlyInAnyOrder(
                "add-overflow drivers/net/phy/qt2025.rs:90:41", "sub-overflow rust/kernel/time.rs:249:20");
        assertThat(phy.coverage().isComplete()).isTrue();

        ImagePanics other = answer(unpack(modules, "ax88796b_rust.ko.xz"));
        assertThat(other.sites()).isEmpty();
        assertThat(other.coverage().rustFunctions()).isPositive();
        assertThat(other.coverage().isComplete()).isTrue();
    }

    private static Path unpack(Path folder, String name) throws Exception {
        Path packed;
        try (Stream<Path> files = Files.walk(folder)) {
            packed = files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
        }
        return Tools.unpacked(packed, Files.createTempDirectory("assay"));
    }
}
