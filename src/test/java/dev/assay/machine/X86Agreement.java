package dev.assay.machine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Counts where the decoder and `objdump` tell different things about one file.
final class X86Agreement implements X86Listing.Reader {
    private static final int SHOWN = 40;

    private final Decoder decoder = new X86_64().decoder();
    private final X86Writes writes = new X86Writes();
    private final List<String> mismatches = new ArrayList<>();
    private final Set<String> kinds = new HashSet<>();
    private long instructions;
    private long wrong;
    /// Lines that begin with `fwait`, which `objdump` takes for a prefix of the next instruction.
    private long waits;
    /// Undefined for both.
    private long undefined;
    /// Beyond what `objdump` knows.
    private long newer;
    /// Pieces of instructions.
    private long torn;

    @Override
    public void line(X86Listing.Line line) {
        instructions++;
        X86Text text = X86Text.parse(line.text());
        decoder.decode(line.code(), line.offset(), line.address());
        if (line.code().u8(line.offset()) == 0x9b && line.length() > 1) {
            waits++;
            return;
        }
        Flow flow = decoder.flow();
        if (isNewer(line) && decoder.length() == 4) {
            newer++;
            return;
        }
        if (isTorn(line, text)) {
            torn++;
            return;
        }
        if (text.isBad()) {
            if (flow == Flow.INVALID) {
                undefined++;
            } else {
                mismatch(line, "undefined, but decoded as " + flow);
            }
            return;
        }
        boolean isLengthRight = line.isCut() ? decoder.length() >= line.length() : decoder.length() == line.length();
        if (!isLengthRight) {
            mismatch(line, "length " + decoder.length());
        } else if (flow != text.flow()) {
            mismatch(line, "flow " + flow);
        } else if (flow.isDirect() && decoder.target() != text.target()) {
            mismatch(line, "target " + Long.toHexString(decoder.target()));
        } else {
            String difference = writes.compare(decoder, text);
            if (!difference.isEmpty()) {
                mismatch(line, difference);
            }
        }
    }

    /// `lkgs`, `erets` and `eretu`, which are younger than many an `objdump`.
    private static boolean isNewer(X86Listing.Line line) {
        if (!line.code().contains(line.offset(), 4)) {
            return false;
        }
        long bytes = line.code().u32(line.offset());
        boolean isLoadKernelSegment = (bytes & 0x38ff_ffffL) == 0x3000_0ff2L;
        return isLoadKernelSegment || bytes == 0xca01_0ff3L || bytes == 0xca01_0ff2L;
    }

    /// A piece of an instruction that a symbol cuts in two; or a REX prefix without effect, which `objdump` takes
    /// for an instruction where data stands among the code.
    private boolean isTorn(X86Listing.Line line, X86Text text) {
        boolean isPiece = text.mnemonic().startsWith("rex") || text.mnemonic().equals(".byte");
        return isPiece && text.operands().size() < 2 && decoder.length() >= line.length();
    }

    private void mismatch(X86Listing.Line line, String what) {
        wrong++;
        // One of a kind is enough to see what is wrong.
        if (mismatches.size() < SHOWN && kinds.add(X86Text.parse(line.text()).mnemonic() + what)) {
            StringBuilder bytes = new StringBuilder();
            for (long i = line.offset(); i < Math.min(line.offset() + 16, line.code().size()); i++) {
                bytes.append(String.format(Locale.ROOT, "%02x ", line.code().u8(i)));
            }
            mismatches.add("%s %x: %s[%s] objdump: %d bytes, decoder: %s".formatted(line.code().name(), line.address(),
                    bytes, line.text(), line.length(), what));
        }
    }

    List<String> mismatches() {
        return mismatches;
    }

    long instructions() {
        return instructions;
    }

    @Override
    public String toString() {
        return "%,d instructions, %d mismatches, %d undefined for both, %d newer than objdump, %d torn, %d with fwait"
                .formatted(instructions, wrong, undefined, newer, torn, waits);
    }
}
