package dev.assay.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jpountz.lz4.LZ4Factory;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.X86Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

/// Archives and compressed files for tests, made by libraries that the reader has nothing to do with.
final class Packed {
    private static final int LZ4_BLOCK = 4 << 20;
    private static final int LZ4_LEGACY_BLOCK = 8 << 20;

    private Packed() {}

    /// Something that takes a stream and may fail.
    interface Writing<T> {
        void to(T out) throws IOException;
    }

    /// Makes one compression on top of another stream.
    interface Packer {
        OutputStream on(OutputStream out) throws IOException;
    }

    /// A file with the magic number of ELF, half of it hard to pack.
    static byte[] elf(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        for (int i = size / 2; i < size; i++) {
            bytes[i] = (byte) (i / 100);
        }
        System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}, 0, bytes, 0, 8);
        return bytes;
    }

    /// Every compression with what packs it.
    static Map<String, byte[]> compressed(byte[] content) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("gzip", gzip(content));
        all.put("xz", xz(content));
        all.put("xz with x86 filter", packed(content, out -> new XZOutputStream(out,
                new FilterOptions[] {new X86Options(), new LZMA2Options(3)}, XZ.CHECK_CRC32)));
        all.put("zstd", Zstd.compress(content));
        all.put("bzip2", packed(content, BZip2CompressorOutputStream::new));
        all.put("lzma", packed(content, out -> new LZMAOutputStream(out, new LZMA2Options(3), content.length)));
        all.put("lzma of unknown size", packed(content, out -> new LZMAOutputStream(out, new LZMA2Options(3), -1)));
        all.put("lz4", lz4(content));
        all.put("lz4 of the kernel", lz4Legacy(content));
        return all;
    }

    static byte[] gzip(byte[] content) {
        return packed(content, GZIPOutputStream::new);
    }

    static byte[] xz(byte[] content) {
        return packed(content, out -> new XZOutputStream(out, new LZMA2Options(1)));
    }

    static byte[] packed(byte[] content, Packer packer) {
        return written(out -> {
            try (OutputStream stream = packer.on(out)) {
                stream.write(content);
            }
        });
    }

    /// Blocks, stored or packed, as the format description has it; no checksums.
    static byte[] lz4(byte[] content) {
        return written(out -> {
            out.writeBytes(array(little(7).putInt(0x184d2204).put((byte) 0x60).put((byte) 0x70)));
            for (int at = 0; at < content.length; at += LZ4_BLOCK) {
                byte[] plain = Arrays.copyOfRange(content, at, Math.min(at + LZ4_BLOCK, content.length));
                byte[] packed = LZ4Factory.safeInstance().fastCompressor().compress(plain);
                boolean stored = packed.length >= plain.length;
                byte[] block = stored ? plain : packed;
                out.writeBytes(array(little(4).putInt(block.length | (stored ? 0x80000000 : 0))));
                out.writeBytes(block);
            }
            out.writeBytes(new byte[4]);
        });
    }

    static byte[] lz4Legacy(byte[] content) {
        return written(out -> {
            out.writeBytes(array(little(4).putInt(0x184c2102)));
            for (int at = 0; at < content.length; at += LZ4_LEGACY_BLOCK) {
                byte[] plain = Arrays.copyOfRange(content, at, Math.min(at + LZ4_LEGACY_BLOCK, content.length));
                byte[] packed = LZ4Factory.safeInstance().fastCompressor().compress(plain);
                out.writeBytes(array(little(4).putInt(packed.length)));
                out.writeBytes(packed);
            }
        });
    }

    static byte[] tar(Map<String, byte[]> members) {
        return written(bytes -> {
            try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, "UTF-8")) {
                out.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
                for (Map.Entry<String, byte[]> member : members.entrySet()) {
                    TarArchiveEntry entry = new TarArchiveEntry(member.getKey(), true);
                    entry.setSize(member.getValue().length);
                    out.putArchiveEntry(entry);
                    out.write(member.getValue());
                    out.closeArchiveEntry();
                }
            }
        });
    }

    static byte[] ar(Map<String, byte[]> members) {
        return written(bytes -> {
            try (ArArchiveOutputStream out = new ArArchiveOutputStream(bytes)) {
                out.setLongFileMode(ArArchiveOutputStream.LONGFILE_BSD);
                for (Map.Entry<String, byte[]> member : members.entrySet()) {
                    out.putArchiveEntry(new ArArchiveEntry(member.getKey(), member.getValue().length));
                    out.write(member.getValue());
                    out.closeArchiveEntry();
                }
            }
        });
    }

    static byte[] deb(String data, byte[] content) {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("debian-binary", "2.0\n".getBytes(US_ASCII));
        members.put("control.tar.gz", gzip(tar(Map.of("./control", "Package: k\n".getBytes(US_ASCII)))));
        members.put(data, content);
        return ar(members);
    }

    static byte[] cpio(Map<String, byte[]> members) {
        return written(bytes -> {
            try (CpioArchiveOutputStream out = new CpioArchiveOutputStream(bytes)) {
                for (Map.Entry<String, byte[]> member : members.entrySet()) {
                    CpioArchiveEntry entry = new CpioArchiveEntry(member.getKey());
                    entry.setSize(member.getValue().length);
                    entry.setMode(0100644);
                    out.putArchiveEntry(entry);
                    out.write(member.getValue());
                    out.closeArchiveEntry();
                }
            }
        });
    }

    /// A package with the least that makes one: a lead, two headers, the payload.
    static byte[] rpm(byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(96 + 16 + 16 + 7 + 1 + 16 + 32 + 9 + payload.length);
        out.putInt(0xedabeedb).put(new byte[92]);
        out.putInt(0x8eade801).putInt(0).putInt(1).putInt(7).put(new byte[16 + 7]).put((byte) 0);
        out.putInt(0x8eade801).putInt(0).putInt(2).putInt(9).put(new byte[32 + 9]);
        return array(out.put(payload));
    }

    static byte[] zip(Map<String, byte[]> members) {
        return written(bytes -> {
            try (ZipOutputStream out = new ZipOutputStream(bytes, UTF_8)) {
                for (Map.Entry<String, byte[]> member : members.entrySet()) {
                    out.putNextEntry(new ZipEntry(member.getKey()));
                    out.write(member.getValue());
                    out.closeEntry();
                }
            }
        });
    }

    /// A kernel for x86: one sector of boot code, two of setup code, then code with the payload in it.
    static byte[] bzImage(byte[] payload) {
        ByteBuffer out = little(3 * 512 + 64 + payload.length + 100);
        out.put(0x1f1, (byte) 2).putShort(0x1fe, (short) 0xaa55).putInt(0x202, 0x53726448);
        out.putShort(0x206, (short) 0x20f).putInt(0x248, 64).putInt(0x24c, payload.length);
        return array(out.position(3 * 512 + 64).put(payload));
    }

    /// A payload as the kernel's build makes it: behind all but gzip, the size of what is in it.
    static byte[] payload(byte[] packed, int size) {
        boolean isGzip = packed[0] == 0x1f;
        return isGzip ? packed : array(little(packed.length + 4).put(packed).putInt(size));
    }

    static byte[] zboot(String method, byte[] packed) {
        ByteBuffer out = little(4096 + packed.length + 4);
        out.putShort((short) 0x5a4d).putShort((short) 0).putInt(0x676d697a).putInt(4096).putInt(packed.length);
        out.position(24).put(method.getBytes(US_ASCII)).putInt(56, 0x818223cd);
        return array(out.position(4096).put(packed));
    }

    static byte[] flatArm64(int size) {
        ByteBuffer out = little(size);
        return array(out.putInt(0, 0x91005a4d).putInt(56, 0x644d5241));
    }

    static byte[] joined(byte[]... parts) {
        return written(out -> {
            for (byte[] part : parts) {
                out.write(part);
            }
        });
    }

    @SuppressWarnings("ByteBufferBackingArray") // made by little()
    private static byte[] array(ByteBuffer buffer) {
        return buffer.array();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] written(Writing<ByteArrayOutputStream> writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
