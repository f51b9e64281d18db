package dev.assay.check.show;

import static dev.assay.check.show.Table.Column.left;
import static dev.assay.check.show.Table.Column.right;

import dev.assay.check.panics.Evidence.EntryPoint;
import dev.assay.check.panics.ImagePanics;
import dev.assay.image.Function;
import dev.assay.image.Image;
import dev.assay.rust.MangledName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The Rust functions of an image, and the panic entries that it only refers to.
final class FunctionTable {
    private FunctionTable() {}

    /// @param answer of the check that found out which of them are panic entries
    static Table of(Image image, ImagePanics answer) {
        Map<Long, EntryPoint> entries = new HashMap<>();
        answer.evidence().entries().forEach(entry -> entries.put(entry.at().address(), entry));
        List<EntryPoint> elsewhere = answer.evidence().entries().stream()
                .filter(entry -> image.functionStartingAt(entry.at().address()).isEmpty()).toList();
        List<List<String>> rows = new ArrayList<>();
        Places places = new Places(image);
        for (Function function : image.functions()) {
            rows.add(List.of(places.of(function.address()), Long.toString(function.size()), aliases(function),
                    recognised(entries.get(function.address())), MangledName.of(function.symbol()).path()));
        }
        for (EntryPoint entry : elsewhere) {
            rows.add(List.of("not here", "", "", recognised(entry), entry.path()));
        }
        long bytes = image.functions().stream().mapToLong(Function::size).sum();
        List<String> title = new ArrayList<>(List.of(
                ElfTables.title(image.elf()) + ", " + ElfTables.count(image.functions().size(), "Rust function") + ", "
                        + ElfTables.count(bytes, "byte"),
                "panic entries: %d, of which %d are not in this file".formatted(entries.size(), elsewhere.size())));
        image.debugFile().ifPresent(file -> title.add("debug information from " + file));
        return new Table(title, List.of(left("address"), right("size"), right("aliases"), left("panic entry"),
                left("function")), rows, notes(answer));
    }

    private static String aliases(Function function) {
        int others = function.aliases().size() - 1;
        return others == 0 ? "" : "+" + others;
    }

    private static String recognised(@Nullable EntryPoint entry) {
        return Optional.ofNullable(entry).map(EntryPoint::recognised).orElse("");
    }

    private static List<String> notes(ImagePanics answer) {
        List<String> notes = new ArrayList<>();
        answer.coverage().notScanned().forEach(code -> notes.add("not scanned: " + code.what() + ": " + code.why()));
        answer.coverage().unitsSkipped().forEach(unit -> notes.add("unit skipped: " + unit.why()));
        return notes;
    }
}
