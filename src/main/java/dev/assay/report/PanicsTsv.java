package dev.assay.report;

import dev.assay.check.panics.Frame;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Entrance;
import dev.assay.check.reach.Reach;
import dev.assay.check.sources.SiteSource;
import dev.assay.rust.SourceLocation;
import dev.assay.source.Justification;
import dev.assay.source.history.Commit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The answer to `assay panics` as tab-separated values: a line of column names, then one line for each site.
///
/// A value that is not known is empty. Control and format characters are written as Rust writes them in strings, with
/// `u{9}` behind a backslash; a backslash itself is doubled. There is no place here for what could not be
/// read: [Unknowns] has to be printed elsewhere.
public final class PanicsTsv {
    /// In order; new columns may only be added at the end.
    private static final List<String> COLUMNS = List.of(
            "image",
            "role",
            "address",
            "section",
            "offset",
            "crate",
            "kind",
            "implicit",
            "function",
            "entry",
            "file",
            "line",
            "column",
            "origin_function",
            "origin_file",
            "origin_line",
            "origin_column",
            "phase",
            "message",
            "fingerprint",
            "symbol",
            "reach",
            "root",
            "root_count",
            "unknown_edges",
            "justification",
            "commit",
            "author",
            "date",
            "subject");

    private PanicsTsv() {}

    /// Writes every site that the view's filter lets through.
    public static void write(Panics panics, PanicsView view, Appendable out) throws IOException {
        out.append(String.join("\t", COLUMNS)).append('\n');
        for (ImagePanics image : panics.images()) {
            for (Site site : view.select(image)) {
                List<@Nullable Object> values = values(image, site, view);
                for (int column = 0; column < values.size(); column++) {
                    Object value = values.get(column);
                    out.append(column == 0 ? "" : "\t").append(value == null ? "" : Printable.field(value.toString()));
                }
                out.append('\n');
            }
        }
    }

    private static List<@Nullable Object> values(ImagePanics image, Site site, PanicsView view) {
        Optional<Reach> reach = view.reach().of(image.image().path(), site);
        SourceLocation location = site.location();
        Frame origin = site.origin();
        Long address = site.address();
        List<@Nullable Object> values = new ArrayList<>(COLUMNS.size());
        values.add(image.image().path());
        values.add(site.role().id());
        values.add(address == null ? null : "0x" + Long.toHexString(address));
        values.add(site.section());
        values.add(site.offset());
        values.add(site.crate());
        values.add(site.kind().id());
        values.add(site.isImplicit());
        values.add(site.function());
        values.add(site.entry());
        values.add(location == null ? null : location.file());
        values.add(location == null ? null : location.line());
        values.add(location == null ? null : location.column());
        values.add(origin == null ? null : origin.function());
        values.add(origin == null ? null : origin.file());
        values.add(origin == null ? null : origin.line());
        values.add(origin == null ? null : origin.column());
        values.add(site.phase().id());
        values.add(site.message());
        values.add(site.fingerprint());
        values.add(site.symbol());
        values.add(reach.map(known -> known.reach().id()).orElse(null));
        values.add(reach.flatMap(known -> known.roots().stream().findFirst()).map(Entrance::name).orElse(null));
        values.add(reach.map(Reach::rootCount).orElse(null));
        values.add(reach.map(Reach::unknownEdges).orElse(null));
        values.add(view.source().justification(image.image().path(), site).map(Justification::text).orElse(null));
        Commit commit = view.source().of(image.image().path(), site).map(SiteSource::introduced).orElse(null);
        boolean committed = commit != null && !commit.id().isEmpty();
        values.add(commit == null ? null : committed ? commit.id() : "uncommitted");
        values.add(commit == null || !committed ? null : commit.author());
        values.add(commit == null || !committed ? null : commit.date());
        values.add(commit == null || !committed ? null : commit.subject());
        return values;
    }
}
