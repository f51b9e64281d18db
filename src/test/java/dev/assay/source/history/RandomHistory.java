package dev.assay.source.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// A history as `git fast-import` reads it: edits, renames, moves of lines, reformats, reverts and merges. Its lines are
/// few different ones, with blank and indented ones among them, so that versions can be compared in many ways.
final class RandomHistory {
    private final Random random;
    private final StringBuilder stream = new StringBuilder();
    private final List<Version> versions = new ArrayList<>();
    private int renamed;

    private record Version(int mark, Map<String, List<String>> files) {}

    RandomHistory(long seed) {
        random = new Random(seed);
    }

    /// Commits at random, and gives the files of the last commit with their numbers of lines.
    Map<String, Integer> write(int commits) {
        Map<String, List<String>> first = new TreeMap<>();
        for (int file = 0; file < 3; file++) {
            first.put("src/file%d.rs".formatted(file), lines(20 + random.nextInt(60)));
        }
        commit(first, List.of());
        List<Version> tips = new ArrayList<>(versions);
        for (int count = 1; count < commits; count++) {
            int at = random.nextInt(tips.size());
            Version tip = tips.get(at);
            if (random.nextInt(10) == 0 && tips.size() < 4) {
                tips.add(commit(edited(tip.files), List.of(tip)));
            } else if (random.nextInt(6) == 0 && tips.size() > 1) {
                Version other = tips.get((at + 1) % tips.size());
                tips.remove(other);
                tips.set(tips.indexOf(tip), commit(merged(tip.files, other.files), List.of(tip, other)));
            } else if (random.nextInt(12) == 0) {
                Version old = versions.get(random.nextInt(versions.size())); // a revert, or something like it
                tips.set(at, commit(new TreeMap<>(old.files), List.of(tip)));
            } else {
                tips.set(at, commit(edited(tip.files), List.of(tip)));
            }
        }
        while (tips.size() > 1) {
            Version other = tips.removeLast();
            tips.set(0, commit(merged(tips.getFirst().files, other.files), List.of(tips.getFirst(), other)));
        }
        stream.append("reset refs/heads/main\nfrom :%d\n\ndone\n".formatted(tips.getFirst().mark));
        Map<String, Integer> sizes = new TreeMap<>();
        tips.getFirst().files.forEach((path, lines) -> sizes.put(path, lines.size()));
        return sizes;
    }

    String stream() {
        return stream.toString();
    }

    private Version commit(Map<String, List<String>> files, List<Version> parents) {
        Version version = new Version(versions.size() + 1, files);
        versions.add(version);
        // Some have the same time as their parent, as commits of a rebase do.
        long time = 1_700_000_000L + versions.size() / 2 * 60L;
        String message = "Change %d".formatted(version.mark);
        stream.append("commit refs/heads/work%d\nmark :%d\n".formatted(version.mark, version.mark));
        stream.append("author A%d <a@example.org> %d +0000\n".formatted(version.mark % 3, time));
        stream.append("committer C <c@example.org> %d +0000\ndata %d\n%s\n".formatted(time, message.length(), message));
        for (int at = 0; at < parents.size(); at++) {
            stream.append("%s :%d\n".formatted(at == 0 ? "from" : "merge", parents.get(at).mark));
        }
        stream.append("deleteall\n");
        files.forEach((path, lines) -> {
            String text = String.join("\n", lines) + "\n";
            stream.append("M 100644 inline %s\ndata %d\n%s\n".formatted(path, text.getBytes(UTF_8).length, text));
        });
        stream.append('\n');
        return version;
    }

    private Map<String, List<String>> edited(Map<String, List<String>> files) {
        Map<String, List<String>> all = new TreeMap<>(files);
        for (String path : files.keySet()) {
            if (random.nextInt(3) != 0) {
                continue;
            }
            List<String> lines = new ArrayList<>(all.remove(path));
            int edits = random.nextInt(20) == 0 ? 40 : 1 + random.nextInt(4);
            for (int edit = 0; edit < edits; edit++) {
                edit(lines);
            }
            boolean rename = random.nextInt(8) == 0;
            all.put(rename ? (random.nextBoolean() ? "src/" : "lib/deep/") + "name%d.rs".formatted(++renamed) : path,
                    lines);
        }
        return all;
    }

    private void edit(List<String> lines) {
        int at = random.nextInt(lines.size() + 1);
        int count = Math.min(1 + random.nextInt(5), lines.size() - at);
        switch (random.nextInt(6)) {
            case 0, 1 -> lines.addAll(at, lines(1 + random.nextInt(5)));
            case 2 -> lines.subList(at, at + (lines.size() > 10 ? count : 0)).clear();
            case 3 -> lines.subList(at, at + count).replaceAll(_ -> line());
            case 4 -> lines.subList(at, at + count).replaceAll(line -> line.isBlank() ? line : "    " + line);
            default -> {
                List<String> moved = new ArrayList<>(lines.subList(at, at + count));
                lines.subList(at, at + count).clear();
                lines.addAll(random.nextInt(lines.size() + 1), moved);
            }
        }
    }

    private Map<String, List<String>> merged(Map<String, List<String>> one, Map<String, List<String>> other) {
        Map<String, List<String>> all = new TreeMap<>();
        one.forEach((path, lines) -> {
            List<String> theirs = other.get(path);
            if (theirs == null || random.nextInt(3) == 0) {
                all.put(path, lines);
            } else if (random.nextInt(3) == 0) {
                all.put(path, theirs);
            } else {
                int cut = random.nextInt(Math.min(lines.size(), theirs.size()) + 1);
                List<String> both = new ArrayList<>(lines.subList(0, cut));
                both.addAll(theirs.subList(cut, theirs.size()));
                all.put(path, both.isEmpty() ? lines : both);
            }
        });
        other.forEach((path, lines) -> {
            if (!one.containsKey(path) && random.nextBoolean()) {
                all.put(path, lines);
            }
        });
        return all;
    }

    private List<String> lines(int count) {
        List<String> lines = new ArrayList<>();
        for (int line = 0; line < count; line++) {
            lines.add(line());
        }
        return lines;
    }

    private String line() {
        return switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> "}";
            case 2 -> "    }";
            case 3 -> "    let x = %d;".formatted(random.nextInt(4));
            case 4 -> "fn f%d() {".formatted(random.nextInt(6));
            case 5 -> "\treturn;";
            default -> "        call(%d, %d);".formatted(random.nextInt(30), random.nextInt(30));
        };
    }
}
