package dev.assay.check.sources;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.PanicSearch;
import dev.assay.dwarf.LineRow;
import dev.assay.dwarf.Unit;
import dev.assay.image.Image;
import dev.assay.rust.Library;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which source files have code in the images of a search, and which are the roots of their crates, by the line tables and
/// units of their debug information.
///
/// @param files   with code, as the compiler had them
/// @param roots   the file that each crate begins with
/// @param without paths of images that have Rust code, but no debug information that says
public record CompiledFiles(Set<String> files, Set<String> roots, Set<String> without) implements PanicSearch.Look {
    /// rustc names a unit by the crate's root file, this, and the part of the crate.
    private static final String UNIT_MARK = "/@/";

    /// To be shown images by several threads at once.
    public CompiledFiles() {
        this(ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
    }

    @Override
    public void at(Image image, ImagePanics answer) {
        if (answer.hasRust() && image.rustUnits().isEmpty()) {
            without.add(answer.image().path());
        }
        for (Unit unit : image.rustUnits()) {
            try {
                add(unit);
            } catch (MalformedFileException | UnsupportedFormatException _) {
                without.add(answer.image().path());
            }
        }
    }

    private void add(Unit unit) {
        String name = unit.name().orElse("");
        int mark = name.indexOf(UNIT_MARK);
        if (mark > 0 && Library.inside(name).isEmpty()) {
            roots.add(name.substring(0, mark));
        }
        String last = null;
        for (LineRow row : unit.lines().map(table -> table.allRows().stream()).stream().flatMap(rows -> rows)
                .toList()) {
            String file = row.file();
            if (file != null && !file.equals(last) && Library.inside(file).isEmpty()) {
                files.add(file);
            }
            last = file;
        }
    }
}
