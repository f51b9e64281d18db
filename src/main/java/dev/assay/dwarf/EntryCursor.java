package dev.assay.dwarf;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Slice;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Walks the entries of a unit in the order of the file, each before its children (DWARF 5 §2.3), and reads the
/// attributes of the one it stands on.
///
/// Starts before the first entry. Values are decoded when asked for; moving on steps over them by sizes worked out
/// once per abbreviation. Depth is a number, not a stack: nesting costs nothing. Not thread-safe.
///
/// ```
/// EntryCursor entry = unit.entries();
/// while (entry.next()) {
///     if (entry.tag() == Tag.DW_TAG_structure_type) {
///         Optional<String> name = entry.string(At.DW_AT_name);
///     }
/// }
/// ```
public final class EntryCursor {
    private static final int NOT_YET = -1;
    private static final int[] NO_PLACES = {};

    private final Unit unit;
    private final ByteCursor cursor;
    private @Nullable Abbreviation abbreviation;
    private @Nullable Abbreviations table;

    /// Of this entry and of its first value, from the start of the unit.
    private int start;

    private int values;

    /// Where to read on, and how deep the entry there is.
    private int following;

    private int followingDepth;
    private int depth;
    private boolean finished;

    /// Where each value is; filled when the first one is asked for.
    private int[] places = NO_PLACES;

    private boolean placed;

    /// @param bytes of the unit, or of its header and root entry
    /// @param first offset of the entry to start with, from the start of the unit; its children follow, then it ends
    EntryCursor(Unit unit, byte[] bytes, long first) {
        this.unit = unit;
        this.cursor = ByteCursor.of(unit.slice(), bytes, first);
        this.following = cursor.offset();
    }

    public Unit unit() {
        return unit;
    }

    /// Moves to the next entry in the order of the file; `false` after the last one.
    public boolean next() {
        if (finished) {
            return false;
        }
        long code = code();
        if (code == 0) {
            finished = true;
            abbreviation = null;
            return false;
        }
        abbreviation = declaration(code);
        start = cursor.last();
        values = cursor.offset();
        depth = followingDepth;
        following = NOT_YET;
        placed = false;
        return true;
    }

    /// Moves behind the children of this entry, so that [#next] gives what follows them. Quick where the compiler
    /// wrote `DW_AT_sibling` (GCC does, LLVM does not).
    public void skipChildren() {
        Abbreviation shape = current();
        if (!shape.hasChildren) {
            return;
        }
        int sibling = shape.indexOf(At.DW_AT_sibling);
        int level = depth;
        findFollowing();
        if (sibling >= 0) {
            long target = reference(At.DW_AT_sibling) - unit.offset();
            if (target < following || target > cursor.size()) {
                throw malformed(sibling, "a place behind this entry for DW_AT_sibling", target);
            }
            following = (int) target;
            followingDepth = level;
            return;
        }
        while (next() && depth > level) {
            // the children are stepped over one by one
        }
        if (!finished) {
            following = start;
            followingDepth = depth;
        }
    }

    /// How many entries this one is inside of, counted from where the cursor started: 0 for the first.
    public int depth() {
        return depth;
    }

    /// Of this entry from the start of `.debug_info`, in bytes.
    public long offset() {
        return unit.offset() + start;
    }

    /// Of this entry from the start of the unit; units are below 2 GiB.
    int unitOffset() {
        return start;
    }

    /// One of the constants of [Tag].
    public int tag() {
        return current().tag;
    }

    public boolean hasChildren() {
        return current().hasChildren;
    }

    /// Whether this entry has the attribute, one of the constants of [At].
    public boolean has(int attribute) {
        return current().indexOf(attribute) >= 0;
    }

    /// Whether the attribute is there and true.
    public boolean flag(int attribute) {
        return unsigned(attribute, 0) != 0;
    }

    /// A constant, or an offset into another section; `absent` if the entry lacks the attribute. One that is written
    /// as a negative `DW_FORM_sdata` stays negative, and 2^63 or more comes back negative.
    public long unsigned(int attribute, long absent) {
        int index = current().indexOf(attribute);
        return index < 0 ? absent : Attributes.number(this, index);
    }

    /// A constant that may be negative: a `DW_FORM_data1` to `data8` is extended by its highest bit.
    public long signed(int attribute, long absent) {
        int index = current().indexOf(attribute);
        return index < 0 ? absent : Attributes.signed(this, index);
    }

    /// An address, followed through `.debug_addr` if it is an index.
    public long address(int attribute, long absent) {
        int index = current().indexOf(attribute);
        return index < 0 ? absent : Attributes.address(this, index);
    }

    /// The entry that an attribute refers to, as an offset from the start of `.debug_info`; -1 if the entry lacks the
    /// attribute. See [Dwarf#entry].
    public long reference(int attribute) {
        int index = current().indexOf(attribute);
        return index < 0 ? -1 : Attributes.reference(this, index);
    }

    public Optional<String> string(int attribute) {
        int index = current().indexOf(attribute);
        return index < 0 ? Optional.empty() : Optional.of(Attributes.string(this, index));
    }

    /// The bytes of a block or a location expression.
    public Optional<Slice> block(int attribute) {
        int index = current().indexOf(attribute);
        return index < 0 ? Optional.empty() : Optional.of(Attributes.block(this, index));
    }

    /// The abbreviation of the entry the cursor stands on.
    Abbreviation current() {
        if (abbreviation == null) {
            throw new IllegalStateException("the cursor stands on no entry");
        }
        return abbreviation;
    }

    /// A cursor at the value of an attribute, by its index in the abbreviation.
    ByteCursor at(int index) {
        if (!placed) {
            place();
        }
        cursor.seek(places[index]);
        return cursor;
    }

    private MalformedFileException malformed(int index, String expected, long found) {
        return at(index).malformed(expected, found);
    }

    /// The next abbreviation code, behind the end marks of entries that end here; 0 if the first entry ends, or the
    /// unit, at whose end some producers leave the marks out.
    private long code() {
        boolean started = abbreviation != null;
        findFollowing();
        cursor.seek(following);
        if (started && followingDepth == 0) {
            return 0;
        }
        while (!cursor.atEnd()) {
            long code = cursor.uleb128();
            if (code != 0 || --followingDepth <= 0) {
                return code;
            }
        }
        return 0;
    }

    private void findFollowing() {
        if (following != NOT_YET) {
            return;
        }
        Abbreviation shape = current();
        cursor.seek(values);
        for (int step : shape.steps) {
            if (step >= 0) {
                cursor.skip(step, "attributes");
            } else {
                Forms.skip(cursor, -step, unit.encoding());
            }
        }
        following = cursor.offset();
        followingDepth = shape.hasChildren ? depth + 1 : depth;
    }

    private void place() {
        Abbreviation shape = current();
        int count = shape.attributes.length;
        if (places.length < count) {
            places = new int[count];
        }
        cursor.seek(values);
        for (int i = 0; i < count; i++) {
            places[i] = cursor.offset();
            int size = shape.sizes[i];
            if (size >= 0) {
                cursor.skip(size, "an attribute");
            } else {
                Forms.skip(cursor, shape.forms[i], unit.encoding());
            }
        }
        placed = true;
    }

    private Abbreviation declaration(long code) {
        Abbreviation found;
        if (cursor.last() == unit.headerSize() && table == null) {
            // only the root may be wanted, and then the rest of the table need not be read
            found = unit.rootAbbreviation();
        } else {
            if (table == null) {
                table = unit.abbreviations();
            }
            found = table.get(code);
        }
        if (found == null) {
            throw cursor.malformed(unit.expectedCode(), code);
        }
        return found;
    }
}
