package dev.assay.archive;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Work for the threads of a walk: files, and members that the reader of an archive has put aside.
///
/// A member is only put aside while there is memory for it; otherwise its reader looks at it before it goes on. So no
/// thread ever waits for another while it has work, and memory stays within [Limits#QUEUE].
final class Queue implements AutoCloseable {
    /// Something to do with the worker of whichever thread comes to it.
    interface Job {
        void run(Worker worker);
    }

    /// Memory for a packed member, to be given back.
    record Room(Arena arena, MemorySegment bytes) {}

    private static final long SMALLEST_ROOM = 16 << 10;
    /// The check runs on these threads; as much as the main thread has.
    private static final long STACK = 8 << 20;

    private final List<Job> files;
    private int nextFile;
    private final int mostHelpers;
    private final Deque<Job> members = new ArrayDeque<>();
    private final List<Room> unused = new ArrayList<>();
    private final List<Thread> helpers = new ArrayList<>();
    private long memory;
    private int waiting;
    private int busy;
    private @Nullable Throwable failure;

    /// @param files   may still grow until [#run]
    /// @param threads that work, the caller's among them
    Queue(List<Job> files, int threads) {
        this.files = files;
        this.mostHelpers = threads - 1;
    }

    /// Works until nothing is left to do. What a job throws ends all of it and is thrown here.
    void run() {
        synchronized (this) {
            busy++; // so that nobody takes a pause for the end
        }
        work();
        boolean interrupted = false;
        for (Thread helper : copyOfHelpers()) {
            while (helper.isAlive()) {
                try {
                    helper.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    private synchronized List<Thread> copyOfHelpers() {
        return List.copyOf(helpers);
    }

    /// Memory for a member, if another thread may take it and there is some left.
    @SuppressWarnings("MustBeClosedChecker") // closed with the queue, or when its memory is wanted
    synchronized @Nullable Room room(long size) {
        if (mostHelpers == 0 || size > Limits.QUEUE) {
            return null;
        }
        Room best = null;
        for (Room room : unused) {
            if (room.bytes().byteSize() >= size
                    && (best == null || room.bytes().byteSize() < best.bytes().byteSize())) {
                best = room;
            }
        }
        if (best != null) {
            unused.remove(best);
            return best;
        }
        long rounded = Math.max(SMALLEST_ROOM, Long.highestOneBit(Math.max(size, 1) * 2 - 1));
        while (memory + rounded > Limits.QUEUE && !unused.isEmpty()) {
            Room dropped = unused.removeLast();
            memory -= dropped.bytes().byteSize();
            dropped.arena().close();
        }
        if (memory + rounded > Limits.QUEUE) {
            return null;
        }
        memory += rounded;
        Arena arena = Arena.ofShared();
        return new Room(arena, arena.allocate(rounded, 16));
    }

    synchronized void giveBack(Room room) {
        unused.add(room);
    }

    /// Puts a member aside for whoever is free next.
    synchronized void add(Job member) {
        members.add(member);
        if (waiting > 0) {
            notify();
        } else {
            help();
        }
    }

    private void work() {
        try (Worker worker = new Worker()) {
            for (Job job = next(); job != null; job = next()) {
                job.run(worker);
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /// Ends one job and gives the next; none when all is done, or something failed.
    private synchronized @Nullable Job next() {
        busy--;
        while (failure == null) {
            Job member = members.poll();
            if (member != null) {
                busy++;
                return member;
            }
            if (nextFile < files.size()) {
                busy++;
                Job file = files.get(nextFile++);
                if (nextFile < files.size() && waiting == 0) {
                    help();
                }
                return file;
            }
            if (busy == 0) {
                break;
            }
            waiting++;
            try {
                wait();
            } catch (InterruptedException e) {
                // Nobody interrupts these threads; whoever does wants them to go on.
            }
            waiting--;
        }
        notifyAll();
        return null;
    }

    private void help() {
        if (helpers.size() < mostHelpers && failure == null) {
            Thread helper = new Thread(null, this::work, "assay-" + (helpers.size() + 1), STACK);
            helper.setDaemon(true);
            helpers.add(helper);
            busy++;
            helper.start();
        }
    }

    private synchronized void fail(Throwable e) {
        if (failure == null) {
            failure = e;
        }
        notifyAll();
    }

    @Override
    public synchronized void close() {
        unused.forEach(room -> room.arena().close());
        unused.clear();
    }
}
