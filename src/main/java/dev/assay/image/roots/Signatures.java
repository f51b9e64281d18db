package dev.assay.image.roots;

import dev.assay.dwarf.At;
import dev.assay.dwarf.Dwarf;
import dev.assay.dwarf.EntryCursor;
import dev.assay.dwarf.Subprogram;
import dev.assay.dwarf.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Writes what a function takes and gives so that a function and a pointer to it read the same: without the modules of
/// types, for rustc writes them in the name of the pointer's type, but not in those of the function's parameters.
final class Signatures {
    private static final Pattern MODULES = Pattern.compile("(?:[A-Za-z_][A-Za-z0-9_]*::)+");
    private static final Pattern POINTERS = Pattern.compile("\\*(?:mut|const) ");
    private static final int MOST_PARAMETERS = 64;

    private Signatures() {}

    /// Of `Option<unsafe extern "C" fn(*mut bindings::inode, i32) -> i32>`.
    static String ofPointer(String option) {
        int start = option.indexOf("fn(");
        int end = option.endsWith(">") ? option.length() - 1 : option.length();
        return start < 0 || start > end ? option : plain(option.substring(start, end));
    }

    /// Of a function; empty where a type has no name.
    static Optional<String> of(Dwarf dwarf, Subprogram function) {
        Optional<EntryCursor> found = dwarf.entry(function.offset());
        if (found.isEmpty() || !found.get().next()) {
            return Optional.empty();
        }
        EntryCursor entry = found.get();
        long result = result(dwarf, function.offset());
        List<String> parameters = new ArrayList<>();
        int level = entry.depth();
        boolean more = entry.next();
        while (more && entry.depth() > level && parameters.size() < MOST_PARAMETERS) {
            if (entry.tag() == Tag.DW_TAG_formal_parameter) {
                Optional<String> type = type(dwarf, parameterType(dwarf, entry));
                if (type.isEmpty()) {
                    return type;
                }
                parameters.add(type.get());
            }
            entry.skipChildren();
            more = entry.next();
        }
        Optional<String> type = result < 0 ? Optional.of("") : type(dwarf, result).map(" -> "::concat);
        return type.map(text -> plain("fn(" + String.join(", ", parameters) + ")" + text));
    }

    private static long result(Dwarf dwarf, long function) {
        long offset = function;
        for (int i = 0; i < 4 && offset >= 0; i++) {
            Optional<EntryCursor> entry = dwarf.entry(offset);
            if (entry.isEmpty() || !entry.get().next()) {
                return -1;
            }
            long type = entry.get().reference(At.DW_AT_type);
            if (type >= 0) {
                return type;
            }
            long origin = entry.get().reference(At.DW_AT_abstract_origin);
            offset = origin >= 0 ? origin : entry.get().reference(At.DW_AT_specification);
        }
        return -1;
    }

    private static long parameterType(Dwarf dwarf, EntryCursor parameter) {
        long type = parameter.reference(At.DW_AT_type);
        long origin = parameter.reference(At.DW_AT_abstract_origin);
        if (type < 0 && origin >= 0) {
            Optional<EntryCursor> entry = dwarf.entry(origin);
            return entry.isPresent() && entry.get().next() ? entry.get().reference(At.DW_AT_type) : -1;
        }
        return type;
    }

    private static Optional<String> type(Dwarf dwarf, long offset) {
        Optional<EntryCursor> entry = offset < 0 ? Optional.empty() : dwarf.entry(offset);
        return entry.isPresent() && entry.get().next() ? entry.get().string(At.DW_AT_name) : Optional.empty();
    }

    private static String plain(String text) {
        return POINTERS.matcher(MODULES.matcher(text).replaceAll("")).replaceAll("*");
    }
}
