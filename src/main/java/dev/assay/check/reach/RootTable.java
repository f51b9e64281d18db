package dev.assay.check.reach;

import dev.assay.image.calls.Kernel;
import dev.assay.image.roots.Root;
import dev.assay.image.roots.Root.Kind;
import java.util.List;

/// The roots of all images of a kernel, by node.
final class RootTable {
    private final Kernel kernel;
    private final int[] starts;
    private final Root[] roots;

    /// @param found for each image of the kernel
    RootTable(Kernel kernel, List<List<Root>> found) {
        this.kernel = kernel;
        this.starts = new int[kernel.nodes() + 1];
        int count = 0;
        for (int graph = 0; graph < found.size(); graph++) {
            for (Root root : found.get(graph)) {
                int node = node(graph, root);
                if (node >= 0) {
                    starts[node + 1]++;
                    count++;
                }
            }
        }
        for (int node = 0; node < kernel.nodes(); node++) {
            starts[node + 1] += starts[node];
        }
        this.roots = new Root[count];
        int[] next = starts.clone();
        for (int graph = 0; graph < found.size(); graph++) {
            for (Root root : found.get(graph)) {
                int node = node(graph, root);
                if (node >= 0) {
                    roots[next[node]++] = root;
                }
            }
        }
    }

    private int node(int graph, Root root) {
        int function = kernel.graphs().get(graph).at(root.function());
        return function < 0 ? -1 : kernel.node(graph, function);
    }

    int count(int node) {
        return starts[node + 1] - starts[node];
    }

    Root root(int node, int index) {
        return roots[starts[node] + index];
    }

    boolean isRoot(int node) {
        return starts[node + 1] > starts[node];
    }

    /// Whether somebody enters it in this very kernel: what is only offered to Rust modules, or to objects that
    /// are yet to be linked, says less.
    boolean isStrong(int node) {
        for (int i = starts[node]; i < starts[node + 1]; i++) {
            if (isStrong(roots[i])) {
                return true;
            }
        }
        return false;
    }

    static boolean isStrong(Root root) {
        return root.kind() != Kind.RUST_EXPORT && root.kind() != Kind.GLOBAL;
    }

    /// The root of a node that says most.
    Root best(int node) {
        Root best = root(node, 0);
        for (int i = 1; i < count(node); i++) {
            if (rank(root(node, i)) < rank(best)) {
                best = root(node, i);
            }
        }
        return best;
    }

    /// What a reader learns most from comes first: how user space and drivers get in, not that something is exported.
    private static int rank(Root root) {
        return switch (root.kind()) {
            case SYSCALL -> 0;
            case ENTRY -> 1;
            case OPERATIONS -> 2;
            case MODULE_INIT -> 3;
            case MODULE_EXIT -> 4;
            case INITCALL -> 5;
            case VTABLE -> 6;
            case EXPORT -> 7;
            case BOOT -> 8;
            case DATA -> 9;
            case RUST_EXPORT -> 10;
            case GLOBAL -> 11;
        };
    }
}
