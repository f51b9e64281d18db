package dev.assay.check.show;

import static dev.assay.check.show.Table.Column.left;
import static dev.assay.check.show.Table.Column.right;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.dwarf.Dwarf;
import dev.assay.dwarf.Lang;
import dev.assay.dwarf.SkippedUnit;
import dev.assay.dwarf.Unit;
import dev.assay.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The units of an image's debug information; those that cannot be read are among them, with the reason.
final class UnitTable {
    private static final String SKIPPED = "skipped";

    private final Map<Long, List<String>> rows = new TreeMap<>();
    private final Map<String, Integer> languages = new TreeMap<>();
    private int skipped;

    private UnitTable() {}

    static Table of(Image image) {
        UnitTable table = new UnitTable();
        Dwarf dwarf = image.dwarf();
        for (Unit unit : dwarf.units()) {
            try {
                table.add(unit);
            } catch (MalformedFileException | UnsupportedFormatException e) {
                table.skip(unit.offset(), String.valueOf(e.getMessage()));
            }
        }
        for (SkippedUnit unit : dwarf.skipped()) {
            table.skip(unit.offset(), unit.why());
        }
        return table.finish(image);
    }

    private void add(Unit unit) {
        int code = unit.language();
        String language = code == 0 ? "not told" : Lang.name(code);
        String functions = unit.isRust() ? Integer.toString(unit.subprograms().size()) : "";
        List<String> row = List.of(ElfTables.hex(unit.offset()), Integer.toString(unit.version()), language,
                Long.toString(unit.size()), functions, unit.name().orElse(""), unit.producer().orElse(""));
        rows.put(unit.offset(), row);
        languages.merge(language, 1, Integer::sum);
    }

    private void skip(long offset, String why) {
        List<String> before = rows.put(offset, List.of(ElfTables.hex(offset), "", SKIPPED, "", "", why, ""));
        if (before == null || !before.get(2).equals(SKIPPED)) {
            skipped++;
        }
        if (before != null && !before.get(2).equals(SKIPPED)) {
            languages.merge(before.get(2), -1, Integer::sum);
        }
    }

    private Table finish(Image image) {
        List<String> title = new ArrayList<>();
        String counts = languages.entrySet().stream().filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getValue() + " " + entry.getKey()).collect(Collectors.joining(", "));
        title.add(ElfTables.title(image.elf()) + ", "
                + (rows.isEmpty() ? "no debug information" : ElfTables.count(rows.size(), "unit"))
                + (counts.isEmpty() ? "" : ": " + counts));
        Optional<String> debugFile = image.debugFile();
        debugFile.ifPresent(file -> title.add("debug information from " + file));
        List<String> notes = skipped == 0 ? List.of()
                : List.of(ElfTables.count(skipped, "unit") + " skipped: what is in them is part of no answer");
        return new Table(title, List.of(right("offset"), right("version"), left("language"), right("size"),
                right("functions"), left("name"), left("producer")), rows.values(), notes);
    }
}
