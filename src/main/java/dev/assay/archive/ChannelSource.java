package dev.assay.archive;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ReadableByteChannel;

/// A file on disk, or standard input, from where it stands. Not mapped: native decoders read from it, and a page that
/// vanished under one would end the process.
final class ChannelSource implements Source {
    private static final long STEP = 1 << 30;

    private final ReadableByteChannel channel;

    ChannelSource(ReadableByteChannel channel) {
        this.channel = channel;
    }

    @Override
    public long read(MemorySegment target) throws IOException {
        return channel.read(target.asSlice(0, Math.min(target.byteSize(), STEP)).asByteBuffer());
    }
}
