package dev.assay.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.assay.bytes.Slice;
import dev.assay.elf.Notes;
import dev.assay.elf.Section;
import dev.assay.elf.SectionType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an image says about itself.
///
/// @param kind       `kernel` for a linked image, `module`, or `object`
/// @param release    of the kernel (`7.3.4+deb13-amd64`): from the banner, or a module's `vermagic`
/// @param buildId    lower-case hexadecimal
/// @param moduleName a module's own name
/// @param rustc      versions of rustc, sorted: from `.comment` and `DW_AT_producer`
public record Identity(String kind, Optional<String> release, Optional<String> buildId, Optional<String> moduleName,
        List<String> rustc) {
    private static final Pattern RUSTC = Pattern.compile("rustc version ([0-9][0-9A-Za-z.+~-]*)");
    private static final String BANNER = "Linux version ";
    private static final int LONGEST_RELEASE = 128;

    public Identity {
        rustc = List.copyOf(rustc);
    }

    /// Whether it is a kernel and says so; a linked file may as well be a vDSO or a program.
    public boolean isLinux() {
        return kind.equals("kernel") && release.isPresent();
    }

    /// Reads it; costs a look at small sections and at the root entries of Rust units.
    static Identity of(Image image) {
        Optional<String> name = modinfo(image, "name=");
        boolean module = image.elf().section(".modinfo").isPresent() && image.elf().isRelocatable()
                && (name.isPresent() || image.elf().section(".gnu.linkonce.this_module").isPresent());
        String kind = module ? "module" : image.elf().isRelocatable() ? "object" : "kernel";
        Optional<String> release = module ? modinfo(image, "vermagic=").map(Identity::firstWord) : banner(image);
        return new Identity(kind, release, Notes.buildId(image.elf()), name, rustc(image));
    }

    private static Optional<String> modinfo(Image image, String key) {
        Optional<Section> section = image.elf().section(".modinfo").filter(Identity::hasBytes);
        if (section.isEmpty()) {
            return Optional.empty();
        }
        Slice bytes = image.memory().contents(section.get());
        for (long at = 0; at < bytes.size();) {
            long end = end(bytes, at);
            if (end - at > key.length() && end - at < 4096) {
                String line = bytes.text(at, end - at);
                if (line.startsWith(key)) {
                    return Optional.of(line.substring(key.length()));
                }
            }
            at = end + 1;
        }
        return Optional.empty();
    }

    private static long end(Slice bytes, long at) {
        long end = at;
        while (end < bytes.size() && bytes.u8(end) != 0) {
            end++;
        }
        return end;
    }

    private static Optional<String> banner(Image image) {
        OptionalInt symbol = image.symbols().landmark("linux_banner");
        Optional<Slice> text = symbol.isPresent()
                ? image.memory().at(image.memory().address(symbol.getAsInt()))
                : image.names().equals("symtab") ? Optional.empty() : searched(image);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String start = text.get().text(0, Math.min(BANNER.length() + LONGEST_RELEASE, text.get().size()));
        return start.startsWith(BANNER) ? Optional.of(firstWord(start.substring(BANNER.length()))) : Optional.empty();
    }

    /// The banner of a kernel whose kallsyms has functions only (`CONFIG_KALLSYMS_ALL` is off).
    private static Optional<Slice> searched(Image image) {
        Optional<Section> section = image.elf().section(".rodata").filter(Identity::hasBytes);
        if (section.isEmpty()) {
            return Optional.empty();
        }
        Slice bytes = image.memory().contents(section.get());
        long start = image.elf().isRelocatable() ? -1 : bytes.indexOf(BANNER.getBytes(US_ASCII), 0);
        return start < 0 ? Optional.empty() : Optional.of(bytes.window(start, bytes.size() - start));
    }

    private static List<String> rustc(Image image) {
        TreeSet<String> versions = compilers(image);
        image.rustUnits().forEach(unit -> unit.producer().ifPresent(text -> addVersions(text, versions)));
        return List.copyOf(versions);
    }

    /// Versions of rustc in `.comment`, where every compiler of the object leaves its name.
    static TreeSet<String> compilers(Image image) {
        TreeSet<String> versions = new TreeSet<>();
        Optional<Section> section = image.elf().section(".comment").filter(Identity::hasBytes);
        if (section.isPresent()) {
            Slice bytes = image.memory().contents(section.get());
            addVersions(bytes.text(0, Math.min(bytes.size(), 1 << 16)), versions);
        }
        return versions;
    }

    private static void addVersions(String text, TreeSet<String> versions) {
        Matcher matcher = RUSTC.matcher(text);
        while (matcher.find()) {
            versions.add(matcher.group(1));
        }
    }

    private static String firstWord(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) > ' ' && text.charAt(end) < 0x7f) {
            end++;
        }
        return text.substring(0, end);
    }

    private static boolean hasBytes(Section section) {
        return !section.type().equals(SectionType.NOBITS);
    }
}
