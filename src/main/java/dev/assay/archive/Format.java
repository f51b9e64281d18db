package dev.assay.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.assay.bytes.Slice;

/// What a file is, by its first bytes; its name says nothing.
enum Format {
    ELF,
    FLAT_KERNEL,
    BZ_IMAGE,
    ZBOOT, //
    GZIP,
    XZ,
    ZSTD,
    BZIP2,
    LZ4,
    LZ4_LEGACY,
    LZMA,
    LZOP, //
    AR,
    TAR,
    CPIO,
    RPM,
    ZIP, //
    OTHER;

    private static final long ELF_MAGIC = 0x464c_457fL;
    /// Linux Documentation/arch/arm64/booting.rst, arch/riscv/boot-image-header.rst; both at 56.
    private static final long ARM64_MAGIC = 0x644d_5241L;
    private static final long RISCV_MAGIC = 0x0543_5352L;
    /// Linux include/linux/pe.h, `LINUX_PE_MAGIC`: what a LoongArch image has there, but others too.
    private static final long LINUX_PE_MAGIC = 0x8182_23cdL;
    private static final int MZ = 0x5a4d;
    /// Of the XZ, zstd and LZ4 format descriptions; the kernel's own `lz4 -l` writes the older one.
    private static final long XZ_MAGIC = 0x587a_37fdL;
    private static final long ZSTD_MAGIC = 0xfd2f_b528L;
    private static final long SKIPPABLE_FRAME = 0x184d_2a50L;
    private static final long LZ4_MAGIC = 0x184d_2204L;
    private static final long LZ4_LEGACY_MAGIC = 0x184c_2102L;
    private static final long RPM_MAGIC = 0xdbee_abedL;
    private static final long LZOP_MAGIC = 0x4f5a_4c89L;
    private static final long ZIP_MEMBER = 0x0403_4b50L;
    private static final long ZIP_EMPTY = 0x0605_4b50L;

    /// Judges by up to [Input#HEAD] bytes; fewer only if the file has no more.
    static Format of(Slice head) {
        if (head.size() < 4) {
            return OTHER;
        }
        long magic = head.u32(0);
        if (magic == ELF_MAGIC) {
            return ELF;
        }
        if ((magic & 0xffff) == MZ || (head.size() >= 60 && head.u32(56) == ARM64_MAGIC)) {
            Format kernel = kernel(head);
            return kernel == OTHER && Tar.isHeader(head) ? TAR : kernel;
        }
        Format compressed = compressed(head, magic);
        if (compressed != OTHER) {
            return compressed;
        }
        if (magic == RPM_MAGIC) {
            return RPM;
        }
        if (magic == ZIP_MEMBER || magic == ZIP_EMPTY) {
            return ZIP;
        }
        if (starts(head, "!<arch>\n") || starts(head, "!<thin>\n")) {
            return AR;
        }
        if (starts(head, "0707")) {
            return Cpio.isHeader(head) ? CPIO : OTHER;
        }
        // A setup header without an EFI stub before it begins with code.
        Format kernel = kernel(head);
        return kernel != OTHER ? kernel : Tar.isHeader(head) ? TAR : OTHER;
    }

    boolean isLeaf() {
        return this == ELF || this == FLAT_KERNEL;
    }

    boolean isCompression() {
        return compareTo(GZIP) >= 0 && compareTo(LZOP) <= 0;
    }

    boolean keepsDictionary() {
        return this == XZ || this == ZSTD || this == LZMA;
    }

    private static Format kernel(Slice head) {
        if (Zboot.isHeader(head)) {
            return ZBOOT;
        }
        if (BzImage.isHeader(head)) {
            return BZ_IMAGE;
        }
        if (head.size() < 64) {
            return OTHER;
        }
        long magic = head.u32(56);
        boolean flat = magic == ARM64_MAGIC || magic == RISCV_MAGIC
                || (magic == LINUX_PE_MAGIC && head.u16(0) == MZ);
        return flat ? FLAT_KERNEL : OTHER;
    }

    private static Format compressed(Slice head, long magic) {
        if ((magic & 0xff_ffff) == 0x08_8b1f) {
            return GZIP;
        }
        if (magic == XZ_MAGIC && head.size() >= 6 && head.u16(4) == 0x005a) {
            return XZ;
        }
        if (magic == ZSTD_MAGIC || (magic & ~0xfL) == SKIPPABLE_FRAME) {
            return ZSTD;
        }
        if (magic == LZ4_MAGIC) {
            return LZ4;
        }
        if (magic == LZ4_LEGACY_MAGIC) {
            return LZ4_LEGACY;
        }
        if (magic == LZOP_MAGIC && head.size() >= 9) {
            return LZOP;
        }
        if ((magic & 0xff_ffff) == 0x68_5a42 && head.size() >= 10) {
            // "BZh", a digit, then the magic number of a block or that of the end.
            long block = head.u64(2) >>> 16;
            return block == 0x5953_2659_4131L || block == 0x9050_3845_7217L ? BZIP2 : OTHER;
        }
        return isLzma(head) ? LZMA : OTHER;
    }

    /// The LZMA format of before xz has no magic number. `lzma` and `xz --format=lzma` write 0x5d, a dictionary of
    /// 2^n or 2^n + 2^(n-1) bytes, the size or -1, and a range coder that begins with 0 (XZ Utils, lzma-file-format.txt).
    private static boolean isLzma(Slice head) {
        if (head.size() < 18 || head.u8(0) != 0x5d || head.u8(13) != 0) {
            return false;
        }
        long dictionary = head.u32(1);
        long rest = dictionary & (dictionary - 1);
        boolean usual = (dictionary & 0xfff) == 0 && dictionary != 0
                && (rest == 0 || 3 * rest == dictionary);
        long size = head.u64(5);
        return usual && (size == -1 || (size > 0 && size < 1L << 38));
    }

    private static boolean starts(Slice head, String text) {
        return head.size() >= text.length()
                && new String(head.copy(0, text.length()), ISO_8859_1).equals(text);
    }
}
