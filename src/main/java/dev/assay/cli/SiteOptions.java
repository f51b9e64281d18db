package dev.assay.cli;

import dev.assay.check.panics.Kind;
import dev.assay.cli.PanicsRequest.Detail;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.commons.cli.Options;

/// Which panic sites are shown, and how many words are made of them, for every command that lists some.
final class SiteOptions {
    private SiteOptions() {}

    static Options addTo(Options options) {
        return options
                .addOption(Arguments.list("crate", "NAME", "only sites in functions of this crate"))
                .addOption(Arguments.list("kind", "KIND", "only sites of this kind"))
                .addOption(Arguments.list("function", "GLOB", "only sites in functions whose path matches"))
                .addOption(Arguments.list("file", "GLOB", "only sites whose source file matches"));
    }

    /// Those that `--kind` names.
    static Set<Kind> kinds(Arguments arguments) {
        Set<Kind> kinds = new LinkedHashSet<>();
        for (String id : arguments.list("kind")) {
            kinds.add(Kind.byId(id).orElseThrow(() -> Arguments.unknown("kind", id,
                    Arrays.stream(Kind.values()).map(Kind::id).toList())));
        }
        return kinds;
    }

    /// What `--summary` and `--quiet` leave of an answer.
    static Detail detail(Arguments arguments) {
        arguments.exclude("summary", "quiet");
        return arguments.line().hasOption("summary") ? Detail.SUMMARY
                : arguments.line().hasOption("quiet") ? Detail.COUNT : Detail.SITES;
    }
}
