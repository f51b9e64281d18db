package dev.assay.report;

import dev.assay.check.diff.Change;
import dev.assay.check.diff.Diff;
import dev.assay.check.diff.Group;
import dev.assay.check.diff.ImageDiff;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Reach;
import dev.assay.check.sources.SiteSource;
import dev.assay.rust.SourceLocation;
import dev.assay.source.Justification;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to `assay diff` as tab-separated values: a line of column names, then one for each change. Values are
/// escaped as in [PanicsTsv]. Of sites that cannot be told apart there is one line each, whose `change` is `one-of` and
/// whose `of` says how many of the group came (or, negative, went) and how many there are: `+1/3`.
public final class DiffTsv {
    private static final List<String> COLUMNS = List.of("change", "of", "image_before", "image_after", "crate", "kind",
            "file_before", "line_before", "column_before", "function_before", "file_after", "line_after",
            "column_after", "function_after", "fingerprint_before", "fingerprint_after", "reach", "justification");

    private DiffTsv() {}

    /// Writes every change that the view's filter lets through.
    public static void write(Diff diff, DiffView view, Appendable out) throws IOException {
        out.append(String.join("\t", COLUMNS)).append('\n');
        Diff shown = view.select(diff);
        for (ImageDiff image : shown.images()) {
            for (Change change : image.changes()) {
                if (view.listed().contains(change.what())) {
                    Reach reach = DiffView.reach(shown, image, change).orElse(null);
                    Justification justification =
                            DiffView.source(shown, image, change).map(SiteSource::justification).orElse(null);
                    row(image, change.what().id(), null, change.before(), change.after(),
                            reach == null ? null : reach.reach().id(),
                            justification == null ? null : justification.text(), out);
                }
            }
            for (Group group : image.groups()) {
                boolean more = group.surplus() >= 0;
                List<Site> sites = more ? group.after() : group.before();
                String of = (more ? "+" : "") + group.surplus() + "/" + sites.size();
                for (Site site : sites) {
                    row(image, "one-of", of, more ? null : site, more ? site : null, null, null, out);
                }
            }
        }
    }

    private static void row(ImageDiff image, String change, @Nullable String of, @Nullable Site before,
            @Nullable Site after, @Nullable String reach, @Nullable String justification, Appendable out)
            throws IOException {
        List<@Nullable Object> values = new ArrayList<>(COLUMNS.size());
        Site site = after == null ? before : after;
        values.add(change);
        values.add(of);
        values.add(path(image.before()));
        values.add(path(image.after()));
        values.add(site == null ? null : site.crate());
        values.add(site == null ? null : site.kind().id());
        place(before, values);
        place(after, values);
        values.add(before == null ? null : before.fingerprint());
        values.add(after == null ? null : after.fingerprint());
        values.add(reach);
        values.add(justification);
        for (int column = 0; column < values.size(); column++) {
            Object value = values.get(column);
            out.append(column == 0 ? "" : "\t").append(value == null ? "" : Printable.field(value.toString()));
        }
        out.append('\n');
    }

    private static @Nullable String path(@Nullable ImagePanics image) {
        return image == null ? null : image.image().path();
    }

    private static void place(@Nullable Site site, List<@Nullable Object> values) {
        SourceLocation location = site == null ? null : site.location();
        values.add(location == null ? null : location.file());
        values.add(location == null ? null : location.line());
        values.add(location == null ? null : location.column());
        values.add(site == null ? null : site.function());
    }
}
