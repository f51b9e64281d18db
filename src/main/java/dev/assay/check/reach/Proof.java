package dev.assay.check.reach;

import dev.assay.check.panics.Site;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to `assay prove` for one function: is it free of panics, with all that it can reach?
///
/// @param function  demangled path, or the C name
/// @param symbol    as in the symbol table
/// @param image     path of the file that holds it; null where only one was examined
/// @param verdict   the answer
/// @param sites     that it reaches, nearest first, each with a shortest way; also where the verdict is `CANNOT_TELL`
///                  this is empty, since a single one makes it `REACHES`
/// @param unknown   the nearest of the edges that could not be followed, nearest first
/// @param unknownCount of all of them
/// @param assumed   functions that it calls and that were taken to be free of panics because the user said so
/// @param followed  how many functions were looked at
public record Proof(String function, String symbol, @Nullable String image, Verdict verdict, List<Reached> sites,
        List<Unknown> unknown, int unknownCount, List<String> assumed, int followed) {
    public Proof {
        sites = List.copyOf(sites);
        unknown = List.copyOf(unknown);
        assumed = List.copyOf(assumed);
    }

    /// What can be said.
    public enum Verdict {
        /// Nothing that it reaches can panic, and everything that it reaches is known.
        FREE("proved-free"),
        /// It reaches panic sites.
        REACHES("reaches-panics"),
        /// No site is known to be reached, but not every edge could be followed.
        CANNOT_TELL("cannot-tell");

        private final String id;

        Verdict(String id) {
            this.id = id;
        }

        /// As the answers spell it.
        public String id() {
            return id;
        }
    }

    /// A site that it reaches.
    ///
    /// @param way from the function to the site
    public record Reached(Site site, Way way) {}

    /// An edge that could not be followed.
    ///
    /// @param why what it is: `calls through rax`, `calls kmalloc, which is in no file examined` …
    /// @param way from the function to the place
    public record Unknown(String why, Way way) {}
}
