package dev.assay.report;

import dev.assay.check.panics.Site;
import java.io.IOException;
import java.util.function.UnaryOperator;

/// A panic site as the heading of what is said about it.
final class SiteText {
    private SiteText() {}

    /// `bounds-check  drivers/gpu/drm/tyr/slot.rs:215:50  in f`, and a line for other tools.
    ///
    /// @param indent before both lines
    static void print(Site site, String indent, WhyView view, Appendable out) throws IOException {
        Style style = view.style();
        Row row = Row.of(site, UnaryOperator.identity());
        String notes = row.notes().isEmpty() ? "" : "  " + String.join("  ", row.notes());
        String kind = site.kind().id();
        int taken = indent.length() + kind.length() + 2 + row.place().length() + 5 + notes.length();
        Printable.line(out, indent + style.kind(site.kind(), kind) + "  " + style.bold(row.place()) + "  in "
                + view.function(site.function(), taken) + style.dim(notes));
        String section = Printable.of(site.section()) + "+0x" + Long.toHexString(site.offset());
        Long address = site.address();
        Printable.line(out, indent + "  " + style.dim("at "
                + (address == null ? section : "0x" + Long.toHexString(address) + ", " + section)
                + ", calls " + Printable.of(site.entry())));
        String message = site.message();
        if (message != null) {
            Printable.line(out, indent + "  " + style.dim("message \"" + Printable.of(message) + "\""));
        }
    }
}
