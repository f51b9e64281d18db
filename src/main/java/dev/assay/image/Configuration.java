package dev.assay.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.bytes.Slice;
import dev.assay.elf.Section;
import dev.assay.elf.SectionType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/// What a kernel was configured with.
///
/// @param options values by name: `y`, `m`, a number or text without its quotes; `n` for one that is said not to be set
public record Configuration(SortedMap<String, String> options) {
    /// Linux kernel/configs.c (`CONFIG_IKCONFIG`): a gzip file between two marks.
    private static final byte[] START = "IKCFG_ST".getBytes(US_ASCII);
    private static final byte[] END = "IKCFG_ED".getBytes(US_ASCII);
    private static final int LONGEST = 4 << 20;
    private static final String UNSET = " is not set";

    /// The one that an image carries with it, if it does.
    public static Optional<Configuration> of(Image image) {
        // Where the symbols of data are at hand, they tell at once that there is none.
        boolean named = image.symbols().landmark("linux_banner").isPresent();
        if (named && image.symbols().landmark("kernel_config_data").isEmpty()) {
            return Optional.empty();
        }
        Optional<Section> section = image.elf().section(".rodata").filter(s -> !s.type().equals(SectionType.NOBITS));
        return section.flatMap(found -> carried(image.memory().contents(found)));
    }

    private static Optional<Configuration> carried(Slice bytes) {
        long mark = bytes.indexOf(START, 0);
        long end = mark < 0 ? -1 : bytes.indexOf(END, mark + START.length);
        long start = mark + START.length;
        if (end < 0 || end - start > LONGEST) {
            return Optional.empty();
        }
        try (GZIPInputStream unpacked = new GZIPInputStream(
                new ByteArrayInputStream(bytes.copy(start, end - start)))) {
            return Optional.of(parse(new String(unpacked.readNBytes(LONGEST), UTF_8))).filter(c -> !c.isEmpty());
        } catch (IOException notGzip) {
            return Optional.empty(); // the marks were something else
        }
    }

    /// Reads the text that the kernel's build writes (`.config`); lines of another form are passed over.
    public static Configuration parse(String text) {
        SortedMap<String, String> options = new TreeMap<>();
        text.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (line.startsWith("CONFIG_") && equals > 0) {
                String value = line.substring(equals + 1).strip();
                boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                options.put(line.substring(0, equals), quoted ? value.substring(1, value.length() - 1) : value);
            } else if (line.startsWith("# CONFIG_") && line.endsWith(UNSET)) {
                options.put(line.substring(2, line.length() - UNSET.length()), "n");
            }
        });
        return new Configuration(options);
    }

    public boolean isEmpty() {
        return options.isEmpty();
    }
}
