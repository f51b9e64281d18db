package dev.assay.check.gate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that a policy does not allow.
///
/// @param cause     what is wrong
/// @param line      of the policy that says so
/// @param rule      that says so; null if it is an allowance
/// @param allowance that says so; null if it is a rule
/// @param what      in a few words, without the place
/// @param sites     that are meant: one, or for a ceiling all that were counted
public record Violation(Cause cause, int line, @Nullable Rule rule, @Nullable Allowance allowance, String what,
        List<Decision> sites) {
    public Violation {
        sites = List.copyOf(sites);
    }

    /// What is wrong.
    public enum Cause {
        /// No such site may be there.
        FORBIDDEN("forbidden"),
        /// The source does not say why it may be there.
        NOT_JUSTIFIED("not-justified"),
        /// The baseline does not have it.
        NEW("new"),
        /// There are more than may be.
        TOO_MANY("too-many"),
        /// It was allowed until a day that is over.
        EXPIRED("expired");

        private final String id;

        Cause(String id) {
            this.id = id;
        }

        /// As the answers spell it.
        public String id() {
            return id;
        }
    }
}
