package dev.assay.rust;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.rust.V0Name.Malformed;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;

/// Writes the values of constants in generic arguments, given as hexadecimal digits, as Rust source would.
final class V0Constant {
    private V0Constant() {}

    /// What does not fit in 64 bits stays hexadecimal, as rustc's demangler has it.
    static String unsigned(String digits) {
        String significant = significant(digits);
        return significant.length() > 16 ? "0x" + digits
                : significant.isEmpty() ? "0" : Long.toUnsignedString(Long.parseUnsignedLong(significant, 16));
    }

    static String bool(String digits) throws Malformed {
        return switch (significant(digits)) {
            case "" -> "false";
            case "1" -> "true";
            default -> throw new Malformed();
        };
    }

    static String character(String digits) throws Malformed {
        String significant = significant(digits);
        if (significant.length() > 6) {
            throw new Malformed();
        }
        int codePoint = significant.isEmpty() ? 0 : Integer.parseInt(significant, 16);
        if (!Character.isValidCodePoint(codePoint) || (codePoint >= 0xd800 && codePoint <= 0xdfff)) {
            throw new Malformed();
        }
        StringBuilder text = new StringBuilder("'");
        escape(text, codePoint, '\'');
        return text.append('\'').toString();
    }

    static String string(String digits) throws Malformed {
        if (digits.length() % 2 != 0) {
            throw new Malformed();
        }
        String value;
        try {
            value = UTF_8.newDecoder().decode(ByteBuffer.wrap(HexFormat.of().parseHex(digits))).toString();
        } catch (CharacterCodingException e) {
            throw new Malformed();
        }
        StringBuilder text = new StringBuilder("\"");
        value.codePoints().forEach(codePoint -> escape(text, codePoint, '"'));
        return text.append('"').toString();
    }

    private static String significant(String digits) {
        int zeros = 0;
        while (zeros < digits.length() && digits.charAt(zeros) == '0') {
            zeros++;
        }
        return digits.substring(zeros);
    }

    private static void escape(StringBuilder text, int codePoint, char quote) {
        switch (codePoint) {
            case 0 -> text.append("\\0");
            case '\t' -> text.append("\\t");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\\' -> text.append("\\\\");
            default -> {
                if (codePoint == quote) {
                    text.append('\\').append(quote);
                } else if (ConstantString.isPrintable(codePoint)) {
                    text.appendCodePoint(codePoint);
                } else {
                    text.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
                }
            }
        }
    }
}
