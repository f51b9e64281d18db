package dev.assay.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.UnsupportedFormatException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Damaged types get an answer or one of the two exceptions.
class BtfMutationTest {
    private static final int MUTANTS = 20_000;
    private static final long SEED = Long.getLong("assay.seed", 20261122);

    private static BtfBytes kernel() {
        BtfBytes btf = new BtfBytes(0);
        int name = btf.string("name");
        return btf.type(name, Kind.INT, 0, 4, 32).type(name, Kind.STRUCT, 2, 8, name, 1, 0, name, 3, 32)
                .type(0, Kind.PTR, 0, 2).type(0, Kind.ARRAY, 0, 0, 1, 1, 4)
                .type(name, Kind.ENUM64, 1, 8, name, 1, 2).type(0, Kind.FUNC_PROTO, 1, 1, name, 3)
                .type(btf.string("f"), Kind.FUNC, 1, 6).type(name, Kind.VAR, 0, 1, 1)
                .type(name, Kind.DATASEC, 1, 16, 8, 0, 4).type(name, Kind.DECL_TAG, 0, 2, 1);
    }

    @Test
    void onlyTheTwoExceptionsEscape() {
        Random random = new Random(SEED);
        BtfBytes kernel = kernel();
        BtfBytes module = new BtfBytes(kernel.stringsEnd());
        byte[] base = kernel.bytes();
        byte[] split = module.type(module.string("g"), Kind.FUNC, 0, 6).type(1, Kind.UNION, 1, 8, 1, 11, 0).bytes();
        int answered = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] first = i % 2 == 0 ? mutate(base, random) : base;
            byte[] second = i % 2 == 1 ? mutate(split, random) : split;
            try {
                Btf own = Btf.read(BtfBytes.slice(first));
                readEverything(own);
                readEverything(Btf.split(BtfBytes.slice(second), own));
                Btf.read(BtfBytes.slice(second)).counts();
                answered++;
            } catch (MalformedFileException | UnsupportedFormatException expected) {
                assertThat(expected).hasMessageStartingWith("test.elf: .BTF+0x");
            } catch (RuntimeException | Error e) {
                fail("seed %s, mutant %s".formatted(SEED, i), e);
            }
        }
        assertThat(answered).as("seed %s", SEED).isBetween(MUTANTS / 20, MUTANTS - MUTANTS / 20);
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] bytes = original.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt() : random.nextInt(24));
        }
        return random.nextInt(20) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static void readEverything(Btf btf) {
        if (btf.lacksBase()) {
            return;
        }
        assertThat(btf.functionNames()).hasSize(btf.counts().getOrDefault(Kind.FUNC, 0));
        for (int id = btf.firstId(); id < btf.endId(); id++) {
            Type type = btf.type(id);
            type.name();
            switch (type.kind()) {
                case INT -> assertThat(type.bits()).isNotNegative();
                case STRUCT, UNION -> type.members().forEach(member -> {
                    btf.string(member.nameOffset());
                    type.find(member.type());
                });
                case ENUM, ENUM64 -> type.enumerators().forEach(value -> btf.string(value.nameOffset()));
                case FUNC_PROTO -> type.parameters().forEach(parameter -> type.find(parameter.type()));
                case DATASEC -> type.variables().forEach(variable -> type.find(variable.type()));
                case FLOAT -> assertThat(type.size()).isNotNegative();
                case FWD -> type.flag();
                case ARRAY -> {
                    type.elements();
                    type.target();
                }
                case DECL_TAG -> {
                    type.component();
                    type.target();
                }
                case PTR, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, VAR, TYPE_TAG -> type.target();
            }
        }
    }
}
