package dev.assay.elf;

import java.util.Optional;

/// Looks for the tables of kallsyms in parts of a kernel, and remembers how far it came where they do not check out.
final class KallsymsSearch {
    static final String BAD_NAMES = "its tables agree, but names are not those of symbols";
    /// `.balign` before each table: 8 in 64-bit kernels up to Linux 6, 4 since.
    private static final int[] ALIGNMENTS = {4, 8};
    private static final int OLD_ALIGNMENT = 8;
    private static final String[] STEPS = {
        "no table of tokens (built without CONFIG_KALLSYMS, or in a form that is not known)",
        "what looks like a table of tokens has no index that fits",
        "before the table of tokens there are no names that meet their markers",
        "names were found, but no addresses that go with them",
    };

    /// What all the tables say.
    record Tables(KallsymsTokens tokens, KallsymsNames names, KallsymsAddresses addresses) {
        Optional<KallsymsSymbols> symbols() {
            return KallsymsSymbols.of(tokens, names);
        }
    }

    private final KallsymsWork work = new KallsymsWork();
    private Optional<Tables> found = Optional.empty();
    private int step;

    /// Looks in a part of the kernel.
    void in(KallsymsPlace place) {
        KallsymsDigits.find(place.bytes(), digits -> {
            reach(1);
            found = around(place, digits);
            return found.isPresent() || work.isExhausted();
        });
    }

    Optional<Tables> found() {
        return found;
    }

    /// What is missing.
    String why() {
        return work.isExhausted() ? "too much in the image looks like its tables" : STEPS[step];
    }

    private void reach(int next) {
        step = Math.max(step, next);
    }

    private Optional<Tables> around(KallsymsPlace place, long digits) {
        for (int alignment : ALIGNMENTS) {
            Optional<Tables> tables = around(place, digits, alignment, false);
            if (tables.isPresent()) {
                return tables;
            }
        }
        return step < 2 ? Optional.empty() : around(place, digits, OLD_ALIGNMENT, true);
    }

    private Optional<Tables> around(KallsymsPlace place, long digits, int alignment, boolean orderBeforeTokens) {
        Optional<KallsymsTokens> tokens = KallsymsTokens.around(place, digits, alignment, work);
        if (tokens.isEmpty()) {
            return Optional.empty();
        }
        reach(2);
        return with(place, tokens.get(), alignment, orderBeforeTokens);
    }

    private Optional<Tables> with(KallsymsPlace place, KallsymsTokens tokens, int alignment,
            boolean orderBeforeTokens) {
        Optional<KallsymsNames> names = orderBeforeTokens
                ? KallsymsNames.beforeOrder(place, tokens.start(), alignment, work)
                : KallsymsNames.before(place, tokens.start(), alignment, work);
        if (names.isEmpty()) {
            return Optional.empty();
        }
        reach(3);
        int count = names.get().count();
        Optional<KallsymsAddresses> addresses = Optional.empty();
        if (!orderBeforeTokens) {
            addresses = KallsymsAddresses.after(place, tokens.end(), alignment, count, work);
        } else if (!KallsymsAddresses.isOrder(place, names.get().orderAt(), count, work)) {
            return Optional.empty();
        }
        if (addresses.isEmpty()) {
            addresses = KallsymsAddresses.before(place, names.get().countAt(), alignment, count, work);
        }
        return addresses.map(values -> new Tables(tokens, names.get(), values));
    }
}
