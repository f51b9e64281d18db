package dev.assay.check.diff;

import dev.assay.rust.Library;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which source file of one side is which of the other, wherever the two were built.
///
/// Files of Rust's library are known by their path in it. If no other file has the same name on both sides, the two
/// were built in different folders: the folders that most of the files agree on are taken off.
final class SourceFiles {
    /// Of files with the same last part, more are not compared one by one.
    private static final int MOST_COMPARED = 64;

    private final String folderBefore;
    private final String folderAfter;
    private final Map<String, String> known = new HashMap<>();

    private SourceFiles(String folderBefore, String folderAfter) {
        this.folderBefore = folderBefore;
        this.folderAfter = folderAfter;
    }

    static SourceFiles of(Set<String> before, Set<String> after) {
        Set<String> left = own(before);
        Set<String> right = own(after);
        Set<String> same = new HashSet<>(left);
        same.retainAll(right);
        if (!same.isEmpty()) {
            return new SourceFiles("", "");
        }
        Map<String, List<String>> byName = new HashMap<>();
        right.forEach(file -> byName.computeIfAbsent(name(file), _ -> new ArrayList<>()).add(file));
        Map<Folders, Integer> votes = new HashMap<>();
        for (String file : left) {
            List<String> others = byName.getOrDefault(name(file), List.of());
            Folders folders = others.size() > MOST_COMPARED ? null : nearest(file, others);
            if (folders != null) {
                votes.merge(folders, 1, Integer::sum);
            }
        }
        Folders best = null;
        for (Map.Entry<Folders, Integer> vote : votes.entrySet()) {
            if (best == null || vote.getValue() > votes.getOrDefault(best, 0)
                    || (vote.getValue().equals(votes.get(best)) && vote.getKey().isBefore(best))) {
                best = vote.getKey();
            }
        }
        return best == null ? new SourceFiles("", "") : new SourceFiles(best.before, best.after);
    }

    /// What is in front of the part that two paths have in common.
    private record Folders(String before, String after) {
        /// Any order, so that the answer does not depend on that of the files.
        boolean isBefore(Folders other) {
            int lengths = Integer.compare(before.length() + after.length(),
                    other.before.length() + other.after.length());
            return lengths != 0 ? lengths < 0
                    : (before + "\0" + after).compareTo(other.before + "\0" + other.after) < 0;
        }
    }

    /// The one other file that has most of its path in common; null if several have.
    private static @Nullable Folders nearest(String file, List<String> others) {
        int most = 0;
        Folders best = null;
        for (String other : others) {
            int common = common(file, other);
            if (common > most) {
                most = common;
                best = new Folders(file.substring(0, file.length() - common),
                        other.substring(0, other.length() - common));
            } else if (common == most) {
                best = null;
            }
        }
        return best;
    }

    /// How many characters at their ends two paths have in common, in whole parts.
    private static int common(String one, String other) {
        int whole = 0;
        for (int n = 1; n <= Math.min(one.length(), other.length()); n++) {
            if (one.charAt(one.length() - n) != other.charAt(other.length() - n)) {
                return whole;
            }
            boolean start = (n == one.length() || one.charAt(one.length() - n - 1) == '/')
                    && (n == other.length() || other.charAt(other.length() - n - 1) == '/');
            whole = start ? n : whole;
        }
        return whole;
    }

    /// The name by which both sides know a file of the first.
    String before(String file) {
        return known(file, folderBefore);
    }

    /// The name by which both sides know a file of the second.
    String after(String file) {
        return known(file, folderAfter);
    }

    private String known(String file, String folder) {
        return known.computeIfAbsent(folder + "\0" + file, _ -> {
            String path = plain(file);
            return path.startsWith(folder) ? path.substring(folder.length()) : path;
        });
    }

    private static Set<String> own(Set<String> files) {
        Set<String> own = new HashSet<>();
        for (String file : files) {
            if (Library.inside(file).isEmpty()) {
                own.add(plain(file));
            }
        }
        return own;
    }

    /// Without `.` and `..`; a file of the library from its crate on.
    private static String plain(String file) {
        Deque<String> parts = new ArrayDeque<>();
        String path = Library.inside(file).map(inside -> "library:" + inside).orElse(file);
        for (String part : path.split("/", -1)) {
            if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    private static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }
}
