package dev.assay.archive;

import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/// Streams of `bzip2`, one or several in a row.
final class Bzip2 {
    private Bzip2() {}

    static Source of(Input in) {
        return new StreamSource(in, "an undamaged bzip2 stream",
                packed -> new BZip2CompressorInputStream(packed, true));
    }
}
