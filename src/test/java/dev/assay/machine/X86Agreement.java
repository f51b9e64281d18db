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
        if (text.isBad()) {
            if (flow == Flow.INVALID) {
                undefined++;
            } else if (isNewer(line)) {
                newer++;
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

    /// `lkgs`, which binutils knows from 2.41 on.
    private static boolean isNewer(X86Listing.Line line) {
        boolean isLoadKernelSegment = line.code().contains(line.offset(), 4) && line.code().u16(line.offset()) == 0x0ff2
                && line.code().u8(line.offset() + 2) == 0 && (line.code().u8(line.offset() + 3) & 0x38) == 0x30;
        return isLoadKernelSegment;
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
        return "%,d instructions, %d mismatches, %d undefined for both, %d newer than objdump, %d with fwait"
                .formatted(instructions, wrong, undefined, newer, waits);
    }
}
