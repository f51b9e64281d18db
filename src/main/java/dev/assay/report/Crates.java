package dev.assay.report;

import dev.assay.check.panics.Site;
import dev.assay.rust.Library;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The crates of an image in the order of a reader's interest: drivers, the kernel's abstractions, Rust's library.
public final class Crates {
    private static final Set<String> KERNEL = Set.of("kernel", "bindings", "uapi", "ffi", "pin_init", "zerocopy");
    private static final Comparator<String> ORDER =
            Comparator.<String>comparingInt(Crates::distance).thenComparing(Comparator.naturalOrder());

    private Crates() {}

    static boolean isLibrary(String crate) {
        return Library.isCrate(crate) || crate.equals("compiler_builtins");
    }

    /// What belongs to each crate.
    public static <T> SortedMap<String, List<T>> group(List<T> values, Function<T, Site> site) {
        return groupByName(values, value -> site.apply(value).crate());
    }

    static <T> SortedMap<String, List<T>> groupByName(List<T> values, Function<T, String> crate) {
        return values.stream()
                .collect(Collectors.groupingBy(crate, () -> new TreeMap<>(ORDER), Collectors.toList()));
    }

    private static int distance(String crate) {
        return isLibrary(crate) ? 2 : KERNEL.contains(crate) ? 1 : 0;
    }
}
