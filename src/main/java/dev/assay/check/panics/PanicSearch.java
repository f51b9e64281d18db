package dev.assay.check.panics;

import dev.assay.archive.Check;
import dev.assay.archive.Findings;
import dev.assay.archive.Leaf;
import dev.assay.archive.Limits;
import dev.assay.archive.Progress;
import dev.assay.archive.Walk;
import dev.assay.check.panics.Panics.Unreadable;
import dev.assay.image.DebugFolders;
import dev.assay.image.DebugIndex;
import dev.assay.image.Image;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/// Runs the check over everything that paths contain. A file that cannot be read is named; the others are answered.
///
/// @param use      what the answer is for
/// @param debug    files and folders that may hold the debug information of the images
/// @param limits   on what archives may unpack to
/// @param threads  that work at once
/// @param progress is told how far it has come
public record PanicSearch(Use use, List<Path> debug, Limits limits, int threads, Progress progress) {
    public PanicSearch {
        debug = List.copyOf(debug);
    }

    /// A search by this thread alone.
    public PanicSearch(Use use, List<Path> debug) {
        this(use, debug, Limits.DEFAULT, 1, Progress.NONE);
    }

    /// Checks every image under `paths`.
    ///
    /// @param paths files, folders and archives; `-` for standard input
    public Panics run(List<Path> paths) {
        return run(paths, (image, answer) -> {});
    }

    /// Looks at an image while it is open; several threads may at once. One whose answer depends on others may be shown
    /// twice, the second time with the better answer.
    @FunctionalInterface
    public interface Look {
        /// Looks at it.
        void at(Image image, ImagePanics answer);

        /// Whether a file that is no code is wanted too; see [Check#wantsText].
        default boolean wantsText(String name) {
            return false;
        }

        /// What such a file holds.
        default void text(String name, byte[] bytes) {}

        /// This look, and then another.
        default Look and(Look next) {
            Look first = this;
            return new Look() {
                @Override
                public void at(Image image, ImagePanics answer) {
                    first.at(image, answer);
                    next.at(image, answer);
                }

                @Override
                public boolean wantsText(String name) {
                    return first.wantsText(name) || next.wantsText(name);
                }

                @Override
                public void text(String name, byte[] bytes) {
                    first.text(name, bytes);
                    next.text(name, bytes);
                }
            };
        }
    }

    /// The same, and lets somebody look at each image with an answer.
    public Panics run(List<Path> paths, Look look) {
        DebugIndex index = new DebugIndex(debug);
        AtomicInteger withoutRust = new AtomicInteger();
        Findings<ImagePanics> found = Walk.over(paths, limits, threads, progress,
                new Check<>() {
                    @Override
                    public Optional<ImagePanics> run(Leaf leaf) {
                        return check(leaf, index, withoutRust, Map.of(), look);
                    }

                    @Override
                    public boolean wantsText(String name) {
                        return look.wantsText(name);
                    }

                    @Override
                    public void text(String name, byte[] bytes) {
                        look.text(name, bytes);
                    }
                });
        List<Unreadable> unreadable = new ArrayList<>();
        index.troubles().forEach((path, why) -> unreadable.add(new Unreadable(path, why)));
        found.unreadable().forEach(file -> unreadable.add(new Unreadable(file.name(), file.why())));
        return new Panics(linked(paths, found.answers(), index, look), unreadable, withoutRust.get(),
                (int) found.others());
    }

    /// The answers with what only other images of the same kernel could tell. Few are looked at again, since what
    /// modules call is nearly always known by name.
    private List<ImagePanics> linked(List<Path> paths, List<ImagePanics> answers, DebugIndex index, Look look) {
        Map<String, ImagePanics> again = new HashMap<>();
        Map<Optional<String>, Map<String, Links.Raise>> byRelease = new HashMap<>();
        for (ImagePanics answer : answers) {
            if (answer.links().wants().isEmpty()) {
                continue;
            }
            Map<String, Links.Raise> offered = byRelease.computeIfAbsent(release(answer), release -> Links.offered(
                    answers.stream().filter(other -> release(other).equals(release)).toList()));
            if (answer.links().gainFrom(offered)) {
                Walk.<ImagePanics>over(around(paths, answer.image().path()), limits, 1, progress,
                        leaf -> leaf.name().equals(answer.image().path())
                                ? check(leaf, index, new AtomicInteger(), offered, look)
                                : Optional.empty())
                        .answers().forEach(better -> again.put(better.image().path(), better));
            }
        }
        return answers.stream().map(answer -> again.getOrDefault(answer.image().path(), answer)).toList();
    }

    /// Opens some of the images again, one after the other, for what nobody could know that it would be asked for when
    /// they were open. What came from standard input cannot be had twice, and is passed over.
    ///
    /// @param paths as they were searched
    /// @param names of the images
    /// @param look  is given the name of each and the image
    public void again(List<Path> paths, Set<String> names, BiConsumer<String, Image> look) {
        DebugIndex index = new DebugIndex(debug);
        List<Path> around = names.stream().flatMap(name -> around(paths, name).stream()).distinct()
                .filter(path -> !path.equals(Walk.STANDARD_INPUT)).toList();
        Walk.<ImagePanics>over(around, limits, 1, progress, leaf -> {
            if (names.contains(leaf.name())) {
                try (DebugFolders folders = new DebugFolders(index)) {
                    look.accept(leaf.name(), Image.open(leaf.file(), folders));
                }
            }
            return Optional.empty();
        });
    }

    /// Those of the paths that an image was found in.
    private static List<Path> around(List<Path> paths, String name) {
        return paths.stream().filter(path -> isIn(name, path)).toList();
    }

    private static Optional<String> release(ImagePanics answer) {
        return Optional.ofNullable(answer.image().release());
    }

    private static boolean isIn(String name, Path path) {
        String start = path.toString();
        return name.equals(start) || name.startsWith(start.endsWith("/") ? start : start + "/")
                || name.startsWith(start + "!");
    }

    /// A kernel gets an answer also if nothing in it is Rust: of one of thousands of modules nobody asks that, of the
    /// kernel everybody does.
    private Optional<ImagePanics> check(Leaf leaf, DebugIndex index, AtomicInteger withoutRust,
            Map<String, Links.Raise> offered, Look look) {
        try (DebugFolders folders = new DebugFolders(index)) {
            Image image = Image.open(leaf.file(), folders);
            if (image.hasRust() || image.identity().isLinux()) {
                ImagePanics answer = PanicCheck.run(image, leaf.name(), use, offered);
                look.at(image, answer);
                return Optional.of(answer);
            }
            withoutRust.incrementAndGet();
            return Optional.empty();
        }
    }
}
