package dev.assay.image.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// Has all functions decoded, by several threads where there is enough code.
final class Sweeps {
    /// Less code than this is not worth another thread, in bytes.
    private static final long PIECE = 1 << 20;

    private Sweeps() {}

    /// A run of functions with about as much code as any other.
    ///
    /// @param first function
    /// @param last  the one behind the last
    private record Piece(Sweep sweep, int first, int last) {
        void run() {
            for (int function = first; function < last; function++) {
                sweep.function(function);
            }
        }
    }

    /// What each run of functions came to, in order of address.
    ///
    /// @param threads that work at once
    static List<Sweep> run(Functions functions, int threads, Supplier<Sweep> fresh) {
        List<Piece> pieces = pieces(functions, fresh);
        if (threads < 2 || pieces.size() < 2) {
            pieces.forEach(Piece::run);
        } else {
            together(pieces, threads);
        }
        return pieces.stream().map(Piece::sweep).toList();
    }

    private static void together(List<Piece> pieces, int threads) {
        try (ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, pieces.size()))) {
            List<Future<?>> running = new ArrayList<>();
            for (Piece piece : pieces) {
                running.add(pool.submit(piece::run));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException why) {
                throw why;
            }
            if (e.getCause() instanceof Error why) {
                throw why;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static List<Piece> pieces(Functions functions, Supplier<Sweep> fresh) {
        List<Piece> pieces = new ArrayList<>();
        int first = 0;
        long bytes = 0;
        for (int function = 0; function < functions.count(); function++) {
            bytes += functions.end(function) - functions.start(function);
            if (bytes >= PIECE || function + 1 == functions.count()) {
                pieces.add(new Piece(fresh.get(), first, function + 1));
                first = function + 1;
                bytes = 0;
            }
        }
        return pieces;
    }
}
