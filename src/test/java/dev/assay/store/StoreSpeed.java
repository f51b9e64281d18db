package dev.assay.store;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// What `bench/store` measures from within: run by hand, not a test.
final class StoreSpeed {
    private StoreSpeed() {}

    /// `graph FILE FUNCTIONS`: saves one synthetic kernel, five calls for each function, and prints what it cost;
    /// `sites FILE COUNT`: two snapshots with that many sites, called a and b.
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[1]);
        int count = Integer.parseInt(args[2]);
        boolean graph = args[0].equals("graph");
        String name = graph ? "graph" : "a";
        Kept first = Synthetic.kept(1, graph ? 1000 : count, graph ? count : 1000);
        long before = cpu();
        try (Store store = Store.write(file, Patience.none(), Surveys.TOOL)) {
            store.save(first, name, false);
            if (!graph) {
                store.save(Synthetic.kept(2, count, 1000), "b", false);
            }
        }
        System.out.println("%d ms CPU, %d KiB on disk".formatted((cpu() - before) / 1_000_000,
                Files.size(file) / 1024));
    }

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }
}
