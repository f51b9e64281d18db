package dev.assay.archive;

import dev.assay.archive.Limits.Nesting;
import dev.assay.bytes.MappedFile;
import dev.assay.bytes.Slice;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// A look at all the code that paths contain: files, folders, packages, compressed files, kernel images, in one
/// another as deep as the limits allow. What a file is, its first bytes say.
///
/// A plain ELF file is mapped. Everything else is read once, from front to back, and unpacked into memory that is used
/// again; nothing is written to disk but a member larger than [Limits#memory].
public final class Walk<R> {
    /// The name of standard input.
    public static final Path STANDARD_INPUT = Path.of("-");

    private final Limits limits;
    private final Progress progress;
    private final Check<R> check;
    private final Budget budget;
    private final List<Queue.Job> files = new ArrayList<>();
    private final List<Root<R>> roots = new ArrayList<>();
    private final Queue queue;
    /// Files that came after everything was used up that may be unpacked.
    private final AtomicLong passedOver = new AtomicLong();

    /// Something with a name that is taken apart on its own.
    interface Begun<R> {
        void with(Expansion<R> expansion) throws IOException;
    }

    /// A path that the user named.
    ///
    /// @param expected what it should have been, for the message if there is no code in it
    private record Root<R>(String name, String expected, Outcome<R> outcome) {}

    private Walk(Limits limits, int threads, Progress progress, Check<R> check) {
        this.limits = limits;
        this.progress = progress;
        this.check = check;
        budget = new Budget(limits);
        queue = new Queue(files, threads);
    }

    /// Runs the check over every file with code. A path that cannot be opened, or that holds no code at all, is among
    /// the unreadable.
    ///
    /// @param paths   files and folders as the user named them; `-` is standard input. A symbolic link is followed here,
    ///                and not within a folder
    /// @param threads that work at once, the caller's among them; others are only started when there is work for them
    public static <R> Findings<R> over(List<Path> paths, Limits limits, int threads, Progress progress,
            Check<R> check) {
        Walk<R> walk = new Walk<>(limits, threads, progress, check);
        paths.forEach(walk::add);
        try (Queue queue = walk.queue) {
            progress.found(walk.files.size());
            queue.run();
        }
        return walk.findings();
    }

    /// Takes apart what lies in memory, for tests that do so very often.
    ///
    /// @param streamed whether it comes through a buffer, as a file does
    static <R> Findings<R> inMemory(MemorySegment bytes, boolean streamed, Worker worker, Limits limits,
            Check<R> check) {
        Walk<R> walk = new Walk<>(limits, 1, Progress.NONE, check);
        Outcome<R> outcome = new Outcome<>();
        walk.look("f", outcome, expansion -> {
            try (Input in = Input.of("f", "file", worker, bytes);
                    Input through = Input.of("f", "file", worker, (Source) in::read)) {
                expansion.open(streamed ? through : in, Nesting.NONE);
            }
        });
        return outcome.findings();
    }

    Limits limits() {
        return limits;
    }

    Progress progress() {
        return progress;
    }

    Check<R> check() {
        return check;
    }

    Budget budget() {
        return budget;
    }

    Queue queue() {
        return queue;
    }

    /// Looks at one file or member, and notes what is wrong with it.
    void look(String name, Outcome<R> outcome, Begun<R> begun) {
        progress.begun(name);
        if (budget.isExhausted()) {
            passedOver.incrementAndGet();
        } else {
            Expansion<R> expansion = new Expansion<>(this, outcome);
            expansion.attempt(name, () -> begun.with(expansion));
        }
        progress.done(name);
    }

    private void add(Path path) {
        String name = path.toString();
        Outcome<R> outcome = new Outcome<>();
        if (path.equals(STANDARD_INPUT)) {
            roots.add(new Root<>(name, "code in standard input", outcome));
            files.add(worker -> look(name, outcome, expansion -> standardInput(worker, expansion)));
        } else if (Files.isDirectory(path)) {
            roots.add(new Root<>(name, "a folder with ELF files", outcome));
            new Expansion<>(this, outcome).attempt(name, () -> folder(path, outcome));
        } else {
            roots.add(new Root<>(name, "code in it", outcome));
            new Expansion<>(this, outcome).attempt(name, () -> {
                mustBeFile(path);
                files.add(worker -> look(name, outcome, expansion -> file(path, true, worker, expansion)));
            });
        }
    }

    private void folder(Path folder, Outcome<R> outcome) throws IOException {
        Listing listing = Listing.of(folder);
        listing.unreadable().forEach(unreadable -> outcome.unreadable(unreadable.name(), unreadable.why()));
        for (Path file : listing.files()) {
            Outcome<R> inside = outcome.inside();
            files.add(worker -> look(file.toString(), inside, expansion -> file(file, false, worker, expansion)));
        }
    }

    private static void mustBeFile(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString(), null, "no such file or folder");
        }
        if (!Files.isRegularFile(path)) {
            throw new IOException(path + ": expected a file or a folder, found a device or a pipe");
        }
    }

    private void file(Path path, boolean named, Worker worker, Expansion<R> expansion) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
                Input in = Input.of(path.toString(), "file", worker, new ChannelSource(channel))) {
            Format format = Format.of(in.peek(Input.HEAD));
            if (format.isLeaf()) {
                try (MappedFile file = MappedFile.of(channel, in.file())) {
                    expansion.look(in.file(), format, file);
                }
            } else {
                if (!named && format == Format.OTHER) {
                    expansion.text(in, in.file(), channel.size());
                }
                open(in, format, named, expansion);
            }
        }
    }

    @SuppressWarnings("resource") // standard input is not ours to close
    private void standardInput(Worker worker, Expansion<R> expansion) throws IOException {
        ReadableByteChannel channel = new FileInputStream(FileDescriptor.in).getChannel();
        try (Input in = Input.of("-", "file", worker, new ChannelSource(channel))) {
            open(in, Format.of(in.peek(Input.HEAD)), true, expansion);
        }
    }

    /// A file that the user named counts whatever it holds, so that a wrong one is named in an error.
    private static void open(Input in, Format format, boolean named, Expansion<?> expansion) throws IOException {
        if (named && format == Format.OTHER) {
            Slice head = in.peek(8);
            throw in.malformed("an ELF file, a kernel image, an archive or something compressed",
                    head.size() == 0 ? "an empty file" : "0x" + Payload.firstBytes(in));
        }
        expansion.open(in, Nesting.NONE);
    }

    private Findings<R> findings() {
        Outcome<R> all = new Outcome<>();
        for (Root<R> root : roots) {
            Outcome<R> inside = all.inside();
            inside.add(root.outcome());
            Findings<R> found = root.outcome().findings();
            if (found.leaves() == 0 && found.unreadable().isEmpty() && passedOver.get() == 0) {
                inside.unreadable(root.name(), "%s: expected %s, found %d other files".formatted(root.name(),
                        root.expected(), found.others()));
            }
        }
        if (passedOver.get() > 0) {
            String name = roots.getLast().name();
            all.unreadable(name, "%s: %d more files were not looked at".formatted(
                    budget.exhausted(name).getMessage(), passedOver.get()));
        }
        return all.findings();
    }
}
