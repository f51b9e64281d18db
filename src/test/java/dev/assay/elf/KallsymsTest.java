package dev.assay.elf;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.testing.ElfBuilder;
import dev.assay.testing.KallsymsBuilder;
import dev.assay.testing.KallsymsBuilder.Form;
import dev.assay.testing.KallsymsBuilder.Order;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Tables of every layout, written by [KallsymsBuilder], come back as the symbols that went in.
class KallsymsTest {
    private static final long TEXT = 0xffff_ffff_8100_0000L;
    private static final long RODATA = 0xffff_ffff_8200_0000L;
    private static final int TEXT_SIZE = 0x4_0000;
    private static final int[] COUNTS = {7, 255, 256, 257, 512, 513, 3000};

    static Stream<Arguments> layouts() {
        List<Arguments> layouts = new ArrayList<>();
        for (Form form : Form.values()) {
            for (Order order : Order.values()) {
                if (form != Form.SELF_RELATIVE || order == Order.NEW) {
                    for (int count : COUNTS) {
                        layouts.add(Arguments.of(form, order, count));
                    }
                }
            }
        }
        return layouts.stream();
    }

    /// So few that another form would fit, too: no answer rather than a guess.
    @Test
    void ambiguousTablesAreNone() {
        KallsymsBuilder builder = new KallsymsBuilder(Form.BASE_RELATIVE, Order.OLD).symbol('T', "_stext", TEXT)
                .symbol('T', "start", TEXT);
        assertThat(missing(elf(builder.build(RODATA), 0))).startsWith("names were found, but no addresses");
    }

    private record Expected(String name, long address) {}

    private static List<Expected> symbols(int count) {
        List<Expected> symbols = new ArrayList<>();
        symbols.add(new Expected("_stext", TEXT));
        IntStream.range(1, count).forEach(i -> symbols.add(new Expected("function_" + Integer.toHexString(i * 40_503),
                TEXT + 16L * (i / 2))));
        return symbols;
    }

    private static Elf elf(byte[] tables, int before) {
        ByteBuffer rodata = ByteBuffer.allocate(before + tables.length + 100).put(before, tables);
        return Elf.read(new ElfBuilder(ElfType.EXEC, Elf.X86_64)
                .section(".text", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.EXECUTE, TEXT, 16,
                        new byte[TEXT_SIZE])
                .section(".rodata", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.WRITE, RODATA, 16,
                        rodata.array())
                .build().slice());
    }

    private static Symbols found(Elf elf) {
        Kallsyms kallsyms = Kallsyms.of(elf, Arena.ofAuto());
        assertThat(kallsyms).isInstanceOf(Kallsyms.Found.class);
        return ((Kallsyms.Found) kallsyms).symbols();
    }

    private static String missing(Elf elf) {
        Kallsyms kallsyms = Kallsyms.of(elf, Arena.ofAuto());
        assertThat(kallsyms).isInstanceOf(Kallsyms.Missing.class);
        return ((Kallsyms.Missing) kallsyms).why();
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void comeBackAsTheyWentIn(Form form, Order order, int count) {
        List<Expected> expected = new ArrayList<>(symbols(count));
        if (form == Form.PER_CPU) {
            expected.addFirst(new Expected("cpu_number", 0x40));
            expected.addFirst(new Expected("__per_cpu_start", 0));
        }
        // Where the tables start must not matter, nor what lies before them.
        for (int before : new int[] {0, 4, 36, 1000}) {
            KallsymsBuilder builder = new KallsymsBuilder(form, order);
            expected.forEach(symbol -> builder.symbol('t', symbol.name(), symbol.address()));
            Symbols symbols = found(elf(builder.build(RODATA + before), before));
            List<Expected> actual = IntStream.range(1, symbols.count())
                    .mapToObj(i -> new Expected(symbols.name(i), symbols.value(i))).toList();
            assertThat(actual).as("%s bytes before", before).isEqualTo(expected);
        }
    }

    @Test
    void typesSizesAndSectionsFollowFromLetterAndAddress() {
        Elf elf = elf(new KallsymsBuilder(Form.SELF_RELATIVE, Order.NEW).symbol('T', "first", TEXT)
                .symbol('t', "alias", TEXT).symbol('W', "weak", TEXT + 0x30).symbol('D', "in_code", TEXT + 0x38)
                .symbol('t', "last", TEXT + 0x40).symbol('T', "_etext", TEXT + TEXT_SIZE)
                .symbol('R', "constant", RODATA).symbol('d', "variable", RODATA + 8)
                .symbol('A', "number", RODATA + 16).build(RODATA), 0);
        Symbols symbols = found(elf);
        assertThat(IntStream.range(1, symbols.count()).mapToObj(i -> "%s %d %d %d %d".formatted(symbols.name(i),
                symbols.type(i), symbols.binding(i), symbols.section(i), symbols.size(i)))).containsExactly(
                        "first 2 1 1 48", "alias 2 0 1 48", "weak 2 2 1 8", "in_code 1 1 1 0",
                        "last 2 0 1 " + (TEXT_SIZE - 0x40), "_etext 1 1 -15 0", "constant 1 1 2 0",
                        "variable 1 0 2 0", "number 1 1 -15 0");
        assertThat(symbols.type(0)).isZero();
        assertThat(symbols.name(0)).isEmpty();
    }

    @Test
    void longNamesHaveTwoBytesOfLength() {
        String name = "_RNv" + "a".repeat(300);
        Symbols symbols = found(elf(new KallsymsBuilder(Form.BASE_RELATIVE, Order.NEW).symbol('T', "_stext", TEXT)
                .symbol('t', name, TEXT + 16).build(RODATA), 0));
        assertThat(symbols.name(2)).isEqualTo(name);
    }

    /// A position-independent kernel has 0 for the base and a relocation for it.
    @Test
    void theBaseMayBeARelocation() {
        KallsymsBuilder builder = new KallsymsBuilder(Form.BASE_RELATIVE, Order.OLD).symbol('T', "_stext", TEXT)
                .symbol('t', "f", TEXT + 16).zeroBase();
        byte[] tables = builder.build(RODATA);
        assertThat(missing(elf(tables, 0))).contains("no addresses that go with them");
        ByteBuffer relocation = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(RODATA + builder.baseAt()).putLong(1027).putLong(builder.base());
        Elf elf = Elf.read(new ElfBuilder(ElfType.DYN, Elf.AARCH64)
                .section(".text", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.EXECUTE, TEXT, 16,
                        new byte[TEXT_SIZE])
                .section(".rodata", SectionType.PROGBITS, ElfBuilder.ALLOC, RODATA, 16, tables)
                .section(".rela.dyn", SectionType.RELA, ElfBuilder.ALLOC, RODATA + 0x10_0000, 8, relocation.array())
                .build().slice());
        assertThat(found(elf).value(2)).isEqualTo(TEXT + 16);
    }

    @Test
    void sayWhatIsMissing() {
        assertThat(missing(elf(new byte[100], 0))).startsWith("no table of tokens");
        byte[] digits = "0\0001\0002\0003\0004\0005\0006\0007\0008\0009\0".getBytes(US_ASCII);
        assertThat(missing(elf(digits, 8))).startsWith("what looks like a table of tokens has no index");
        KallsymsBuilder builder = new KallsymsBuilder(Form.SELF_RELATIVE, Order.NEW);
        symbols(600).forEach(symbol -> builder.symbol('t', symbol.name(), symbol.address()));
        byte[] tables = builder.build(RODATA);
        byte[] otherCount = tables.clone();
        otherCount[1] ^= 0x10;
        assertThat(missing(elf(otherCount, 0))).startsWith("before the table of tokens there are no names");
        byte[] otherOrder = tables.clone();
        otherOrder[tables.length - 1] ^= 1;
        assertThat(missing(elf(otherOrder, 0))).startsWith("names were found, but no addresses");
    }

    /// Tables that nearly check out, as many as fit: an answer all the same, and soon.
    @Test
    void manyFalseTablesCostLittle() {
        KallsymsBuilder builder = new KallsymsBuilder(Form.SELF_RELATIVE, Order.NEW);
        symbols(300).forEach(symbol -> builder.symbol('t', symbol.name(), symbol.address()));
        byte[] tables = builder.build(RODATA);
        int length = tables.length - 1000; // without the end of the order
        byte[] many = new byte[1000 * (length + 8)];
        byte[] digits = "0\0001\0002\0003\0004\0005\0006\0007\0008\0009\0".getBytes(US_ASCII);
        for (int i = 0; i < 1000; i++) {
            System.arraycopy(tables, 0, many, i * (length + 8 & -8), length);
        }
        assertThat(missing(elf(many, 0))).isNotEmpty();
        byte[] onlyDigits = new byte[8 << 20];
        for (int i = 0; i + digits.length < onlyDigits.length; i += digits.length) {
            System.arraycopy(digits, 0, onlyDigits, i, digits.length);
        }
        assertThat(missing(elf(onlyDigits, 0))).isNotEmpty();
        assertThat(missing(elf(new byte[8 << 20], 0))).startsWith("no table of tokens");
    }

    @Test
    void aRelocatableFileHasNone() {
        Elf elf = Elf.read(new ElfBuilder(ElfType.REL, Elf.X86_64)
                .section(".rodata", SectionType.PROGBITS, ElfBuilder.ALLOC, new byte[64]).build().slice());
        assertThat(missing(elf)).isEqualTo("not a linked kernel");
    }
}
