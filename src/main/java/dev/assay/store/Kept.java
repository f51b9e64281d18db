package dev.assay.store;

import dev.assay.check.survey.Survey;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What a snapshot is made of.
///
/// @param survey        everything that was found
/// @param calls         who calls whom, of the images of each kernel
/// @param hashes        SHA-256 of the images that have no build-id, by path, in lower-case hexadecimal
/// @param configuration of the kernel, by option; empty if it is not known
/// @param asked         what was asked for, so that saving with another question counts as a change
/// @param tool          version of assay
/// @param saved         when; kept to the second
public record Kept(Survey survey, List<Calls> calls, Map<String, String> hashes, Map<String, String> configuration,
        String asked, String tool, Instant saved) {
    public Kept {
        calls = List.copyOf(calls);
        hashes = Map.copyOf(hashes);
        configuration = Map.copyOf(configuration);
    }
}
