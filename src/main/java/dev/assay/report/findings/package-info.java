/// Findings as other tools read them: SARIF, JUnit's XML, annotations of GitHub.
@NullMarked
package dev.assay.report.findings;

import org.jspecify.annotations.NullMarked;
