package dev.assay.check.show;

import dev.assay.check.guards.Guards;
import dev.assay.check.panics.Frame;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.image.Function;
import dev.assay.image.Image;
import dev.assay.rust.MangledName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of a place in code: the function that holds it, and the panic sites there.
final class SiteFacts {
    private SiteFacts() {}

    static List<String> of(Image image, Function function, long address, List<Site> sites, Guards guards) {
        List<String> lines = new ArrayList<>();
        Places places = new Places(image);
        lines.add(ElfTables.title(image.elf()));
        lines.add(fact("function", MangledName.of(function.symbol()).path()));
        lines.add(fact("symbol", function.symbol() + "+" + ElfTables.hex(address - function.address())
                + (function.aliases().size() == 1 ? ""
                        : ", one of %d names".formatted(function.aliases().size()))));
        lines.add(fact("place", places.inSection(address).orElse(places.of(address))
                + (image.elf().isRelocatable() ? "" : ", " + ElfTables.hex(address))));
        if (sites.isEmpty()) {
            lines.add("no panic site here");
        }
        for (int i = 0; i < sites.size(); i++) {
            if (sites.size() > 1) {
                lines.add("site %d of %d here".formatted(i + 1, sites.size()));
            }
            add(sites.get(i), guards, lines);
        }
        return lines;
    }

    private static void add(Site site, Guards guards, List<String> lines) {
        String implicit = site.isImplicit() ? "implicit" : "explicit";
        lines.add(fact("role", site.role() == Role.SITE ? "panic site, " + implicit : site.role().id()));
        lines.add(fact("kind", site.kind().id()));
        lines.add(fact("entry", site.entry()));
        lines.add(fact("location", site.location() == null ? "unknown: " + site.locationUnknown()
                : String.valueOf(site.location())));
        addIfKnown("message", site.message(), lines);
        String name = "guard";
        for (String line : guards.of(site).lines()) {
            lines.add(fact(name, line));
            name = "";
        }
        Frame origin = site.origin();
        addIfKnown("origin", origin == null ? null : text(origin), lines);
        name = "inlined";
        for (Frame frame : site.inlined()) {
            lines.add(fact(name, text(frame)));
            name = "";
        }
    }

    private static void addIfKnown(String name, @Nullable String value, List<String> lines) {
        if (value != null) {
            lines.add(fact(name, value));
        }
    }

    private static String text(Frame frame) {
        return frame.function() + (frame.file() == null ? ""
                : "  " + frame.file() + ":" + (frame.line() == 0 ? "?" : frame.line() + ":" + frame.column()));
    }

    private static String fact(String name, String value) {
        return "  %-10s%s".formatted(name, value);
    }
}
