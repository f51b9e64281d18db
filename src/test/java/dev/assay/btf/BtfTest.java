package dev.assay.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.assay.btf.Type.Enumerator;
import dev.assay.btf.Type.Member;
import dev.assay.btf.Type.Parameter;
import dev.assay.btf.Type.Variable;
import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.testing.PlainElf;
import dev.assay.testing.Tools;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BtfTest {
    private static final int FLAG = 1 << 31;

    /// 1 int, 2 struct s { int x; int y : 3 }, 3 pointer to s, 4 signature, 5 function f, 6 function g.
    private static BtfBytes kernel() {
        BtfBytes btf = new BtfBytes(0);
        int x = btf.string("x");
        return btf.type(btf.string("int"), Kind.INT, 0, 4, 0x0100_0020)
                .type(btf.string("s"), Kind.STRUCT.number() << 24 | 2 | FLAG, 8, x, 1, 0, btf.string("y"), 1,
                        3 << 24 | 35)
                .type(0, Kind.PTR, 0, 2).type(0, Kind.FUNC_PROTO, 2, 1, x, 3, 0, 0)
                .type(btf.string("f"), Kind.FUNC, 1, 4).type(btf.string("g"), Kind.FUNC, 0, 4);
    }

    @Test
    void typesByNumber() {
        Btf btf = Btf.read(kernel().slice());
        assertThat(btf.lacksBase()).isFalse();
        assertThat(btf.count()).isEqualTo(6);
        assertThat(btf.counts()).isEqualTo(Map.of(Kind.INT, 1, Kind.STRUCT, 1, Kind.PTR, 1, Kind.FUNC_PROTO, 1,
                Kind.FUNC, 2));
        assertThat(btf.functionNames()).containsExactly("f", "g");

        Type structure = btf.type(2);
        assertThat(structure.name()).isEqualTo("s");
        assertThat(structure.size()).isEqualTo(8);
        assertThat(structure.members()).extracting(Member::type, Member::bitOffset, Member::bitSize)
                .containsExactly(tuple(1, 0, 0),
                        tuple(1, 35, 3));
        assertThat(structure.members()).extracting(member -> btf.string(member.nameOffset())).containsExactly("x", "y");
        Type function = btf.type(5);
        assertThat(function.parts()).isEqualTo(1);
        Type signature = function.target().orElseThrow();
        assertThat(signature.target().orElseThrow().name()).isEqualTo("int");
        assertThat(signature.parameters()).extracting(Parameter::type).containsExactly(3, 0);
        assertThat(signature.find(3).orElseThrow().target().orElseThrow().id()).isEqualTo(2);
        assertThat(signature.find(0)).isEmpty();
        assertThat(btf.type(1).isSigned()).isTrue();
        assertThat(btf.type(1).bits()).isEqualTo(32);
    }

    @Test
    void everyOtherKind() {
        BtfBytes bytes = new BtfBytes(0);
        int name = bytes.string("n");
        Btf btf = Btf.read(bytes.type(0, Kind.ARRAY, 0, 0, 7, 8, 9).type(name, Kind.UNION, 1, 4, name, 1, 8)
                .type(name, Kind.ENUM.number() << 24 | 1 | FLAG, 4, name, -2).type(name, Kind.ENUM, 1, 4, name, -2)
                .type(name, Kind.ENUM64, 1, 8, name, 1, 2).type(name, Kind.FWD, 0, 0)
                .type(name, Kind.TYPEDEF, 0, 0).type(0, Kind.VOLATILE, 0, 1).type(0, Kind.CONST, 0, 1)
                .type(0, Kind.RESTRICT, 0, 1).type(name, Kind.VAR, 0, 1, 1)
                .type(name, Kind.DATASEC, 1, 16, 11, 8, 4).type(name, Kind.FLOAT, 0, 8)
                .type(name, Kind.DECL_TAG, 0, 2, -1).type(name, Kind.TYPE_TAG, 0, 1).slice());
        assertThat(btf.count()).isEqualTo(15);
        assertThat(btf.type(1).elements()).isEqualTo(9);
        assertThat(btf.type(1).targetId()).isEqualTo(7);
        assertThat(btf.type(2).members()).containsExactly(new Member(name, 1, 8, 0));
        assertThat(btf.type(3).enumerators()).containsExactly(new Enumerator(name, -2));
        assertThat(btf.type(4).enumerators()).containsExactly(new Enumerator(name, 0xffff_fffeL));
        assertThat(btf.type(5).enumerators()).containsExactly(new Enumerator(name, 0x2_0000_0001L));
        assertThat(btf.type(7).target()).isEmpty();
        assertThat(btf.type(11).targetId()).isEqualTo(1);
        assertThat(btf.type(12).variables()).containsExactly(new Variable(11, 8, 4));
        assertThat(btf.type(13).size()).isEqualTo(8);
        assertThat(btf.type(14).component()).isEqualTo(-1);
        assertThat(btf.type(15).target().orElseThrow().kind()).isEqualTo(Kind.ARRAY);
        assertThatThrownBy(() -> btf.type(1).members()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aModuleGoesOnWhereTheKernelEnds() {
        BtfBytes kernel = kernel();
        BtfBytes module = new BtfBytes(kernel.stringsEnd());
        module.type(module.string("probe"), Kind.FUNC, 0, 4).type(1, Kind.TYPEDEF, 0, 7);
        Btf split = Btf.split(module.slice(), Btf.read(kernel.slice()));
        assertThat(split.count()).isEqualTo(2);
        assertThat(split.firstId()).isEqualTo(7);
        assertThat(split.endId()).isEqualTo(9);
        assertThat(split.functionNames()).containsExactly("probe");
        assertThat(split.type(7).target().orElseThrow().kind()).isEqualTo(Kind.FUNC_PROTO);
        assertThat(split.type(8).name()).isEqualTo("x");
        assertThat(split.type(8).target().orElseThrow().id()).isEqualTo(7);
        assertThat(split.type(2).name()).isEqualTo("s");
    }

    @Test
    void aModuleAloneHasKindsButNoNames() {
        BtfBytes kernel = kernel();
        BtfBytes module = new BtfBytes(kernel.stringsEnd());
        Btf alone = Btf.read(module.type(module.string("probe"), Kind.FUNC, 0, 4).slice());
        assertThat(alone.lacksBase()).isTrue();
        assertThat(alone.counts()).isEqualTo(Map.of(Kind.FUNC, 1));
        assertThat(alone.functionNames()).isEmpty();
        assertThatThrownBy(() -> alone.type(1).name()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> alone.type(1).target()).isInstanceOf(IllegalStateException.class);
    }

    /// What the kernel's build leaves in a module that is all Rust.
    @Test
    void onlyAHeader() {
        byte[] header = {(byte) 0x9f, (byte) 0xeb, 1, 0, 24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        Btf btf = Btf.read(BtfBytes.slice(header));
        assertThat(btf.count()).isZero();
        assertThat(btf.functionNames()).isEmpty();
        assertThat(btf.lacksBase()).isFalse();
    }

    @Test
    void complaintsNameThePlace() {
        assertThatThrownBy(() -> Btf.read(BtfBytes.slice(new byte[24])))
                .hasMessage("test.elf: .BTF+0x0: expected BTF magic 0xeb9f, found 0x0");
        assertThatThrownBy(() -> Btf.read(BtfBytes.slice(new byte[23])))
                .hasMessage("test.elf: .BTF+0x0: expected 24 bytes for the BTF header, found 23 left in .BTF");
        byte[] version = kernel().bytes();
        version[2] = 2;
        assertThatThrownBy(() -> Btf.read(BtfBytes.slice(version))).isInstanceOf(UnsupportedFormatException.class)
                .hasMessage("test.elf: .BTF+0x2: not supported: BTF version 2; only version 1 is read");
        byte[] header = kernel().bytes();
        header[4] = 8;
        assertThatThrownBy(() -> Btf.read(BtfBytes.slice(header)))
                .hasMessage("test.elf: .BTF+0x4: expected hdr_len of at least 24, found 0x8");
        assertThatThrownBy(() -> Btf.read(new BtfBytes(0).type(0, 20 << 24, 0).slice()))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessage("test.elf: .BTF+0x1c: not supported: BTF kind 20; 19 (ENUM64) is the last one known");
        assertThatThrownBy(() -> Btf.read(new BtfBytes(0).type(0, 0, 0).slice()))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage("test.elf: .BTF+0x1c: expected a kind of BTF type from 1 on, found kind 0");
        assertThatThrownBy(() -> Btf.read(new BtfBytes(0).type(0, Kind.STRUCT, 2, 4, 0, 0, 0).slice()))
                .hasMessageStartingWith("test.elf: .BTF+0x18: expected 36 bytes for a BTF type of kind STRUCT, found");
        Btf names = Btf.read(new BtfBytes(0).type(99, Kind.FUNC, 0, 0).type(0, Kind.PTR, 0, 3).slice());
        assertThatThrownBy(names::functionNames)
                .hasMessage("test.elf: .BTF+0x30: expected BTF strings beyond 0x63, found 0x1");
        assertThatThrownBy(() -> names.type(2).target())
                .hasMessage("test.elf: .BTF+0x24: expected numbers of BTF types below 3, found 3");
    }

    @Test
    void functionNamesThatShareALongStringAreRefused() {
        BtfBytes bytes = new BtfBytes(0);
        int name = bytes.string("n".repeat(1000));
        for (int i = 0; i < 1000; i++) {
            bytes.type(name, Kind.FUNC, 0, 0);
        }
        Btf btf = Btf.read(bytes.slice());
        assertThatThrownBy(btf::functionNames).isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("expected function names of at most 0x1f50 characters in all, found more");
    }

    @Test
    void aCompilersTypes(@TempDir Path folder) throws IOException, InterruptedException {
        Tools.require("gcc");
        Path source = Files.writeString(folder.resolve("t.c"), """
                enum color { RED, GREEN = -5 };
                struct point { int x; unsigned y : 3; signed z : 7; const char *name; enum color c; long grid[4]; };
                union u { int i; float f; };
                static volatile int counter;
                int move(struct point *p, union u by, ...) { return p->x + by.i + counter + GREEN; }
                """);
        Path object = folder.resolve("t.o");
        Tools.run(List.of("gcc", "-gbtf", "-c", source.toString(), "-o", object.toString()));
        try (Arena arena = Arena.ofConfined()) {
            Btf btf = Btf.read(PlainElf.open(object, arena).section(".BTF").orElseThrow());
            assertThat(btf.functionNames()).containsExactly("move");
            Type point = named(btf, Kind.STRUCT, "point");
            assertThat(point.size()).isEqualTo(56);
            assertThat(point.members()).extracting(member -> "%s %d %d".formatted(btf.string(member.nameOffset()),
                    member.bitOffset(), member.bitSize()))
                    .containsExactly("x 0 0", "y 32 3", "z 35 7", "name 64 0", "c 128 0", "grid 192 0");
            Type array = point.find(point.members().getLast().type()).orElseThrow();
            assertThat(array.elements()).isEqualTo(4);
            assertThat(array.target().orElseThrow().size()).isEqualTo(8);
            assertThat(named(btf, Kind.UNION, "u").members()).hasSize(2);
            assertThat(named(btf, Kind.ENUM, "color").enumerators()).extracting(Enumerator::value)
                    .contains(0L);
            Type move = named(btf, Kind.FUNC, "move").target().orElseThrow();
            assertThat(move.parameters()).hasSize(3);
            assertThat(Objects.requireNonNull(move.parameters().getLast()).type()).isZero();
        }
    }

    private static Type named(Btf btf, Kind kind, String name) {
        return IntStream.range(btf.firstId(), btf.endId()).mapToObj(btf::type)
                .filter(type -> type.kind() == kind && type.name().equals(name)).findFirst().orElseThrow();
    }
}
