package dev.assay.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Writes the tables of kallsyms in every form that a 64-bit Linux from 5.10 on has (`scripts/kallsyms.c`):
///
/// ```java
/// byte[] tables = new KallsymsBuilder(Form.SELF_RELATIVE, Order.NEW)
///         .symbol('T', "_stext", 0xffff_ffff_8100_0000L)
///         .build(0xffff_ffff_8200_0000L);
/// ```
///
/// Its compression is simple: a few pairs of letters have tokens, other characters stand for themselves.
public final class KallsymsBuilder {
    /// How addresses are stored.
    public enum Form {
        ABSOLUTE,
        BASE_RELATIVE,
        PER_CPU,
        SELF_RELATIVE
    }

    /// Which table comes where.
    public enum Order {
        /// Addresses first.
        OLD,
        /// The same, with `kallsyms_seqs_of_names`.
        OLD_WITH_SEQUENCE,
        /// Addresses behind the tokens, then `kallsyms_seqs_of_names`.
        NEW
    }

    private static final List<String> PAIRS = List.of("_R", "ke", "rn", "el", "t_", "T_", "in", "fun", "ction");
    private static final int FIRST_PAIR = 0x80;

    private record Symbol(char letter, String name, long address) {}

    private final Form form;
    private final Order order;
    private final int alignment;
    private final List<Symbol> symbols = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long start;
    private boolean zeroBase;
    private long baseAt = -1;

    public KallsymsBuilder(Form form, Order order) {
        this.form = form;
        this.order = order;
        this.alignment = form == Form.SELF_RELATIVE ? 4 : 8;
    }

    /// A symbol; they must come in order of address.
    ///
    /// @param letter as nm prints it
    public KallsymsBuilder symbol(char letter, String name, long address) {
        symbols.add(new Symbol(letter, name, address));
        return this;
    }

    /// Leaves 0 where `kallsyms_relative_base` is, as in a kernel that relocates itself.
    public KallsymsBuilder zeroBase() {
        zeroBase = true;
        return this;
    }

    /// Where `kallsyms_relative_base` went, from the start of the tables; -1 if nowhere.
    public long baseAt() {
        return baseAt;
    }

    /// What `kallsyms_relative_base` is.
    public long base() {
        return symbols.stream().mapToLong(Symbol::address).filter(address -> form != Form.PER_CPU || address < 0)
                .findFirst().orElse(0);
    }

    /// The tables, to be put at `address`.
    public byte[] build(long address) {
        start = address;
        out.reset();
        List<String> tokens = tokens();
        if (order != Order.NEW) {
            addresses();
        }
        align();
        put(4, symbols.size());
        align();
        List<Integer> markers = names(tokens);
        align();
        markers.forEach(marker -> put(4, marker));
        if (order == Order.OLD_WITH_SEQUENCE) {
            sequence();
        }
        align();
        List<Integer> index = new ArrayList<>();
        int offset = 0;
        for (String token : tokens) {
            index.add(offset);
            out.writeBytes(token.getBytes(US_ASCII));
            out.write(0);
            offset += token.length() + 1;
        }
        align();
        index.forEach(token -> put(2, token));
        if (order == Order.NEW) {
            addresses();
            sequence();
        }
        return out.toByteArray();
    }

    private List<String> tokens() {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            char character = (char) i;
            boolean used = (character >= '0' && character <= '9')
                    || symbols.stream().anyMatch(symbol -> (symbol.letter() + symbol.name()).indexOf(character) >= 0);
            boolean pair = i >= FIRST_PAIR && i - FIRST_PAIR < PAIRS.size();
            tokens.add(used ? String.valueOf(character) : pair ? PAIRS.get(i - FIRST_PAIR) : "");
        }
        return tokens;
    }

    private List<Integer> names(List<String> tokens) {
        List<Integer> markers = new ArrayList<>();
        int first = out.size();
        for (int i = 0; i < symbols.size(); i++) {
            if (i % 256 == 0) {
                markers.add(out.size() - first);
            }
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            String text = symbols.get(i).letter() + symbols.get(i).name();
            for (int at = 0; at < text.length();) {
                int token = text.charAt(at);
                for (int pair = 0; pair < PAIRS.size(); pair++) {
                    token = text.startsWith(PAIRS.get(pair), at) ? FIRST_PAIR + pair : token;
                }
                packed.write(token);
                at += tokens.get(token).length();
            }
            if (packed.size() > 0x7f) {
                out.write((packed.size() & 0x7f) | 0x80);
                out.write(packed.size() >> 7);
            } else {
                out.write(packed.size());
            }
            out.writeBytes(packed.toByteArray());
        }
        return markers;
    }

    private void addresses() {
        align();
        for (Symbol symbol : symbols) {
            switch (form) {
                case ABSOLUTE -> put(8, symbol.address());
                case SELF_RELATIVE -> put(4, symbol.address() - (start + out.size()));
                case BASE_RELATIVE -> put(4, symbol.address() - base());
                case PER_CPU -> put(4, symbol.address() >= 0 ? symbol.address() : base() - 1 - symbol.address());
            }
        }
        if (form == Form.BASE_RELATIVE || form == Form.PER_CPU) {
            align();
            baseAt = out.size();
            put(8, zeroBase ? 0 : base());
        }
    }

    private void sequence() {
        align();
        List<Integer> sequence = new ArrayList<>();
        for (int i = 0; i < symbols.size(); i++) {
            sequence.add(i);
        }
        sequence.sort(Comparator.comparing((Integer i) -> symbols.get(i).name()));
        for (int i : sequence) {
            out.write(i >> 16);
            out.write(i >> 8);
            out.write(i);
        }
    }

    private void align() {
        while ((start + out.size()) % alignment != 0) {
            out.write(0);
        }
    }

    private void put(int size, long value) {
        byte[] bytes = new byte[8];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
        out.write(bytes, 0, size);
    }
}
