package dev.assay.dwarf;

import dev.assay.bytes.Slice;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `.debug_abbrev` (DWARF 5 §7.5.3): whole tables for units that are walked, single declarations for units of
/// which only the root is looked at.
///
/// Not thread-safe; the lock of [Dwarf] guards it.
final class AbbreviationSection {
    /// Linkers lay the tables side by side, so reading each one once, or twice, reads the section that often. A file
    /// whose units all point into one long table could otherwise keep us busy forever.
    private static final long MAX_PASSES = 32;

    private final Slice section;
    private final byte[] bytes;
    private final Map<Long, Abbreviations> tables = new HashMap<>();
    private final int[] attributes = new int[Abbreviation.MAX_ATTRIBUTES];
    private final int[] forms = new int[Abbreviation.MAX_ATTRIBUTES];
    private final long[] constants = new long[Abbreviation.MAX_ATTRIBUTES];
    private long budget;

    AbbreviationSection(Slice section) {
        this.section = section;
        this.bytes = ByteCursor.copy(section, "abbreviation tables");
        this.budget = MAX_PASSES * section.size();
    }

    /// The whole table at `offset`.
    Abbreviations table(long offset, Encoding encoding) {
        // the sizes of forms, and with them the table, depend on the encoding
        long key = (offset << 4) | (encoding.wide() ? 8 : 0) | encoding.version();
        Abbreviations known = tables.get(key);
        if (known != null) {
            return known;
        }
        Abbreviations table = new Abbreviations();
        ByteCursor cursor = ByteCursor.of(section, bytes, offset);
        for (long code = cursor.uleb128(); code != 0; code = cursor.uleb128()) {
            long start = cursor.last();
            table.add(declaration(cursor, code, encoding));
            spend(start, cursor.offset() - start);
        }
        tables.put(key, table);
        return table;
    }

    /// One declaration of the table at `offset`, stepping over those before it; `null` if the table lacks the code.
    ///
    /// The hottest loop of all: it goes over most of the section, to find out of two thousand units the five that are
    /// Rust, for GCC sorts declarations by how often they are used, and that of a root comes late. Nearly all numbers
    /// are single bytes.
    @Nullable
    Abbreviation find(long offset, long code, Encoding encoding) {
        ByteCursor cursor = ByteCursor.of(section, bytes, offset);
        byte[] table = bytes;
        int last = table.length - 1;
        long next = cursor.uleb128();
        while (next != 0 && next != code) {
            int at = cursor.offset();
            while (at < last && table[at] < 0) {
                at++;
            }
            at += 2;
            int attribute;
            int form;
            do {
                if (at >= last) {
                    throw cursor.malformed("an abbreviation", "the end of " + section.name());
                }
                attribute = table[at];
                form = table[at + 1];
                at += 2;
                if ((attribute | form) < 0 || form == Form.DW_FORM_implicit_const) {
                    cursor.seek(at - 2);
                    attribute = number(cursor, "an attribute");
                    form = number(cursor, "a form");
                    if (form == Form.DW_FORM_implicit_const) {
                        cursor.sleb128();
                    }
                    at = cursor.offset();
                }
            } while ((attribute | form) != 0);
            cursor.seek(at);
            next = cursor.uleb128();
        }
        spend(offset, cursor.offset() - offset);
        return next == 0 ? null : declaration(cursor, code, encoding);
    }

    private Abbreviation declaration(ByteCursor cursor, long code, Encoding encoding) {
        int tag = number(cursor, "a tag");
        int children = cursor.u8();
        if (children > 1) {
            throw cursor.malformed("DW_CHILDREN_no or DW_CHILDREN_yes", children);
        }
        int count = 0;
        boolean constant = false;
        while (true) {
            int attribute = number(cursor, "an attribute");
            int form = number(cursor, "a form");
            if (attribute == 0 && form == 0) {
                break;
            }
            if (Forms.size(form, encoding) == Forms.UNKNOWN) {
                throw cursor.malformed("a known form for " + At.name(attribute), Form.name(form));
            }
            if (count == Abbreviation.MAX_ATTRIBUTES) {
                throw cursor.malformed("at most " + count + " attributes of an entry", "one more");
            }
            constants[count] = 0;
            if (form == Form.DW_FORM_implicit_const) {
                constants[count] = cursor.sleb128();
                constant = true;
            }
            attributes[count] = attribute;
            forms[count++] = form;
        }
        return new Abbreviation(code, tag, children == 1, Arrays.copyOf(attributes, count), Arrays.copyOf(forms, count),
                constant ? Arrays.copyOf(constants, count) : null, encoding);
    }

    private static int number(ByteCursor cursor, String what) {
        long value = cursor.uleb128();
        if (value < 0 || value > 0xffff) {
            throw cursor.malformed(what + " of at most 16 bits", value);
        }
        return (int) value;
    }

    private void spend(long offset, long bytes) {
        budget -= bytes;
        if (budget < 0) {
            throw section.malformed(offset, "abbreviation tables beside each other", "tables that overlap");
        }
    }
}
