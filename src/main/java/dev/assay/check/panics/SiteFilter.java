package dev.assay.check.panics;

import dev.assay.rust.SourceLocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which sites the user wants to see. An empty collection lets every value through.
///
/// @param crates    that define the function
/// @param kinds     of check
/// @param functions patterns over demangled paths: of the function, of its aliases, of what was inlined into it
/// @param files     patterns over source files: of the location, the origin, or any frame of the inline chain
/// @param implicit  whether checks that the compiler or the library put in are shown
/// @param explicit  whether written `panic!`, `assert!` and the like are shown
/// @param roles     shown; never empty
public record SiteFilter(
        SortedSet<String> crates,
        SortedSet<Kind> kinds,
        List<Glob> functions,
        List<Glob> files,
        boolean implicit,
        boolean explicit,
        SortedSet<Role> roles) {

    public SiteFilter {
        crates = sorted(crates);
        kinds = sorted(kinds);
        functions = List.copyOf(functions);
        files = List.copyOf(files);
        roles = sorted(roles);
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("a filter needs at least one role to show");
        }
    }

    /// Every panic site, without the machinery and the pass-throughs.
    public static SiteFilter allSites() {
        return of(List.of(), List.of(), List.of(), List.of(), false, false, false);
    }

    /// The filter for the words of a command line.
    ///
    /// Crates and kinds may be given one by one or separated by commas. Asking for both only the implicit and only
    /// the explicit sites is asking for all.
    ///
    /// @throws IllegalArgumentException with a message for the user if a kind does not exist
    public static SiteFilter of(
            List<String> crates,
            List<String> kinds,
            List<String> functions,
            List<String> files,
            boolean onlyImplicit,
            boolean onlyExplicit,
            boolean machinery) {
        return new SiteFilter(
                words(crates).collect(Collectors.toCollection(TreeSet::new)),
                words(kinds).map(SiteFilter::kind).collect(Collectors.toCollection(TreeSet::new)),
                functions.stream().map(Glob::new).toList(),
                files.stream().map(Glob::new).toList(),
                onlyImplicit || !onlyExplicit,
                onlyExplicit || !onlyImplicit,
                new TreeSet<>(machinery ? Set.of(Role.values()) : Set.of(Role.SITE)));
    }

    /// Whether the site is to be shown.
    ///
    /// @param demangle from a mangled name to its path without crate hashes; asked for aliases only, and only if needed
    public boolean matches(Site site, UnaryOperator<String> demangle) {
        return (crates.isEmpty() || crates.contains(site.crate()))
                && (functions.isEmpty() || matchesFunction(site, demangle))
                && matchesSite(site);
    }

    /// Whether the site is to be shown with a function that leads to it. Then crates and functions are wanted that are
    /// the site's or that function's: who asks for a driver's wants to know of its ways into the library.
    public boolean matches(Site site, UnaryOperator<String> demangle, String crate, String function) {
        return (crates.isEmpty() || crates.contains(crate) || crates.contains(site.crate()))
                && (functions.isEmpty() || anyFunction(function) || matchesFunction(site, demangle))
                && matchesSite(site);
    }

    private boolean matchesSite(Site site) {
        return roles.contains(site.role())
                && (kinds.isEmpty() || kinds.contains(site.kind()))
                && (site.isImplicit() ? implicit : explicit)
                && (files.isEmpty() || matchesFile(site));
    }

    /// Whether every site is let through, whatever the roles.
    public boolean isEverything() {
        return crates.isEmpty() && kinds.isEmpty() && functions.isEmpty() && files.isEmpty() && implicit && explicit;
    }

    /// The conditions as a reader of the answer needs them to know what was left out; empty if nothing was.
    public String describe() {
        List<String> conditions = new ArrayList<>();
        describe(conditions, "crate", crates);
        describe(conditions, "kind", kinds);
        describe(conditions, "function", functions);
        describe(conditions, "file", files);
        if (!explicit) {
            conditions.add("implicit only");
        }
        if (!implicit) {
            conditions.add("explicit only");
        }
        return String.join(", ", conditions);
    }

    private boolean matchesFunction(Site site, UnaryOperator<String> demangle) {
        return anyFunction(site.function())
                || site.inlined().stream().anyMatch(frame -> anyFunction(frame.function()))
                || site.aliases().stream()
                        .filter(alias -> !alias.equals(site.symbol()))
                        .anyMatch(alias -> anyFunction(demangle.apply(alias)));
    }

    private boolean anyFunction(String path) {
        return functions.stream().anyMatch(glob -> glob.matches(path));
    }

    private boolean matchesFile(Site site) {
        SourceLocation location = site.location();
        Frame origin = site.origin();
        return (location != null && anyFile(location.file()))
                || (origin != null && frameMatches(origin))
                || site.inlined().stream().anyMatch(this::frameMatches);
    }

    private boolean frameMatches(Frame frame) {
        String file = frame.file();
        return file != null && anyFile(file);
    }

    private boolean anyFile(String file) {
        return files.stream().anyMatch(glob -> glob.matchesPath(file));
    }

    private static Kind kind(String id) {
        return Kind.byId(id).orElseThrow(() -> new IllegalArgumentException("unknown kind '" + id + "'; the kinds are: "
                + Arrays.stream(Kind.values()).map(Kind::id).collect(Collectors.joining(", "))));
    }

    private static Stream<String> words(List<String> arguments) {
        return arguments.stream()
                .flatMap(argument -> Arrays.stream(argument.split(",")))
                .map(String::strip)
                .filter(word -> !word.isEmpty());
    }

    private static void describe(List<String> conditions, String name, Collection<?> values) {
        if (!values.isEmpty()) {
            conditions.add(name + " " + values.stream().map(Object::toString).collect(Collectors.joining(" or ")));
        }
    }

    private static <T extends Comparable<T>> SortedSet<T> sorted(SortedSet<T> values) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(values));
    }
}
