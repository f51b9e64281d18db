package dev.assay.report.findings;

import dev.assay.check.panics.ImagePanics;
import java.util.List;

/// What a command tells other programs.
///
/// @param command  that was run: `panics`, `diff` or `gate`
/// @param findings in order of image and place
/// @param unknown  what the answer depends on and could not be determined, one line each; not escaped in any way
/// @param failures what is wrong beside any site, one line each: a file that could not be read, a broken rule
/// @param images   that were examined, those without a finding too; empty if the command does not tell
public record Findings(String command, List<Finding> findings, List<String> unknown, List<String> failures,
        List<ImagePanics.Identity> images) {
    public Findings {
        findings = List.copyOf(findings);
        unknown = List.copyOf(unknown);
        failures = List.copyOf(failures);
        images = List.copyOf(images);
    }

    /// What a command tells that has no list of its images.
    public Findings(String command, List<Finding> findings, List<String> unknown, List<String> failures) {
        this(command, findings, unknown, failures, List.of());
    }
}
