package dev.assay.report.findings;

import dev.assay.check.panics.Site;
import dev.assay.check.verify.CommandLine;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where a site is in its image, and how to look at it with other tools.
final class Evidence {
    /// More than an instruction has; a disassembler that starts at it prints it and little else.
    private static final int WINDOW = 16;

    private Evidence() {}

    /// The place of an instruction as `assay why` and `assay show site` take it.
    static String place(@Nullable Long address, String section, long offset) {
        return address == null ? section + "+0x" + Long.toHexString(offset) : "0x" + Long.toHexString(address);
    }

    static String place(Site site) {
        return place(site.address(), site.section(), site.offset());
    }

    /// The command that shows the instruction without us; null if other tools cannot read the image as it is packed.
    static @Nullable String objdump(String image, Site site) {
        if (image.indexOf('!') >= 0 || !isPlain(Identities.image(image)) || !image.endsWith(Identities.image(image))) {
            return null;
        }
        Long address = site.address();
        long start = address == null ? site.offset() : address;
        return CommandLine.of(List.of("objdump", "-dr", "-j", site.section(),
                "--start-address=0x" + Long.toHexString(start),
                "--stop-address=0x" + Long.toHexString(start + WINDOW), safe(image)));
    }

    /// The command that shows it with us, however the image is packed.
    static String show(String image, Site site) {
        return CommandLine.of(List.of("assay", "show", "site", safe(image), place(site)));
    }

    private static boolean isPlain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".ko") || lower.endsWith(".o") || lower.startsWith("vmlinux")
                || lower.endsWith(".debug");
    }

    /// A file whose name begins with a minus would be taken for an option.
    private static String safe(String file) {
        return file.startsWith("-") ? "./" + file : file;
    }
}
