package dev.assay.check.reach;

import dev.assay.check.panics.Site;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A function outside Rust's library, and the panics that its code leads to: its own, and those of the library's
/// functions that it calls, directly or through others of the library.
///
/// @param function demangled path
/// @param symbol   as in the symbol table
/// @param crate    that defines it
/// @param image    path of the file that holds it; null where only one was examined
/// @param panics   its own sites first, then the library's, nearest first
public record Attributed(String function, String symbol, String crate, @Nullable String image, List<Panic> panics) {
    public Attributed {
        panics = List.copyOf(panics);
    }

    /// The same with some of the panics; empty if there are none.
    public Optional<Attributed> only(Predicate<Site> wanted) {
        List<Panic> some = panics.stream().filter(panic -> wanted.test(panic.site())).toList();
        return some.isEmpty() ? Optional.empty()
                : Optional.of(new Attributed(function, symbol, crate, image, some));
    }

    /// A site that the function leads to.
    ///
    /// @param way from the function to the site; one step long if the site is in the function itself
    public record Panic(Site site, Way way) {}
}
