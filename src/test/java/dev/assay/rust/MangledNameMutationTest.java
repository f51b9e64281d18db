package dev.assay.rust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Damaged names must be answered, whatever they say; the timeout only guards against one without end.
class MangledNameMutationTest {
    private static final String ALPHABET = "BCNMXYIRQPOASTFDLKEGUWpnsuvzehcb_0123456789aft.$\u00e9\u0000";
    private static final int MUTANTS = 200_000;

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void damagedNamesAreAnsweredWithinTheLimits() {
        long seed = 20261122;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<String> names = Resource.rows("mangled-names.tsv").stream().map(List::getFirst).toList();
        int rust = 0;
        for (int i = 0; i < MUTANTS; i++) {
            String mutant = mutate(names.get(random.nextInt(names.size())), names, random);
            try {
                MangledName name = MangledName.of(mutant);
                assertThat(name.path().length()).isLessThan(70_000);
                boolean known = !(name instanceof MangledName.NotRust);
                rust += known ? 1 : 0;
                if (known && !MangledName.isMangled(mutant)) {
                    throw new AssertionError("read, but not of the form");
                }
            } catch (RuntimeException | StackOverflowError | AssertionError e) {
                throw new AssertionError("seed " + seed + ", mutant " + i + ": " + mutant, e);
            }
        }
        assertThat(rust).as("mutants that are still names").isBetween(MUTANTS / 100, MUTANTS / 2);
    }

    private static String mutate(String name, List<String> others, RandomGenerator random) {
        StringBuilder text = new StringBuilder(name);
        for (int i = random.nextInt(1, 5); i > 0 && text.length() > 3; i--) {
            int at = random.nextInt(2, text.length());
            switch (random.nextInt(6)) {
                case 0, 1 -> text.setCharAt(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                case 2 -> text.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                case 3 -> text.delete(at, Math.min(text.length(), at + random.nextInt(1, 9)));
                case 4 -> {
                    String other = others.get(random.nextInt(others.size()));
                    int from = random.nextInt(other.length());
                    text.insert(at, other, from, Math.min(other.length(), from + random.nextInt(1, 40)));
                }
                default -> text.setLength(at);
            }
        }
        return text.toString();
    }
}
