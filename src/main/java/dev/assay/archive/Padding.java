package dev.assay.archive;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What may stand behind a stream: zeros, for those who write whole blocks.
final class Padding {
    private Padding() {}

    /// Steps over zeros; whether nothing else is left. Where there is, it must follow at once.
    static boolean endsHere(Input in, String what) throws IOException {
        long at = in.offset();
        boolean ends = onlyZerosLeft(in);
        if (!ends && in.offset() != at) {
            throw in.malformed("a %s, or zeros up to the end".formatted(what), "something else");
        }
        return ends;
    }

    /// Steps over zeros; whether nothing else is left.
    static boolean onlyZerosLeft(Input in) throws IOException {
        while (true) {
            MemorySegment next = in.available();
            if (next.byteSize() == 0) {
                return true;
            }
            for (long i = 0; i < next.byteSize(); i++) {
                if (next.get(ValueLayout.JAVA_BYTE, i) != 0) {
                    in.consume(i);
                    return false;
                }
            }
            in.consume(next.byteSize());
        }
    }
}
