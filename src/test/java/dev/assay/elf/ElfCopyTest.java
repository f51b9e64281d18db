package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.bytes.Slice;
import dev.assay.testing.FlatKernelBuilder;
import dev.assay.testing.KallsymsBuilder.Form;
import dev.assay.testing.KallsymsBuilder.Order;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import org.junit.jupiter.api.Test;

class ElfCopyTest {
    private static final long BASE = 0xffff_8000_8000_0000L;

    @Test
    void aFlatKernelBecomesAnElfFileWithTheSameCodeAndSymbols() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = new FlatKernelBuilder(FlatKernelBuilder.ARM64, BASE, Form.SELF_RELATIVE,
                    Order.NEW, false).build();
            FlatKernel flat = FlatKernel.read(
                    Slice.of("Image", "file", arena.allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes))),
                    arena);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ElfCopy.write(flat.elf(), flat.symbols(), Channels.newChannel(out));

            byte[] written = out.toByteArray();
            Elf copy = Elf.read(Slice.of("copy", "file", MemorySegment.ofArray(written)));
            assertThat(copy.machine()).isEqualTo(Elf.AARCH64);
            assertThat(copy.isRelocatable()).isFalse();
            for (Section section : flat.elf().sections()) {
                Section same = copy.sections().get(section.index());
                assertThat(same.name()).isEqualTo(section.name());
                assertThat(same.address()).isEqualTo(section.address());
                assertThat(same.flags()).isEqualTo(section.flags());
                assertThat(copy.raw(same).copy(0, copy.raw(same).size()))
                        .isEqualTo(flat.elf().raw(section).copy(0, flat.elf().raw(section).size()));
            }
            Symbols symbols = Symbols.of(copy);
            assertThat(symbols.count()).isEqualTo(flat.symbols().count());
            for (int i = 0; i < symbols.count(); i++) {
                assertThat(symbols.name(i)).isEqualTo(flat.symbols().name(i));
                assertThat(symbols.value(i)).isEqualTo(flat.symbols().value(i));
                assertThat(symbols.section(i)).isEqualTo(flat.symbols().section(i));
            }
        }
    }
}
