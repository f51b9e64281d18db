package dev.assay.image.calls;

import dev.assay.testing.Tools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The symbols of a file as `readelf -sW` prints them.
final class NamedSymbols {
    /// One of them.
    ///
    /// @param section number of its section; 0 for an undefined one, -1 for an absolute one
    record Symbol(String name, String type, String binding, int section, long value, long size) {}

    private final List<Symbol> all = new ArrayList<>();
    private final Map<String, List<Symbol>> byName = new HashMap<>();

    static NamedSymbols of(Path file) throws Exception {
        NamedSymbols symbols = new NamedSymbols();
        Tools.eachLine(List.of("readelf", "-sW", file.toString()), symbols::line);
        return symbols;
    }

    private void line(String line) {
        String[] fields = line.strip().split("\\s+", 8);
        // Num, value, size, type, bind, visibility, section, name
        if (fields.length < 7 || !fields[0].endsWith(":") || !fields[1].matches("[0-9a-f]{16}")) {
            return;
        }
        int section = switch (fields[6]) {
            case "UND" -> 0;
            case "ABS", "COM" -> -1;
            default -> Integer.parseInt(fields[6]);
        };
        Symbol symbol = new Symbol(fields.length < 8 ? "" : fields[7], fields[3], fields[4], section,
                Long.parseUnsignedLong(fields[1], 16), Long.decode(fields[2]));
        all.add(symbol);
        byName.computeIfAbsent(symbol.name(), key -> new ArrayList<>()).add(symbol);
    }

    List<Symbol> all() {
        return all;
    }

    List<Symbol> named(String name) {
        return byName.getOrDefault(name, List.of());
    }
}
