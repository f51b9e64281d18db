package dev.assay.check.panics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.archive.Limits;
import dev.assay.archive.Progress;
import dev.assay.testing.Given;
import dev.assay.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All modules of a kernel, as a package and as the tree that it unpacks to.
@Tag("real-kernel")
class ModulesKernelTest {
    /// Unpacks many modules at once, because one process for each would take minutes; says how many it looked at.
    private static final String SCAN = """
            cd "$1" && find . -name '*.ko.xz' -print0 | xargs -0 -n 200 -P 2 sh -c '
              set -e; work=$(mktemp -d "$0/XXXXXX"); cp --parents "$@" "$work"; cd "$work"
              find . -name "*.ko.xz" -exec xz -d {} +
              find . -name "*.ko" -exec readelf -p .comment {} + >comments
              awk "/^File: /  { file = \\$2; files++ } /rustc version/ { print \\"rust\\", file }
                   END { print \\"looked at\\", files }" comments
              cd /; rm -r "$work"' "$2"
            """;
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*([0-9]+) kB");
    /// What a run may have resident, in MiB: `Limits` for two threads, the first generation of the heap, the JVM.
    private static final long MOST = 400;

    @TempDir private Path folder;

    @Test
    void exactlyTheModulesWithRustAreFound() throws Exception {
        Path modules = Given.file("ASSAY_MODULES_AMD64");
        Tools.require("readelf");
        Tools.require("xz");
        List<String> scan = Tools.run(List.of("sh", "-c", SCAN, "sh", modules.toString(), folder.toString())).lines()
                .toList();
        int looked = scan.stream().filter(line -> line.startsWith("looked at "))
                .mapToInt(line -> Integer.parseInt(line.substring(10))).sum();
        List<String> rust = scan.stream().filter(line -> line.startsWith("rust "))
                .map(line -> line.substring("rust ./".length()) + ".xz").sorted().toList();
        assertThat(rust).isNotEmpty();

        for (Path path : List.of(modules, Given.file("ASSAY_DEB_MODULES_AMD64"))) {
            Panics panics = new PanicSearch(Use.ALL, List.of(), Limits.DEFAULT, 2, Progress.NONE).run(List.of(path));
            assertThat(panics.unreadable()).isEmpty();
            assertThat(panics.images().stream().map(image -> image.image().path())
                    .map(name -> name.substring(name.lastIndexOf("/kernel/") + "/kernel/".length())).sorted().toList())
                    .isEqualTo(rust);
            assertThat(panics.images().size() + panics.withoutRust()).isEqualTo(looked);
            assertThat(panics.images()).allSatisfy(image -> assertThat(image.coverage().isComplete()).isTrue());
        }
    }

    /// What is resident depends on the largest members, and not on how many there are.
    @Test
    void memoryIsBoundedWhateverTheNumberOfModules() throws Exception {
        Path modules = Given.file("ASSAY_MODULES_AMD64");
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "skipped: no /proc to see memory in");
        // The largest ones come first, so that the small package needs as much for one as the large one.
        Tools.run(List.of("sh", "-c", """
                cd "$1" && find . -name '*.ko.xz' -printf '%s %p\\n' | sort -rn | cut -d' ' -f2 >"$2/all"
                head -n 1000 "$2/all" >"$2/some"
                tar -cf "$2/all.tar" -T "$2/all" && tar -cf "$2/some.tar" -T "$2/some"
                """, "sh", modules.toString(), folder.toString()));
        long some = peak(folder.resolve("some.tar"));
        long all = peak(folder.resolve("all.tar"));
        long deb = peak(Given.file("ASSAY_DEB_MODULES_AMD64"));
        System.out.printf("peak memory: %d MiB for 1,000 modules, %d MiB for all, %d MiB for the package%n", some, all,
                deb);
        assertThat(List.of(some, all, deb)).allSatisfy(peak -> assertThat(peak).isBetween(50L, MOST));
        assertThat(all).as("of all modules, against 1,000").isLessThanOrEqualTo(some + 30);
    }

    /// Most memory resident at once while `./assay panics` runs over a file with two threads, in MiB.
    private static long peak(Path file) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("./assay", "panics", "--quiet", "--jobs", "2"));
        command.add(file.toString());
        Tools.run(List.of("./assay", "--version")); // builds, if it must
        // The same first generation on every machine; else a larger machine would use more, and collect less often.
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("ASSAY_JAVA_OPTS", "-Xms256m -Xmn96m");
        Process process = builder.start();
        long peak = 0;
        while (process.isAlive()) {
            try {
                // The launcher ends in the JVM, which keeps its process id.
                Matcher matcher = PEAK.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
                peak = matcher.find() ? Long.parseLong(matcher.group(1)) : peak;
            } catch (IOException ended) {
                break;
            }
            Thread.sleep(2);
        }
        assertThat(process.waitFor()).isZero();
        return peak >> 10;
    }
}
