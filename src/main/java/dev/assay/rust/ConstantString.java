package dev.assay.rust;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.bytes.Memory;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/// A `&'static str` in the constant part of an image: a pointer and a length in bytes, without a NUL.
public final class ConstantString {
    /// Longer ones are not messages. In bytes.
    public static final int LONGEST = 4096;

    private ConstantString() {}

    /// The string of `length` bytes at `address`, if that is one: constant, in the file, 0 to 4096 bytes of valid
    /// UTF-8, printable but for line breaks and tabs.
    public static Optional<String> read(Memory memory, long address, long length) {
        if (length == 0) {
            // rustc lets an empty string point anywhere that is not null; often to 1.
            return address == 0 ? Optional.empty() : Optional.of("");
        }
        return bytes(memory, address, length).flatMap(ConstantString::message);
    }

    /// As [#read], but at least one byte and no control characters at all.
    static Optional<String> readLine(Memory memory, long address, long length) {
        return length == 0 ? Optional.empty()
                : bytes(memory, address, length).flatMap(ConstantString::decode).filter(ConstantString::isLine);
    }

    /// Whether a character can be shown as it is: no control, format, private, unassigned or separating character
    /// but the space, so that no text from a file moves a terminal's cursor or reverses a line.
    static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> true;
        };
    }

    /// `bytes` as a message, if they are one.
    static Optional<String> message(byte[] bytes) {
        return decode(bytes).filter(ConstantString::isMessage);
    }

    private static Optional<byte[]> bytes(Memory memory, long address, long length) {
        if (length < 0 || length > LONGEST || !memory.isConstant(address) || !memory.isConstant(address + length - 1)) {
            return Optional.empty();
        }
        return memory.at(address).filter(slice -> slice.contains(0, length)).map(slice -> slice.copy(0, length));
    }

    private static Optional<String> decode(byte[] bytes) {
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isMessage(String text) {
        return text.codePoints().allMatch(c -> c == '\n' || c == '\t' || isPrintable(c));
    }

    private static boolean isLine(String text) {
        return text.codePoints().allMatch(ConstantString::isPrintable);
    }
}
