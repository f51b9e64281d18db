package dev.assay.source.history;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Says where lines come from, twice: first from the history, then from what was kept. For `bench/blame`.
final class BlameBench {
    private BlameBench() {}

    /// @param arguments the work tree, and a file with a path, a tabulator and a line in each line
    public static void main(String[] arguments) throws IOException {
        Map<String, List<Integer>> sites = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of(arguments[1]))) {
            String[] parts = line.split("\t", -1);
            sites.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(Integer.valueOf(parts[1]));
        }
        List<FileBlame> kept = new ArrayList<>();
        BlameCache cache = new BlameCache() {
            @Override
            public List<FileBlame> find(Collection<String> paths) {
                return List.copyOf(kept);
            }

            @Override
            public void keep(Collection<FileBlame> blames) {
                kept.addAll(blames);
            }
        };
        StringBuilder times = new StringBuilder("in the process:");
        Blame blame = new Blame(Map.of(), Map.of(), List.of());
        for (String what : List.of("first", "again")) {
            long start = System.nanoTime();
            long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            try (History history = History.open(Path.of(arguments[0]), cache)) {
                blame = history.blame(sites);
            }
            times.append(" %s %.3f s (its thread %.3f s),".formatted(what, (System.nanoTime() - start) / 1e9,
                    (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e9));
        }
        System.out.println(times.append(" unknown ").append(blame.unknown()));
        for (Map.Entry<String, List<Integer>> each : sites.entrySet()) {
            for (int line : each.getValue()) {
                System.out.println(each.getKey() + "\t" + line + "\t"
                        + blame.of(each.getKey(), line).map(Commit::id).orElse("?"));
            }
        }
    }
}
