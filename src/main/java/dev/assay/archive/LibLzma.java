package dev.assay.archive;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The machine's liblzma, the library of `xz` itself. Looked for when the first stream is met, and done without where
/// it is not.
///
/// A decoder is a `lzma_stream` (lzma/base.h), whose layout and whose functions are the same since version 5.0.
final class LibLzma {
    static final long NEXT_IN = 0;
    static final long AVAILABLE_IN = 8;
    static final long NEXT_OUT = 24;
    static final long AVAILABLE_OUT = 32;
    private static final long SIZE = 136;

    /// `lzma_ret`.
    static final int OK = 0;
    static final int STREAM_END = 1;
    static final int MEM_ERROR = 5;
    static final int MEMLIMIT_ERROR = 6;
    static final int OPTIONS_ERROR = 8;
    static final int BUF_ERROR = 10;
    /// `lzma_action`.
    static final int RUN = 0;
    static final int FINISH = 3;

    private static final int CONCATENATED = 8;

    private final MethodHandle streamDecoder;
    private final MethodHandle aloneDecoder;
    private final MethodHandle code;
    private final MethodHandle end;

    @SuppressWarnings("restricted") // calls native code: the JVM is started with leave for that
    private LibLzma(SymbolLookup library) {
        Linker linker = Linker.nativeLinker();
        streamDecoder = linker.downcallHandle(library.findOrThrow("lzma_stream_decoder"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
        aloneDecoder = linker.downcallHandle(library.findOrThrow("lzma_alone_decoder"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
        code = linker.downcallHandle(library.findOrThrow("lzma_code"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        end = linker.downcallHandle(library.findOrThrow("lzma_end"), FunctionDescriptor.ofVoid(ADDRESS));
    }

    /// The library, unless there is none, or it was switched off.
    static Optional<LibLzma> find() {
        return "off".equals(System.getProperty(Lzma.NATIVE)) ? Optional.empty() : Optional.ofNullable(Loaded.LIBRARY);
    }

    /// Memory for a decoder, which is made by [#begin] and can be made anew; closing it frees all of it.
    static final class Stream implements AutoCloseable {
        private final Arena arena = Arena.ofConfined();
        private final LibLzma library;
        final MemorySegment struct = arena.allocate(SIZE, 8);

        Stream(LibLzma library) {
            this.library = library;
        }

        @Override
        public void close() {
            library.call(() -> {
                library.end.invokeExact(struct);
                return OK;
            });
            arena.close();
        }
    }

    int begin(Stream stream, boolean xz, long memory) {
        return call(() -> xz ? (int) streamDecoder.invokeExact(stream.struct, memory, CONCATENATED)
                : (int) aloneDecoder.invokeExact(stream.struct, memory));
    }

    int code(Stream stream, int action) {
        return call(() -> (int) code.invokeExact(stream.struct, action));
    }

    private interface Call {
        int run() throws Throwable;
    }

    private int call(Call call) {
        try {
            return call.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call of liblzma threw", e); // C throws nothing
        }
    }

    private static final class Loaded {
        static final @Nullable LibLzma LIBRARY = load();

        @SuppressWarnings("restricted")
        private static @Nullable LibLzma load() {
            // The layout of the structure is that of 64-bit machines.
            if (ADDRESS.byteSize() != 8) {
                return null;
            }
            try {
                return new LibLzma(SymbolLookup.libraryLookup("liblzma.so.5", Arena.global()));
            } catch (RuntimeException | LinkageError none) {
                return null; // not installed, or native access is not granted
            }
        }
    }
}
