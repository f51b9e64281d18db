package dev.assay.dwarf;

import dev.assay.bytes.Cursor;
import dev.assay.bytes.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Works out a location description (DWARF 5 §2.5, §2.6, §7.7) as far as it comes down to one register and a number.
/// What needs more is [Location#UNKNOWN]; nothing is computed at run time, so jumps are not followed either.
final class LocationExpression {
    // Those that follow one another stand for the others of their kind.
    private static final int DW_OP_deref = 0x06;
    private static final int DW_OP_const1u = 0x08;
    private static final int DW_OP_consts = 0x11;
    private static final int DW_OP_and = 0x1a;
    private static final int DW_OP_minus = 0x1c;
    private static final int DW_OP_plus = 0x22;
    private static final int DW_OP_plus_uconst = 0x23;
    private static final int DW_OP_lit0 = 0x30;
    private static final int DW_OP_reg0 = 0x50;
    private static final int DW_OP_breg0 = 0x70;
    private static final int DW_OP_regx = 0x90;
    private static final int DW_OP_fbreg = 0x91;
    private static final int DW_OP_bregx = 0x92;
    private static final int DW_OP_piece = 0x93;
    private static final int DW_OP_deref_size = 0x94;
    private static final int DW_OP_nop = 0x96;
    private static final int DW_OP_implicit_value = 0x9e;
    private static final int DW_OP_stack_value = 0x9f;
    private static final int DW_OP_addrx = 0xa1;
    private static final int DW_OP_constx = 0xa2;
    private static final int DW_OP_entry_value = 0xa3;
    private static final int DW_OP_regval_type = 0xa5;
    private static final int DW_OP_convert = 0xa8;
    private static final int DW_OP_reinterpret = 0xa9;
    private static final int DW_OP_GNU_entry_value = 0xf3;
    private static final int DW_OP_GNU_convert = 0xf7;
    private static final int MAX_STACK = 16;

    /// What is on the stack: a number, a register plus a number, memory there, or a register's value on entry.
    private sealed interface Value {
        record Known(long value) implements Value {}

        record Based(int register, long offset) implements Value {}

        record Loaded(int register, long offset) implements Value {}

        record Entered(int register) implements Value {}
    }

    private final Unit unit;
    private final Location frameBase;
    private final Cursor cursor;
    private final List<Value> stack = new ArrayList<>(2);
    private final List<Piece> pieces = new ArrayList<>(2);
    private @Nullable Location location;
    private long start;

    /// A part of a value.
    ///
    /// @param offset in the value, in bytes
    /// @param size   in bytes; -1 for the whole value
    record Piece(long offset, long size, Location location) {}

    private LocationExpression(Unit unit, Slice expression, Location frameBase) {
        this.unit = unit;
        this.frameBase = frameBase;
        this.cursor = expression.cursor(0);
    }

    /// The parts of a value in their order, without those that are nowhere; one part for a value that is whole.
    ///
    /// @param frameBase of the function: a register, or one plus a number
    static List<Piece> of(Unit unit, Slice expression, Location frameBase) {
        return new LocationExpression(unit, expression, frameBase).run();
    }

    private List<Piece> run() {
        while (!cursor.atEnd()) {
            if (!step()) {
                pieces.add(new Piece(0, -1, Location.UNKNOWN));
                return pieces;
            }
        }
        if (pieces.isEmpty() && (location != null || !stack.isEmpty())) {
            pieces.add(new Piece(0, -1, result()));
        }
        return pieces;
    }

    /// Executes one operation; whether it is one that is followed.
    private boolean step() {
        int operation = cursor.u8();
        if (operation >= DW_OP_lit0 && operation < DW_OP_reg0) {
            return push(new Value.Known(operation - DW_OP_lit0));
        }
        if (operation >= DW_OP_reg0 && operation < DW_OP_breg0) {
            return place(new Location.InRegister(operation - DW_OP_reg0));
        }
        if (operation >= DW_OP_breg0 && operation < DW_OP_regx) {
            return push(new Value.Based(operation - DW_OP_breg0, cursor.sleb128()));
        }
        if (operation >= DW_OP_const1u && operation <= DW_OP_consts) {
            return push(new Value.Known(constant(operation)));
        }
        return switch (operation) {
            case DW_OP_nop -> true;
            case DW_OP_regx -> place(new Location.InRegister(register()));
            case DW_OP_bregx -> {
                int register = register();
                yield push(new Value.Based(register, cursor.sleb128()));
            }
            case DW_OP_fbreg -> frame(cursor.sleb128());
            case DW_OP_plus_uconst -> push(new Value.Known(cursor.uleb128())) && add(1);
            case DW_OP_plus -> add(1);
            case DW_OP_minus -> add(-1);
            case DW_OP_and -> mask();
            case DW_OP_deref -> load();
            case DW_OP_deref_size -> {
                cursor.u8();
                yield load();
            }
            case DW_OP_convert, DW_OP_reinterpret, DW_OP_GNU_convert -> {
                cursor.uleb128(); // to another width, as the type of the variable says too
                yield true;
            }
            case DW_OP_regval_type -> {
                int register = register();
                cursor.uleb128();
                yield push(new Value.Based(register, 0));
            }
            case DW_OP_addrx, DW_OP_constx -> push(new Value.Known(unit.indexedAddress(cursor.uleb128())));
            case DW_OP_entry_value, DW_OP_GNU_entry_value -> entered();
            case DW_OP_implicit_value -> implicit();
            case DW_OP_stack_value -> stackValue();
            case DW_OP_piece -> piece(cursor.uleb128());
            default -> false;
        };
    }

    private boolean push(Value value) {
        if (stack.size() == MAX_STACK) {
            return false;
        }
        stack.add(value);
        return true;
    }

    private boolean place(Location found) {
        location = found;
        return true;
    }

    private int register() {
        long number = cursor.uleb128();
        return number >= 0 && number <= Short.MAX_VALUE ? (int) number : Short.MAX_VALUE;
    }

    private long constant(int operation) {
        return switch (operation - DW_OP_const1u) {
            case 0 -> cursor.u8();
            case 1 -> (byte) cursor.u8();
            case 2 -> cursor.u16();
            case 3 -> (short) cursor.u16();
            case 4 -> cursor.u32();
            case 5 -> (int) cursor.u32();
            case 6, 7 -> cursor.u64();
            case 8 -> cursor.uleb128();
            default -> cursor.sleb128();
        };
    }

    private boolean frame(long offset) {
        return switch (frameBase) {
            case Location.InRegister(int register) -> push(new Value.Based(register, offset));
            case Location.Sum(int register, long amount) -> push(new Value.Based(register, amount + offset));
            case Location.InMemory _,Location.Constant _,Location.OnEntry _,Location.Unknown _ -> false;
        };
    }

    private boolean add(int sign) {
        if (stack.size() < 2) {
            return false;
        }
        Value right = stack.removeLast();
        Value left = stack.removeLast();
        if (right instanceof Value.Known(long amount)) {
            return switch (left) {
                case Value.Known(long value) -> push(new Value.Known(value + sign * amount));
                case Value.Based(int register, long offset) ->
                        push(new Value.Based(register, offset + sign * amount));
                case Value.Loaded _,Value.Entered _ -> false;
            };
        }
        return sign > 0 && left instanceof Value.Known(long amount)
                && right instanceof Value.Based(int register, long offset)
                && push(new Value.Based(register, offset + amount));
    }

    /// The lower bits of a register are as many as the type of the variable has.
    private boolean mask() {
        if (stack.size() < 2 || !(stack.removeLast() instanceof Value.Known(long bits))) {
            return false;
        }
        boolean isWidth = bits == 0xff || bits == 0xffff || bits == 0xffff_ffffL;
        return isWidth && stack.getLast() instanceof Value.Based(int _, long offset) && offset == 0;
    }

    private boolean load() {
        return !stack.isEmpty() && stack.removeLast() instanceof Value.Based(int register, long offset)
                && push(new Value.Loaded(register, offset));
    }

    private boolean entered() {
        Slice inner = cursor.window(cursor.uleb128());
        Cursor inside = inner.cursor(0);
        int operation = inside.atEnd() ? 0 : inside.u8();
        boolean isRegister = operation >= DW_OP_reg0 && operation < DW_OP_breg0 && inside.atEnd();
        return isRegister && push(new Value.Entered(operation - DW_OP_reg0));
    }

    private boolean implicit() {
        long length = cursor.uleb128();
        Slice bytes = cursor.window(length);
        if (length > Long.BYTES) {
            return place(Location.UNKNOWN);
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (long) bytes.u8(i) << (Byte.SIZE * i);
        }
        return place(new Location.Constant(value));
    }

    private boolean stackValue() {
        if (stack.isEmpty()) {
            return false;
        }
        return place(switch (stack.getLast()) {
            case Value.Known(long value) -> new Location.Constant(value);
            case Value.Based(int register, long offset) -> offset == 0 ? new Location.InRegister(register)
                    : new Location.Sum(register, offset);
            case Value.Loaded(int register, long offset) -> new Location.InMemory(register, offset);
            case Value.Entered(int register) -> new Location.OnEntry(register);
        });
    }

    private Location result() {
        if (location != null) {
            return location;
        }
        return !stack.isEmpty() && stack.getLast() instanceof Value.Based(int register, long offset)
                ? new Location.InMemory(register, offset) : Location.UNKNOWN;
    }

    /// Ends a piece; one without a location before it is nowhere.
    private boolean piece(long size) {
        if (size < 0 || start + size < start) {
            return false;
        }
        if (location != null || !stack.isEmpty()) {
            pieces.add(new Piece(start, size, result()));
        }
        start += size;
        location = null;
        stack.clear();
        return true;
    }
}
