package dev.assay.check.gate;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// One `[[allow]]` of a policy: a site that is let be, before any rule is asked.
///
/// @param line        of the policy where it begins, from 1
/// @param fingerprint of the site, 16 hexadecimal digits
/// @param reason      why
/// @param expires     the last day on which it holds; null if it holds for good
public record Allowance(int line, String fingerprint, String reason, @Nullable LocalDate expires) {
    boolean isOver(LocalDate today) {
        return expires != null && expires.isBefore(today);
    }
}
