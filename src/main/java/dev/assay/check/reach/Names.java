package dev.assay.check.reach;

import dev.assay.check.panics.Glob;
import dev.assay.image.calls.Kernel;
import dev.assay.rust.Library;
import dev.assay.rust.MangledName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Names of the functions of a kernel, for people.
final class Names {
    private final Kernel kernel;
    private final List<String> images;
    private final Map<Integer, MangledName> mangled = new HashMap<>();

    /// @param images paths of the images, in the order of the kernel's graphs
    Names(Kernel kernel, List<String> images) {
        this.kernel = kernel;
        this.images = List.copyOf(images);
    }

    private MangledName mangled(int node) {
        return mangled.computeIfAbsent(node, n -> MangledName.of(kernel.symbol(n)));
    }

    /// Demangled path, or the C name.
    String path(int node) {
        return mangled(node).path();
    }

    /// Whether a pattern fits the symbol or the path of a function.
    boolean fit(int node, List<Glob> patterns) {
        String symbol = kernel.symbol(node);
        return patterns.stream().anyMatch(glob -> glob.matches(symbol) || glob.matches(path(node)));
    }

    /// The crate that defines a function; empty for C.
    String crate(int node) {
        return mangled(node).crate().orElse("");
    }

    /// Whether it is one of Rust's library.
    boolean isLibrary(int node) {
        return mangled(node).crate().filter(crate -> Library.isCrate(crate) || crate.equals("compiler_builtins"))
                .isPresent();
    }

    /// The file that holds it; null if there is only one.
    @Nullable
    String image(int node) {
        return images.size() < 2 ? null : images.get(kernel.graph(node));
    }
}
