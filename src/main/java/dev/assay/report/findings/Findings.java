package dev.assay.report.findings;

import java.util.List;

/// What a command tells other programs.
///
/// @param command  that was run: `panics`, `diff` or `gate`
/// @param findings in order of image and place
/// @param unknown  what the answer depends on and could not be determined, one line each; not escaped in any way
/// @param failures what is wrong beside any site, one line each: a file that could not be read, a broken rule
public record Findings(String command, List<Finding> findings, List<String> unknown, List<String> failures) {
    public Findings {
        findings = List.copyOf(findings);
        unknown = List.copyOf(unknown);
        failures = List.copyOf(failures);
    }
}
