package dev.assay.report;

import dev.assay.check.show.SiteCode;
import java.io.IOException;

/// The code around a place for people, with the commands that show the same.
public final class ShowText {
    private ShowText() {}

    /// Writes the table, then the commands.
    public static void write(SiteCode.Found found, Appendable out) throws IOException {
        TableText.write(found.table(), out);
        Printable.line(out, "");
        Printable.line(out, "the same without assay:");
        for (String command : found.commands()) {
            Printable.line(out, "  " + Printable.of(command));
        }
    }
}
