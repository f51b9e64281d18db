package dev.assay.check.verify;

import java.util.OptionalLong;

/// Reads what `objdump -d` and `llvm-objdump -d` print, line by line: both write the same four kinds of lines.
public final class Listing {
    private static final String SECTION = "Disassembly of section ";

    private final Reader reader;
    private boolean inSection;

    /// Gets what the lines say.
    public interface Reader {
        /// A section begins.
        void section(String name);

        /// An instruction.
        ///
        /// @param address that the tool prints: in a relocatable file the offset in the section
        /// @param text    in the tool's notation
        void instruction(long address, String text);

        /// A relocation in the instruction before.
        ///
        /// @param type  `R_X86_64_PLT32`
        /// @param value symbol and addend: `foo-0x4`
        void relocation(String type, String value);
    }

    public Listing(Reader reader) {
        this.reader = reader;
    }

    /// Takes the next line.
    public void line(String line) {
        if (line.startsWith(SECTION)) {
            inSection = true;
            reader.section(line.substring(SECTION.length(), line.endsWith(":") ? line.length() - 1 : line.length()));
        } else if (inSection && !line.isEmpty()) {
            if (line.charAt(0) == '\t') {
                relocation(line);
            } else {
                instruction(line);
            }
        }
    }

    /// `<tabs><address>: <type><tab><symbol and addend>`.
    private void relocation(String line) {
        int colon = line.indexOf(": ");
        if (colon < 0) {
            return;
        }
        String rest = line.substring(colon + 2).strip();
        int space = 0;
        while (space < rest.length() && rest.charAt(space) > ' ') {
            space++;
        }
        reader.relocation(rest.substring(0, space), rest.substring(space).strip());
    }

    /// `<blanks><address>:<blanks and a tab><mnemonic> <operands>`; the line of a label has no tab.
    private void instruction(String line) {
        int colon = line.indexOf(':');
        if (colon < 0 || line.indexOf('\t', colon) < 0) {
            return;
        }
        OptionalLong address = hexadecimal(line.substring(0, colon).strip());
        if (address.isPresent()) {
            reader.instruction(address.getAsLong(), line.substring(colon + 1).strip().replace('\t', ' '));
        }
    }

    /// The number that `digits` are, with or without `0x`; empty if they are none of 64 bits.
    static OptionalLong hexadecimal(String digits) {
        int start = digits.startsWith("0x") ? 2 : 0;
        if (start == digits.length() || digits.length() - start > 16) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = start; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), 16);
            if (digit < 0) {
                return OptionalLong.empty();
            }
            value = value << 4 | digit;
        }
        return OptionalLong.of(value);
    }
}
