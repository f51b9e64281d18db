package dev.assay.image.calls;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a disassembler's text (`objdump -d`, `llvm-objdump -dr`) says about transfers of control.
///
/// Knows mnemonics only, no encodings, and of the file nothing but what `readelf` prints: a second opinion on the
/// graph.
final class DisassembledTransfers {
    private static final Pattern HEADING = Pattern.compile("Disassembly of section (.*):");
    private static final Pattern RELOCATION = Pattern.compile("\\s+([0-9a-f]+):\\s+R_\\S+_(\\S+)\\s+(\\S+)");
    private static final Pattern TARGET =
            Pattern.compile("(?:.*[\\s,])?(?:0x)?([0-9a-f]+)(?: <.*>)?(?:\\s*(?:;|//).*)?");
    private static final Pattern ADDEND = Pattern.compile("(.*?)([+-]0x[0-9a-f]+)?");
    private static final Set<String> PREFIXES = Set.of("bnd", "notrack", "data16", "cs", "ds", "es", "ss", "repz",
            "repnz", "rep", "addr32", "lock");
    private static final Set<String> TRANSFER_RELOCATIONS = Set.of("PLT32", "PC32", "CALL26", "JUMP26", "CONDBR19",
            "TSTBR14");

    enum Kind {
        CALL,
        JUMP,
        BRANCH,
        INDIRECT_CALL,
        INDIRECT_JUMP
    }

    /// One of them.
    ///
    /// @param section     its name, and how many of that name came before it
    /// @param address     of the instruction; in a relocatable file its offset in the section
    /// @param destination of a direct one, where no relocation tells it
    /// @param symbol      that a relocation names; empty if none does
    /// @param addend      of the relocation, less what the instruction itself subtracts
    record Transfer(String section, int ordinal, long address, Kind kind, long destination, String symbol,
            long addend) {}

    private final Consumer<Transfer> reader;
    private final Map<String, Integer> ordinals = new HashMap<>();
    private final boolean x86;
    private String section = "";
    private long instructions;
    /// The last transfer, until the next line shows that no relocation belongs to it.
    private @Nullable Transfer last;

    DisassembledTransfers(boolean x86, Consumer<Transfer> reader) {
        this.x86 = x86;
        this.reader = reader;
    }

    /// No more lines come.
    void end() {
        if (last != null) {
            reader.accept(last);
            last = null;
        }
    }

    long instructions() {
        return instructions;
    }

    void line(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return;
        }
        if (line.startsWith("Disassembly of section ")) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                section = heading.group(1);
                ordinals.merge(section, 1, Integer::sum);
                end();
            }
            return;
        }
        if (line.charAt(0) != ' ' && line.charAt(0) != '\t' && line.charAt(0) != 'f') {
            return;
        }
        int text = line.indexOf('\t', colon);
        if (line.contains("R_") && RELOCATION.matcher(line).matches()) {
            relocate(line);
        } else if (text > 0 && line.charAt(colon - 1) != '>') {
            long address = hexadecimal(line.substring(0, colon).strip());
            if (address >= 0 || line.charAt(0) == 'f') {
                instructions++;
                instruction(address, line.substring(text + 1).strip());
            }
        }
    }

    private static long hexadecimal(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }

    private void instruction(long address, String text) {
        end();
        String rest = text;
        String mnemonic = word(rest);
        while (PREFIXES.contains(mnemonic) || mnemonic.startsWith("rex")) {
            rest = rest.substring(mnemonic.length()).strip();
            mnemonic = word(rest);
        }
        String operands = rest.substring(mnemonic.length()).strip();
        Kind kind = x86 ? x86(mnemonic, operands) : aarch64(mnemonic);
        if (kind == null) {
            return;
        }
        long destination = 0;
        if (kind.compareTo(Kind.INDIRECT_CALL) < 0) {
            Matcher target = TARGET.matcher(operands);
            if (!target.matches()) {
                return; // data, which objdump prints as letters
            }
            destination = hexadecimal(target.group(1));
        }
        last = new Transfer(section, ordinals.getOrDefault(section, 0), address, kind, destination, "", 0);
    }

    private static String word(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) > ' ') {
            end++;
        }
        return text.substring(0, end);
    }

    private static @Nullable Kind x86(String mnemonic, String operands) {
        if (mnemonic.startsWith("call") || mnemonic.startsWith("lcall")) {
            return operands.startsWith("*") ? Kind.INDIRECT_CALL : mnemonic.startsWith("l") ? null : Kind.CALL;
        }
        if (mnemonic.startsWith("jmp") || mnemonic.startsWith("ljmp")) {
            return operands.startsWith("*") ? Kind.INDIRECT_JUMP : mnemonic.startsWith("l") ? null : Kind.JUMP;
        }
        return mnemonic.startsWith("j") || mnemonic.startsWith("loop") || mnemonic.startsWith("xbegin") ? Kind.BRANCH
                : null;
    }

    private static @Nullable Kind aarch64(String mnemonic) {
        return switch (mnemonic) {
            case "bl" -> Kind.CALL;
            case "b" -> Kind.JUMP;
            case "cbz", "cbnz", "tbz", "tbnz" -> Kind.BRANCH;
            case "br", "braa", "brab", "braaz", "brabz" -> Kind.INDIRECT_JUMP;
            case "blr", "blraa", "blrab", "blraaz", "blrabz" -> Kind.INDIRECT_CALL;
            default -> mnemonic.startsWith("b.") || mnemonic.startsWith("bc.") ? Kind.BRANCH : null;
        };
    }

    /// The relocation belongs to the transfer on the line before, if there was one.
    private void relocate(String line) {
        Matcher relocation = RELOCATION.matcher(line);
        if (last == null || !relocation.matches() || !TRANSFER_RELOCATIONS.contains(relocation.group(2))
                || last.kind().compareTo(Kind.INDIRECT_CALL) >= 0) {
            return;
        }
        Matcher value = ADDEND.matcher(relocation.group(3));
        if (value.matches()) {
            long addend = value.group(2) == null ? 0 : Long.decode(value.group(2));
            last = new Transfer(last.section(), last.ordinal(), last.address(), last.kind(), 0, value.group(1),
                    addend + (x86 ? 4 : 0));
        }
    }
}
