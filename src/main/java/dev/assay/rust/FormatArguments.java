package dev.assay.rust;

import dev.assay.bytes.Memory;
import dev.assay.bytes.Slice;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/// The text of a `core::fmt::Arguments`, as far as it is constant; what is inserted when it is printed shows as `{}`.
///
/// In rustc 1.85 the caller builds 48 bytes on its stack and passes their address: address (0) and count (8) of the
/// pieces, which are `&str`s; address (16) and count (24) of the arguments; address (32; 0 if all are plain) and count
/// (40) of the format specifications. So the code of `core` 1.85.1 has it. Pieces and arguments take turns.
///
/// In 1.93 to 1.97 it is two words, passed by value. The second is odd for a plain string: then the first is its
/// address and the second twice its length plus 1. Else the first is the address of a template and the second of the
/// arguments.
/// A template is a run of parts, each led by one byte: 0 ends it; 1 to 127 is so many bytes of text; 128 is
/// text with a length of 16 bits; from 192 on an argument, followed by its flags (32 bits, if bit 0 is set) and by
/// width, precision and index (16 bits each, if bits 1, 2, 3 are set).
public final class FormatArguments {
    private static final String INSERTED = "{}";
    private static final int PIECE_SIZE = 16;
    private static final int MOST_PIECES = 64;

    private FormatArguments() {}

    /// The text of the form of rustc 1.85.
    ///
    /// @param pieces     address of the pieces
    /// @param count      of pieces; 0 is an empty message
    /// @param insertions how many arguments follow pieces; 0 if the caller knows of none
    public static Optional<String> ofPieces(Memory memory, long pieces, long count, long insertions) {
        if (count < 0 || count > MOST_PIECES || insertions < 0 || insertions > count) {
            return Optional.empty();
        }
        if (count == 0) {
            return Optional.of("");
        }
        long size = count * PIECE_SIZE;
        if (pieces % 8 != 0 || !memory.isConstant(pieces) || !memory.isConstant(pieces + size - 1)) {
            return Optional.empty();
        }
        Optional<Slice> table = memory.at(pieces).filter(bytes -> bytes.contains(0, size));
        if (table.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        for (long i = 0; i < count; i++) {
            long at = i * PIECE_SIZE;
            Optional<String> piece = ConstantString.read(memory, table.get().u64(at), table.get().u64(at + 8));
            if (piece.isEmpty()) {
                return Optional.empty();
            }
            text.append(piece.get()).append(i < insertions ? INSERTED : "");
        }
        return Optional.of(text.toString());
    }

    /// The text of the form of rustc 1.93 and later, both words known: a plain string, or a template.
    public static Optional<String> ofPair(Memory memory, long first, long second) {
        return (second & 1) == 1 ? ConstantString.read(memory, first, second >>> 1) : ofTemplate(memory, first);
    }

    /// The text of the form of rustc 1.93 and later if arguments are inserted, so that the second word points to
    /// the caller's stack.
    public static Optional<String> ofTemplate(Memory memory, long template) {
        if (!memory.isConstant(template)) {
            return Optional.empty();
        }
        return memory.at(template).flatMap(FormatArguments::decode);
    }

    private static Optional<String> decode(Slice template) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        long at = 0;
        while (at < ConstantString.LONGEST && template.contains(at, 1)) {
            int lead = template.u8(at++);
            if (lead == 0) {
                return ConstantString.message(text.toByteArray());
            }
            if (lead <= 128) {
                int wide = lead == 128 ? 2 : 0;
                if (!template.contains(at, wide)) {
                    return Optional.empty();
                }
                int length = wide == 0 ? lead : template.u16(at);
                if (length > ConstantString.LONGEST || !template.contains(at + wide, length)) {
                    return Optional.empty();
                }
                text.writeBytes(template.copy(at + wide, length));
                at += wide + length;
            } else if (lead >= 0xc0 && lead <= 0xcf) {
                text.writeBytes(new byte[] {'{', '}'});
                at += 4 * (lead & 1) + 2 * Integer.bitCount(lead & 0xe);
            } else {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
