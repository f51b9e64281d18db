package dev.assay.check.diff;

import dev.assay.check.panics.Frame;
import dev.assay.check.panics.Site;
import dev.assay.rust.MangledName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Names of functions as far as they are the same in another build.
final class FunctionNames {
    private final Map<String, String> paths = new HashMap<>();

    /// Paths of all functions that the compiler merged into the one that holds a site.
    Set<String> all(Site site) {
        if (site.aliases().size() < 2) {
            return Set.of(site.function());
        }
        Set<String> names = new HashSet<>(List.of(site.function()));
        for (String alias : site.aliases()) {
            names.add(paths.computeIfAbsent(alias, symbol -> MangledName.of(symbol).path()));
        }
        return names;
    }

    /// The function in whose text the check stands, as far as debug information tells; else null.
    static @Nullable String home(Site site) {
        for (Frame frame : site.inlined()) {
            if (site.location() != null && site.location().file().equals(frame.file())) {
                return frame.function();
            }
        }
        Frame origin = site.origin();
        return site.inlined().isEmpty() || origin == null ? null : origin.function();
    }

    /// A path without generic arguments; the brackets around a type that begins a path stay.
    static String plain(String path) {
        StringBuilder plain = new StringBuilder(path.length());
        int depth = 0;
        for (int i = 0; i < path.length(); i++) {
            char character = path.charAt(i);
            boolean arrow = character == '>' && i > 0 && path.charAt(i - 1) == '-';
            if (character == '<' && (depth > 0 || isArgument(path, i))) {
                depth++;
            } else if (character == '>' && depth > 0 && !arrow) {
                depth--;
            } else if (depth == 0) {
                plain.append(character);
            }
        }
        return plain.toString().replace("::::", "::");
    }

    private static boolean isArgument(String path, int at) {
        return at > 0 && (Character.isLetterOrDigit(path.charAt(at - 1)) || path.charAt(at - 1) == '_'
                || path.charAt(at - 1) == ':');
    }

    /// The last part of a path, with the closures in it: what stays if a function is moved into another module.
    static String last(String path) {
        String plain = plain(path);
        List<String> parts = new ArrayList<>(List.of(plain.split("::", -1)));
        int start = parts.size() - 1;
        while (start > 0 && parts.get(start).startsWith("{")) {
            start--;
        }
        return String.join("::", parts.subList(Math.max(0, start), parts.size()));
    }

    /// What is in front of [#last].
    static String parent(String path) {
        String plain = plain(path);
        return plain.substring(0, plain.length() - last(path).length());
    }
}
