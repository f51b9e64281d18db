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

    private record Key(long offset, Encoding encoding) {}

    private final Slice section;
    private final byte[] bytes;
    private final Map<Key, Abbreviations> tables = new HashMap<>();
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
        Key key = new Key(offset, encoding);
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
    /// GCC sorts declarations by how often they are used, so that of a root is often the last of hundreds.
    @Nullable
    Abbreviation find(long offset, long code, Encoding encoding) {
        ByteCursor cursor = ByteCursor.of(section, bytes, offset);
        long next = cursor.uleb128();
        while (next != 0 && next != code) {
            int at = endOfDeclaration(cursor.offset());
            if (at < bytes.length && bytes[at] > 0) {
                next = bytes[at];
                cursor.seek(at + 1);
            } else {
                cursor.seek(at);
                next = cursor.uleb128();
            }
        }
        spend(offset, cursor.offset() - offset);
        return next == 0 ? null : declaration(cursor, code, encoding);
    }

    /// Behind the declaration whose tag is at `start`. With [#find] the hottest loop of all: they go over most of the
    /// section, to find out of two thousand units the five that are Rust. Nearly all numbers are single bytes.
    private int endOfDeclaration(int start) {
        int at = start;
        while (at < bytes.length && bytes[at] < 0) {
            at++;
        }
        at += 2;
        while (at < bytes.length - 1) {
            int attribute = bytes[at];
            int form = bytes[at + 1];
            if ((attribute | form) < 0 || form == Form.DW_FORM_implicit_const) {
                ByteCursor cursor = ByteCursor.of(section, bytes, at);
                attribute = number(cursor, "an attribute");
                form = number(cursor, "a form");
                if (form == Form.DW_FORM_implicit_const) {
                    cursor.sleb128();
                }
                at = cursor.offset();
            } else {
                at += 2;
            }
            if ((attribute | form) == 0) {
                return at;
            }
        }
        throw section.malformed(start, "an abbreviation", "the end of " + section.name());
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
