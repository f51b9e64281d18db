package dev.assay.check.gate;

/// What a rule asks of the sites that it decides on and that nothing exempts.
public sealed interface Demand {
    /// The demand as a policy spells it.
    String text();

    /// That there are none.
    record Forbid() implements Demand {
        @Override
        public String text() {
            return "forbid = true";
        }
    }

    /// Nothing.
    record Allow() implements Demand {
        @Override
        public String text() {
            return "allow = true";
        }
    }

    /// That there are no more than a number.
    ///
    /// @param most from 0
    record Max(int most) implements Demand {
        @Override
        public String text() {
            return "max = " + most;
        }
    }

    /// That each is in the baseline, too. A new site is not made up for by one that is gone.
    record NoNew() implements Demand {
        @Override
        public String text() {
            return "baseline = \"no-new\"";
        }
    }

    /// That there are no more than the rule decides on in the baseline, whichever they are.
    record NoMore() implements Demand {
        @Override
        public String text() {
            return "baseline = \"no-more\"";
        }
    }
}
