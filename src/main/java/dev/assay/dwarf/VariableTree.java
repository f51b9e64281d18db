package dev.assay.dwarf;

import dev.assay.bytes.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The variables and parameters of one subprogram, of what was inlined into it, and of their lexical blocks
/// (DWARF 5 §3.3.8, §3.5, §4.1): which of them are in scope where.
///
/// Built by one walk over the entries below the subprogram, then asked for many addresses.
final class VariableTree {
    /// Of one place. Real functions have some hundred.
    private static final int MAX_VARIABLES = 4096;

    private final Subprogram subprogram;
    private final List<Scope> scopes = new ArrayList<>();
    private final List<Declared> declared = new ArrayList<>();

    /// @param parent index of the scope around it; -1 for the subprogram itself
    /// @param ranges of its code; empty if it does not say
    private record Scope(int parent, int depth, boolean hasRanges, List<AddressRange> ranges) {}

    private record Declared(long entry, int scope) {}

    private VariableTree(Subprogram subprogram) {
        this.subprogram = subprogram;
    }

    static VariableTree of(Subprogram subprogram) {
        VariableTree tree = new VariableTree(subprogram);
        EntryCursor entry = subprogram.unit().entry(subprogram.offset());
        if (!entry.next()) {
            return tree;
        }
        tree.scopes.add(new Scope(-1, 0, false, List.of()));
        int scope = 0;
        boolean more = entry.next();
        while (more) {
            while (entry.depth() <= tree.scopes.get(scope).depth()) {
                scope = tree.scopes.get(scope).parent();
            }
            switch (entry.tag()) {
                case Tag.DW_TAG_inlined_subroutine, Tag.DW_TAG_lexical_block -> {
                    boolean hasRanges = entry.has(At.DW_AT_ranges) || entry.has(At.DW_AT_low_pc);
                    tree.scopes.add(new Scope(scope, entry.depth(), hasRanges, RangeLists.of(entry)));
                    scope = tree.scopes.size() - 1;
                }
                case Tag.DW_TAG_variable, Tag.DW_TAG_formal_parameter ->
                        tree.declared.add(new Declared(entry.offset(), scope));
                // A function inside of this one has variables of its own
                default -> entry.skipChildren();
            }
            more = entry.next();
        }
        return tree;
    }

    /// Those in scope at `address` that are somewhere, outermost scope first.
    List<Variable> at(long address) {
        boolean[] isIn = new boolean[scopes.size()];
        for (int i = 0; i < isIn.length; i++) {
            Scope scope = scopes.get(i);
            boolean around = scope.parent() < 0 || isIn[scope.parent()];
            isIn[i] = around && (!scope.hasRanges() || contains(scope.ranges(), address));
        }
        List<Variable> found = new ArrayList<>();
        Location frameBase = frameBase(address);
        for (Declared variable : declared) {
            if (isIn[variable.scope()] && found.size() < MAX_VARIABLES) {
                add(subprogram.unit().dwarf().requireEntry(variable.entry()), address, frameBase, found);
            }
        }
        return found;
    }

    private static boolean contains(List<AddressRange> ranges, long address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private Location frameBase(long address) {
        EntryCursor entry = subprogram.unit().entry(subprogram.offset());
        Optional<Slice> expression = entry.next() ? LocationLists.at(entry, At.DW_AT_frame_base, address)
                : Optional.empty();
        if (expression.isEmpty()) {
            return Location.UNKNOWN;
        }
        List<LocationExpression.Piece> pieces =
                LocationExpression.of(subprogram.unit(), expression.get(), Location.UNKNOWN);
        return pieces.size() != 1 ? Location.UNKNOWN : switch (pieces.getFirst().location()) {
            case Location.InRegister register -> register;
            // An address is computed here, and nothing is read from there
            case Location.InMemory(int register, long offset) -> new Location.Sum(register, offset);
            case Location.Sum _,Location.Constant _,Location.OnEntry _,Location.Unknown _ -> Location.UNKNOWN;
        };
    }

    private void add(EntryCursor entry, long address, Location frameBase, List<Variable> found) {
        List<LocationExpression.Piece> pieces = pieces(entry, address, frameBase);
        if (pieces.isEmpty()) {
            return;
        }
        Description description = Description.of(entry);
        Optional<String> name = description.string(At.DW_AT_name);
        if (name.isEmpty()) {
            return;
        }
        Types types = entry.unit().dwarf().types();
        long type = description.reference(At.DW_AT_type);
        for (LocationExpression.Piece piece : pieces) {
            Variable whole = new Variable(name.get(), types.name(type), type, piece.location());
            if (piece.size() < 0) {
                found.add(whole);
                continue;
            }
            types.member(type, piece.offset(), piece.size()).ifPresentOrElse(member -> found.add(
                    whole.member(member.path(), types.name(member.typeAt()), member.typeAt(), piece.location())),
                    () -> found.add(whole.member("[%d..%d]".formatted(piece.offset(), piece.offset() + piece.size()),
                            "?", -1, piece.location())));
        }
    }

    private List<LocationExpression.Piece> pieces(EntryCursor entry, long address, Location frameBase) {
        if (entry.has(At.DW_AT_const_value)) {
            int index = entry.current().indexOf(At.DW_AT_const_value);
            return Attributes.isNumber(entry, index) ? List.of(new LocationExpression.Piece(0, -1,
                    new Location.Constant(entry.unsigned(At.DW_AT_const_value, 0)))) : List.of();
        }
        return LocationLists.at(entry, At.DW_AT_location, address)
                .map(expression -> LocationExpression.of(entry.unit(), expression, frameBase)).orElse(List.of());
    }
}
