package dev.assay.archive;

import dev.assay.archive.Limits.Nesting;
import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.OpenFile;
import dev.assay.bytes.UnsupportedFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;

/// One file taken apart, down to the code in it, by one thread. What fails is noted, and the rest goes on.
final class Expansion<R> implements Members {
    /// Something that can fail without harm to anything else.
    interface Step {
        void run() throws IOException;
    }

    private final Walk<R> walk;
    private final Outcome<R> out;

    Expansion(Walk<R> walk, Outcome<R> out) {
        this.walk = walk;
        this.out = out;
    }

    /// Takes apart what `in` has left.
    void open(Input in, Nesting at) throws IOException {
        Format format = Format.of(in.peek(Input.HEAD));
        if (format == Format.OTHER) {
            out.other();
        } else if (format.isLeaf()) {
            try (OpenFile file = UnpackedFile.of(in, walk.budget(), walk.limits())) {
                look(in.file(), format, file);
            }
        } else {
            Nesting inside = walk.limits().into(in.file(), at, format.keepsDictionary());
            if (format.isCompression()) {
                unpack(format, in, at, inside);
            } else {
                container(format, in, inside);
            }
        }
    }

    /// Runs the check.
    void look(String name, Format format, OpenFile file) throws IOException {
        out.leaf();
        Leaf.Kind kind = format == Format.ELF ? Leaf.Kind.ELF : Leaf.Kind.FLAT_KERNEL;
        try {
            walk.check().run(new Leaf(name, kind, file)).ifPresent(out::answer);
        } catch (MalformedFileException | UnsupportedFormatException expected) {
            throw expected;
        } catch (RuntimeException e) {
            e.addSuppressed(new IllegalStateException("while looking at " + name));
            throw e;
        }
    }

    private void unpack(Format format, Input in, Nesting at, Nesting inside) throws IOException {
        String part = in.part().startsWith("data.tar.") ? "data.tar" : "unpacked";
        try (Input unpacked = Input.of(in.file(), part, in.worker(),
                Unpacking.of(format, in, at.decoderMemory(), walk.budget())).hint(in.unpackedHint(), 0)) {
            open(unpacked, inside);
        }
    }

    private void container(Format format, Input in, Nesting inside) throws IOException {
        switch (format) {
            case AR -> Ar.read(in, inside, this);
            case TAR -> Tar.read(in, inside, this);
            case CPIO -> Cpio.read(in, inside, this);
            case RPM -> Rpm.read(in, inside, this);
            case ZIP -> Zip.read(in, inside, this);
            case BZ_IMAGE -> BzImage.read(in, inside, this);
            case ZBOOT -> Zboot.read(in, inside, this);
            case ELF, FLAT_KERNEL, GZIP, XZ, ZSTD, BZIP2, LZ4, LZ4_LEGACY, LZMA, LZOP, OTHER ->
                    throw new IllegalArgumentException("not a container: " + format);
        }
    }

    @Override
    public void member(Input in, String path, long size, Nesting at) throws IOException {
        if (Format.of(in.peek(Math.min(size, Input.HEAD))) == Format.OTHER) {
            out.other();
            in.skip(size - text(in, Members.name(in.file(), path), size), path);
            return;
        }
        if (walk.budget().isExhausted()) {
            throw walk.budget().exhausted(in.file());
        }
        String name = Members.name(in.file(), path);
        walk.progress().found(1);
        Queue.Room room = walk.queue().room(size);
        if (room != null) {
            putAside(in, name, size, at, room);
            return;
        }
        long begin = in.offset();
        walk.progress().begun(name);
        attempt(name, () -> {
            try (Input member = in.member(name, "file", size)) {
                open(member, at);
            }
        });
        walk.progress().done(name);
        in.skip(size - (in.offset() - begin), path);
    }

    /// Hands over a file that is no code, if somebody wants it.
    ///
    /// @return how many of its bytes that took
    long text(Input in, String name, long size) throws IOException {
        if (size <= 0 || size > Check.LONGEST_TEXT || !walk.check().wantsText(name)) {
            return 0;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (long left = size; left > 0;) {
            long step = Math.min(left, Input.HEAD);
            bytes.writeBytes(in.take(step, "a text").copy(0, step));
            left -= step;
        }
        walk.check().text(name, bytes.toByteArray());
        return size;
    }

    private void putAside(Input in, String name, long size, Nesting at, Queue.Room room) throws IOException {
        try {
            in.copy(room.bytes().asSlice(0, size), "a member");
        } catch (IOException | RuntimeException e) {
            walk.queue().giveBack(room);
            walk.progress().done(name);
            refused(name, e);
            throw e;
        }
        Outcome<R> inside = out.inside();
        walk.queue().add(worker -> {
            walk.look(name, inside, begun -> {
                try (Input member = Input.of(name, "file", worker, room.bytes().asSlice(0, size))) {
                    begun.open(member, at);
                }
            });
            walk.queue().giveBack(room);
        });
    }

    @Override
    public void stream(Input member, Nesting at) {
        attempt(member.file(), () -> {
            if (Format.of(member.peek(Input.HEAD)) == Format.OTHER) {
                out.other();
                return;
            }
            walk.progress().found(1);
            walk.progress().begun(member.file());
            try {
                open(member, at);
            } finally {
                walk.progress().done(member.file());
            }
        });
    }

    @Override
    public void content(Input in, Nesting at) throws IOException {
        open(in, at);
    }

    @Override
    public void other() {
        out.other();
    }

    @Override
    public void refused(String name, Exception why) {
        out.unreadable(name, message(name, why));
    }

    @Override
    public Budget budget() {
        return walk.budget();
    }

    /// Does it, and notes what is wrong with the file, if anything is.
    void attempt(String name, Step step) {
        try {
            step.run();
        } catch (IOException | MalformedFileException | UnsupportedFormatException e) {
            refused(name, e);
        } catch (OutOfMemoryError e) {
            out.unreadable(name, name + ": needs more memory than there is (%s)".formatted(e.getMessage()));
        } catch (InternalError e) {
            // How the JVM reports a page of a mapped file that is no longer there.
            out.unreadable(name, name + ": file changed while being read");
        }
    }

    private static String message(String name, Exception e) {
        String reason = e instanceof FileSystemException system && system.getReason() != null ? system.getReason()
                : e instanceof FileSystemException ? "cannot be opened (" + e.getClass().getSimpleName() + ")"
                : String.valueOf(e.getMessage());
        return reason.startsWith(name) ? reason : name + ": " + reason;
    }
}
