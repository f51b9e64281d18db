package dev.assay.store;

import dev.assay.check.panics.Coverage;
import dev.assay.check.panics.Frame;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.ImageSite;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Phase;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Entrance;
import dev.assay.check.reach.Reach;
import dev.assay.check.reach.ReachClass;
import dev.assay.check.reach.Reaches;
import dev.assay.check.survey.Survey;
import dev.assay.rust.SourceLocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Kernels that nobody built, as large as is wanted.
final class Synthetic {
    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final long BASE = 0xffff_ffff_8100_0000L;

    private Synthetic() {}

    /// A kernel with sites and a call graph; five edges for each function.
    ///
    /// @param seed of it, and its build-id
    static Kept kept(int seed, int sites, int functions) {
        return new Kept(survey(seed, sites), List.of(new Graph(seed, functions)), Map.of(),
                Map.of("CONFIG_RUST", "y"), "callers", Surveys.TOOL, Surveys.SAVED.plusSeconds(seed));
    }

    static Survey survey(int seed, int count) {
        Random random = new Random(seed);
        List<Site> sites = new ArrayList<>();
        Map<ImageSite, Reach> reaches = new HashMap<>();
        for (int i = 0; i < count; i++) {
            int function = random.nextInt(500);
            String path = "driver%d::module%d::function%d".formatted(function % 7, function % 31, function);
            String symbol = "_RNvNtCs%d_7driver%d%s".formatted(seed % 3, function, path.hashCode());
            String file = "drivers/gpu/driver%d/file%d.rs".formatted(function % 7, function % 40);
            List<Frame> chain = new ArrayList<>();
            for (int depth = 0; depth < 1 + random.nextInt(5); depth++) {
                chain.add(new Frame("core::inlined%d".formatted(random.nextInt(200)), file, 1 + random.nextInt(900),
                        1 + random.nextInt(80)));
            }
            long offset = 64L * i + random.nextInt(60);
            Site site = new Site(Role.SITE, BASE + offset, ".text", offset, symbol, List.of(symbol), path,
                    "driver" + function % 7, KINDS.get(random.nextInt(KINDS.size())),
                    "core::panicking::panic_bounds_check", random.nextInt(4) == 0 ? "message " + i % 50 : null,
                    new SourceLocation(file, 1 + random.nextInt(2000), 1 + random.nextInt(100)), null,
                    chain.getLast(), chain, Phase.RUNTIME, "%016x".formatted(random.nextLong()));
            sites.add(site);
            reaches.put(new ImageSite("vmlinux", site), new Reach(ReachClass.REACHED,
                    List.of(new Entrance("operations", ".ioctl of drm_driver driver" + function % 7,
                            "entered%d".formatted(random.nextInt(300)), null)),
                    1 + random.nextInt(9), 0));
        }
        ImagePanics.Identity identity = new ImagePanics.Identity("vmlinux", "kernel", "x86-64", "7.3.4-" + seed,
                "%040x".formatted(seed), List.of("1.95.0"), "symtab", null);
        Coverage coverage = new Coverage(4000, 4000, 1 << 20, 20, count, 0, 0, List.of(), List.of(), List.of(),
                List.of(), true);
        return new Survey(new Panics(List.of(new ImagePanics(identity, coverage, sites)), List.of(), 0),
                Optional.of(new Reaches(reaches, List.of(), List.of())), Optional.empty());
    }

    /// A call graph at random.
    record Graph(int seed, int functions) implements Calls {
        private static final int EDGES = 5;
        private static final int CHUNK = 1 << 14;

        @Override
        public void writeTo(Sink sink) throws IOException {
            Random random = new Random(seed);
            long offset = 0;
            for (int i = 0; i < functions; i++) {
                int size = 16 + random.nextInt(400);
                String symbol = i % 20 == 0 ? "_RNvNtCs1234_6kernel%d3str9parse_int".formatted(i % 10)
                        : "some_subsystem_function_" + Integer.toHexString(i * 7919);
                sink.function("vmlinux", i, symbol, ".text", offset, BASE + offset, size, null);
                offset += size;
            }
            int all = EDGES * functions;
            for (int at = 0; at < all; at += CHUNK) {
                int count = Math.min(CHUNK, all - at);
                int[] callers = new int[count];
                int[] callees = new int[count];
                byte[] kinds = new byte[count];
                int[] offsets = new int[count];
                for (int i = 0; i < count; i++) {
                    callers[i] = (at + i) / EDGES;
                    callees[i] = random.nextInt(20) == 0 ? -1 : random.nextInt(functions);
                    kinds[i] = (byte) (callees[i] < 0 ? 9 : random.nextInt(9));
                    offsets[i] = 5 * (i % EDGES) + random.nextInt(300);
                }
                sink.edges("vmlinux", callers, callees, kinds, offsets);
            }
            for (int i = 0; i < functions; i += 10) {
                sink.root("vmlinux", i, "export", i % 30 == 0 ? "export " + i : null, BASE + 8L * i);
            }
        }
    }
}
