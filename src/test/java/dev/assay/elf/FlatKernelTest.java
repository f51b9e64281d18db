package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Slice;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.testing.ElfBytes;
import dev.assay.testing.FlatKernelBuilder;
import dev.assay.testing.KallsymsBuilder.Form;
import dev.assay.testing.KallsymsBuilder.Order;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Images without ELF headers, written by [FlatKernelBuilder].
class FlatKernelTest {
    private static final long ARM64 = 0xffff_8000_8000_0000L;
    private static final int MUTANTS = 20_000;
    private static final long SEED = Long.getLong("assay.seed", 20261122);

    private static FlatKernelBuilder builder(String machine, Form form, Order order, boolean relocated) {
        return switch (machine) {
            case "arm64" -> new FlatKernelBuilder(FlatKernelBuilder.ARM64, ARM64, form, order, relocated);
            case "riscv64" -> new FlatKernelBuilder(FlatKernelBuilder.RISCV, 0xffff_ffff_8000_0000L, form, order,
                    relocated);
            default -> new FlatKernelBuilder(FlatKernelBuilder.LOONGARCH, 0x9000_0000_0020_0000L, form, order,
                    relocated);
        };
    }

    @ParameterizedTest
    @CsvSource({"arm64, 183", "riscv64, 243", "loongarch64, 258"})
    void becomeElfFiles(String machine, int number) {
        for (boolean relocated : new boolean[] {false, true}) {
            for (Form form : List.of(Form.SELF_RELATIVE, Form.BASE_RELATIVE)) {
                Slice file = builder(machine, form, Order.NEW, relocated).slice();
                assertThat(FlatKernel.isFlatKernel(file)).isTrue();
                FlatKernel kernel = FlatKernel.read(file, Arena.ofAuto());
                assertThat(kernel.elf().machine()).isEqualTo(number);
                assertThat(kernel.elf().type()).isEqualTo(ElfType.EXEC);
                check(kernel, form + (relocated ? ", relocated" : ""));
            }
        }
        check(FlatKernel.read(builder(machine, Form.BASE_RELATIVE, Order.OLD, true).slice(), Arena.ofAuto()), "old");
    }

    private static void check(FlatKernel kernel, String what) {
        Symbols symbols = kernel.symbols();
        long base = symbols.value(1);
        assertThat(symbols.name(1)).isEqualTo("_text");
        assertThat(base % 0x1_0000).isZero();
        AddressSpace memory = AddressSpace.of(kernel.elf(), symbols, Arena.ofAuto());
        assertThat(kernel.elf().sections().stream().filter(section -> section.size() > 0)
                .filter(section -> !section.type().equals(SectionType.RELA))
                .map(section -> "%s %s 0x%x".formatted(section.name(), section.flagLetters(),
                        section.address() - base))
                .toList()).as(what)
                .contains(".head.text AX 0x0", ".text AX 0x1000", ".rodata WA 0x8000", ".init.text AX 0x18000",
                        ".data WA 0x20000", ".bss WA 0x24000");
        int last = IntStream.range(1, symbols.count()).filter(i -> symbols.name(i).equals("setup")).findFirst()
                .orElseThrow();
        assertThat(symbols.type(last)).isEqualTo(Symbols.FUNC);
        assertThat(symbols.size(last)).isEqualTo(0x7f0);
        assertThat(memory.sectionAt(symbols.value(last)).orElseThrow().name()).isEqualTo(".init.text");
        // Pointers are there, in place or by relocation.
        long pointer = memory.at(base + FlatKernelBuilder.DATA).orElseThrow().u64(0);
        assertThat(IntStream.range(1, symbols.count()).anyMatch(i -> symbols.value(i) == pointer)).isTrue();
        assertThat(memory.isConstant(base + FlatKernelBuilder.RODATA)).isTrue();
        assertThat(memory.isConstant(base + FlatKernelBuilder.DATA)).isFalse();
    }

    @Test
    void sayWhatIsMissing() {
        byte[] image = builder("arm64", Form.SELF_RELATIVE, Order.NEW, false).build();
        assertThatThrownBy(() -> FlatKernel.read(ElfBytes.sliceOf(new byte[100]), Arena.ofAuto()))
                .isInstanceOf(MalformedFileException.class).hasMessageContaining("the magic of an arm64, riscv64");
        byte[] stripped = image.clone();
        Arrays.fill(stripped, FlatKernelBuilder.RODATA, FlatKernelBuilder.INIT, (byte) 0);
        assertThatThrownBy(() -> FlatKernel.read(ElfBytes.sliceOf(stripped), Arena.ofAuto()))
                .isInstanceOf(UnsupportedFormatException.class).hasMessageContaining("no kallsyms: no table of tokens");
        byte[] pointless = image.clone();
        Arrays.fill(pointless, FlatKernelBuilder.DATA, FlatKernelBuilder.SIZE, (byte) 0);
        assertThatThrownBy(() -> FlatKernel.read(ElfBytes.sliceOf(pointless), Arena.ofAuto()))
                .isInstanceOf(UnsupportedFormatException.class).hasMessageContaining("do not tell the address");
    }

    @Test
    void onlyTheTwoExceptionsEscape() {
        Random random = new Random(SEED);
        List<byte[]> samples = List.of(builder("arm64", Form.SELF_RELATIVE, Order.NEW, false).build(),
                builder("arm64", Form.BASE_RELATIVE, Order.OLD_WITH_SEQUENCE, true).build(),
                builder("riscv64", Form.BASE_RELATIVE, Order.NEW, false).build(),
                builder("loongarch64", Form.SELF_RELATIVE, Order.NEW, true).build());
        int answered = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = samples.get(i % samples.size()).clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                int at = random.nextInt(4) == 0 ? random.nextInt(64)
                        : random.nextInt(0x3000) + FlatKernelBuilder.RODATA;
                mutant[at] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : mutant[at] ^ (1 << random.nextInt(8)));
            }
            try (Arena arena = Arena.ofConfined()) {
                Symbols symbols = FlatKernel.read(ElfBytes.sliceOf(mutant), arena).symbols();
                for (int symbol = 0; symbol < symbols.count(); symbol += 50) {
                    assertThat(symbols.name(symbol).length()).isLessThan(1025);
                }
                answered++;
            } catch (MalformedFileException | UnsupportedFormatException expected) {
                // What a damaged file may give.
            } catch (RuntimeException | Error e) {
                throw new AssertionError("mutant " + i + " of seed " + SEED, e);
            }
        }
        assertThat(answered).isBetween(MUTANTS / 20, MUTANTS);
    }
}
