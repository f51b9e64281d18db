package dev.assay.check.diff;

import dev.assay.check.panics.Coverage;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Phase;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.survey.Survey;
import dev.assay.rust.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Images with sites that no compiler made.
final class Built {
    private final List<Site> sites = new ArrayList<>();
    private String path = "driver.ko";
    private String kind = "module";
    private String machine = "x86-64";

    Built named(String newPath, String newKind) {
        path = newPath;
        kind = newKind;
        return this;
    }

    Built machine(String newMachine) {
        machine = newMachine;
        return this;
    }

    Built with(Kind check, String function, String file, long line, long column) {
        return with(check, function, new SourceLocation(file, line, column), sites.size(), null);
    }

    Built with(Kind check, String function, @Nullable SourceLocation location, long offset, @Nullable String message) {
        sites.add(new Site(Role.SITE, null, ".text", offset, "_R" + function, List.of("_R" + function), function,
                "driver", check, "core::panicking::entry", message, location, location == null ? "lost" : null, null,
                List.of(), Phase.RUNTIME, "%016x".formatted(offset)));
        return this;
    }

    ImagePanics image() {
        return new ImagePanics(
                new ImagePanics.Identity(path, kind, machine, null, null, List.of(), "symtab", null),
                new Coverage(9, 9, 900, 3, sites.size(), 0, 0, List.of(), List.of(), List.of(), List.of(), false),
                sites);
    }

    static Survey survey(Built... images) {
        List<ImagePanics> all = new ArrayList<>();
        for (Built image : images) {
            all.add(image.image());
        }
        return Survey.of(new Panics(all, List.of(), 0));
    }

    static Diff diff(Built before, Built after) {
        return Diff.of(survey(before), survey(after));
    }
}
