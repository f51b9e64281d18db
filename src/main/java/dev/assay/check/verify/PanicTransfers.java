package dev.assay.check.verify;

import dev.assay.check.panics.Evidence;
import dev.assay.check.panics.Evidence.Spot;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// Finds in a disassembler's output the instructions that lead to a panic entry. Knows of the image only where its
/// panic entries are and how they are called.
final class PanicTransfers implements Listing.Reader {
    /// A branch to a panic entry behind the start of a PLT entry or veneer belongs to that, in bytes.
    private static final long STUB = 16;
    private static final long X86_OPERAND = 4;

    private final boolean relocatable;
    private final Set<String> symbols = new HashSet<>();
    /// Addresses; in a relocatable file section and offset.
    private final Set<String> places = new HashSet<>();
    private final Set<String> stubs = new HashSet<>();
    private final TreeSet<String> found = new TreeSet<>();
    private String section = "";
    private long address;
    private String text = "";
    /// Whether the instruction, without relocations, leads to an entry; it counts when the next line is not one.
    private boolean pending;
    private boolean relocated;
    private final RiscvPair pair = new RiscvPair();

    PanicTransfers(Evidence evidence, boolean relocatable) {
        this.relocatable = relocatable;
        for (Evidence.EntryPoint entry : evidence.entries()) {
            symbols.addAll(entry.symbols());
            add(entry.at());
        }
        for (Spot stub : evidence.stubs()) {
            add(stub);
            for (long offset = 0; offset < STUB; offset++) {
                stubs.add(place(new Spot(stub.address() + offset, stub.section(), stub.offset() + offset),
                        relocatable));
            }
        }
    }

    private void add(Spot spot) {
        if (!relocatable || spot.section() != null) {
            places.add(place(spot, relocatable));
        }
    }

    /// How a place is named in both lists.
    static String place(Spot spot, boolean relocatable) {
        return relocatable ? place(String.valueOf(spot.section()), spot.offset())
                : "0x" + Long.toHexString(spot.address());
    }

    private static String place(String section, long offset) {
        return section + "+0x" + Long.toHexString(offset);
    }

    private String place(long place) {
        return relocatable ? place(section, place) : "0x" + Long.toHexString(place);
    }

    @Override
    public void section(String name) {
        settle();
        section = name;
    }

    @Override
    public void instruction(long at, String words) {
        settle();
        address = at;
        text = words;
        relocated = false;
        if (TransferText.isTransfer(words) && !TransferText.isIndirect(words)) {
            OptionalLong destination = TransferText.destination(words);
            pending = destination.isPresent() && places.contains(place(destination.getAsLong()));
        }
        OptionalLong ofPair = pair.next(at, words);
        if (ofPair.isPresent()) {
            boolean byRelocation = pair.takeLeads();
            pending = relocatable ? byRelocation : places.contains(place(ofPair.getAsLong()));
        }
    }

    /// A relocation takes the place of what the bytes say so far.
    @Override
    public void relocation(String type, String value) {
        pending &= relocated;
        relocated = true;
        boolean upperHalf = type.startsWith("R_RISCV_CALL");
        boolean laCall = type.equals("R_LARCH_CALL36"); // pcaddu18i and the jirl behind it, which is the transfer
        if (!upperHalf && !laCall && !TransferText.isTransfer(text)) {
            return;
        }
        boolean throughSlot = type.contains("GOTPCREL");
        if (throughSlot != TransferText.isIndirect(text)) {
            return;
        }
        int sign = Math.max(value.lastIndexOf("+0x"), value.lastIndexOf("-0x"));
        OptionalLong number = sign < 0 ? OptionalLong.of(0) : Listing.hexadecimal(value.substring(sign + 1));
        if (number.isEmpty()) {
            return;
        }
        String symbol = sign < 0 ? value : value.substring(0, sign);
        long addend = sign >= 0 && value.charAt(sign) == '-' ? -number.getAsLong() : number.getAsLong();
        // On x86-64 the processor counts from behind the operand, which is the last part of the instruction.
        long offset = type.startsWith("R_X86_64_") ? addend + (type.endsWith("PC8") ? 1 : X86_OPERAND) : addend;
        boolean leads = (offset == 0 && symbols.contains(symbol)) || places.contains(place(symbol, offset));
        if (upperHalf && leads) {
            pair.leads();
        } else if (laCall && leads) {
            found.add(place(address + 4));
        } else {
            pending |= leads;
        }
    }

    private void settle() {
        if (pending && !stubs.contains(place(address))) {
            found.add(place(address));
        }
        pending = false;
    }

    /// The places found; call it behind the last line.
    NavigableSet<String> found() {
        settle();
        return found;
    }
}
