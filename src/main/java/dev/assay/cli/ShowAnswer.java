package dev.assay.cli;

import dev.assay.check.show.ShownFile;
import dev.assay.check.show.SiteCode;
import dev.assay.check.show.Table;
import dev.assay.report.ShowText;
import dev.assay.report.TableText;
import java.io.IOException;
import java.util.Objects;

/// Answers `assay show`: has the file looked into, and what was seen rendered.
final class ShowAnswer implements Command.Action<ShowRequest> {
    @Override
    public ExitStatus answer(ShowRequest request, Terminal terminal) throws IOException {
        return ShownFile.look(request.file(), request.debug(), file -> switch (request) {
            case ShowRequest.Listing listing -> list(listing, file, terminal);
            case ShowRequest.Site site -> site(site, file, terminal);
        });
    }

    private static ExitStatus list(ShowRequest.Listing listing, ShownFile file, Terminal terminal) throws IOException {
        Table table = switch (listing.subject()) {
            case SECTIONS -> file.sections();
            case SYMBOLS -> file.symbols();
            case FUNCTIONS -> file.functions();
            case UNITS -> file.units();
        };
        TableText.write(table, terminal.out());
        return table.notes().isEmpty() || listing.allowUnknown() ? ExitStatus.OK : ExitStatus.INCOMPLETE;
    }

    private static ExitStatus site(ShowRequest.Site site, ShownFile file, Terminal terminal) throws IOException {
        String searchPath = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return switch (file.site(site.spot().section(), site.spot().value(), searchPath)) {
            case SiteCode.Found found -> {
                ShowText.write(found, terminal.out());
                yield ExitStatus.OK;
            }
            case SiteCode.Nowhere nowhere -> {
                Shell.say(terminal, nowhere.why());
                yield ExitStatus.TROUBLE;
            }
        };
    }
}
