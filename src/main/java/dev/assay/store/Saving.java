package dev.assay.store;

import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Role;
import dev.assay.check.survey.Survey;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Saves one snapshot.
///
/// @param wished  name by which to call it; null for any that is free
/// @param replace whether a snapshot of something else may lose its name to this one
record Saving(Store store, Database database, Kept kept, @Nullable String wished, boolean replace) {
    private static final int SHORT_KEY = 12;

    Saved save() throws IOException {
        if (kept.survey().panics().images().isEmpty()) {
            throw new StoreException("nothing to keep: no image with Rust in it, and no kernel");
        }
        Keys keys = Keys.of(kept.survey().panics(), kept.hashes());
        List<Snapshot> all = store.list();
        Snapshot same = all.stream().filter(s -> s.key().equals(keys.key()) && s.form().equals(keys.form()))
                .findFirst().orElse(null);
        Optional<Snapshot> holder = all.stream()
                .filter(s -> wished != null && s.names().contains(wished) && !s.equals(same)).findFirst();
        if (holder.isPresent() && !replace) {
            throw new StoreException(("%s: '%s' is the name of a snapshot of something else (key %s); choose another"
                    + " name, or give it to this one with --replace").formatted(database.file(), wished,
                            holder.get().key()));
        }
        String difference = same == null ? "" : difference(same);
        boolean writes = same == null || !difference.isEmpty();
        List<String> names = names(all, same, keys);
        if (same != null && !writes && same.names().equals(names)) {
            return new Saved(same, Saved.Outcome.UNCHANGED, "");
        }
        int next = 1 + all.stream().mapToInt(Snapshot::number).max().orElse(0);
        int number = same != null && !writes ? same.number() : next;
        database.transaction(() -> {
            if (holder.isPresent()) {
                store.unname(holder.get(), Objects.requireNonNull(wished));
            }
            if (writes) {
                if (same != null) {
                    store.delete(same.number());
                }
                write(keys, number);
            }
            store.nameIt(number, names);
            return number;
        });
        return new Saved(store.find(names.getFirst()), same == null ? Saved.Outcome.NEW
                : writes ? Saved.Outcome.REPLACED : Saved.Outcome.NAMED, difference);
    }

    /// What is different from a snapshot of the same content; empty if nothing is.
    private String difference(Snapshot same) throws IOException {
        if (!same.tool().equals(kept.tool())) {
            return "it was made by assay " + same.tool();
        }
        if (!same.asked().equals(kept.asked())) {
            return "something else was asked for: %s; now %s".formatted(same.asked(), kept.asked());
        }
        Survey survey = kept.survey();
        Survey before = store.load(same);
        List<ImagePanics> images = survey.panics().images();
        List<ImagePanics> others = before.panics().images();
        for (int i = 0; i < Math.min(images.size(), others.size()); i++) {
            ImagePanics now = images.get(i);
            ImagePanics then = others.get(i);
            if (!now.image().equals(then.image())) {
                return "it was found elsewhere: " + then.image().path();
            }
            if (!now.coverage().equals(then.coverage()) || !now.sites().equals(then.sites())) {
                return "the answer is another one";
            }
        }
        boolean equal = images.size() == others.size()
                && survey.panics().unreadable().equals(before.panics().unreadable())
                && survey.panics().others() == before.panics().others()
                && survey.panics().withoutRust() == before.panics().withoutRust()
                && survey.reaches().equals(before.reaches()) && survey.sources().equals(before.sources());
        return equal ? "" : "the answer is another one";
    }

    /// The names that it will have: those it had, and the one that was wished for.
    private List<String> names(List<Snapshot> all, @Nullable Snapshot same, Keys keys) {
        List<String> names = new ArrayList<>(same == null ? List.of() : same.names());
        if (wished != null && !names.contains(wished)) {
            names.add(wished);
        }
        if (names.isEmpty()) {
            String name = usualName();
            boolean taken = all.stream().anyMatch(snapshot -> snapshot.names().contains(name));
            String longer = name + "@" + keys.key().substring(0, Math.min(SHORT_KEY, keys.key().length()));
            names.add(!taken ? name : all.stream().noneMatch(snapshot -> snapshot.names().contains(longer)) ? longer
                    : longer + "-" + keys.form().replace(' ', '-'));
        }
        return names;
    }

    /// The kernel's release if it is one; else the file's name.
    private String usualName() {
        List<ImagePanics> images = kept.survey().panics().images();
        String release = release();
        if (release != null && images.stream().anyMatch(image -> image.image().kind().equals("kernel"))) {
            return release;
        }
        String path = images.getFirst().image().path();
        int member = path.indexOf('!');
        if (images.size() > 1) {
            // What all of them lie in.
            int end = member >= 0 ? member : path.lastIndexOf('/');
            path = end > 0 ? path.substring(0, end) : path;
        }
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('!')) + 1)
                .replaceAll("[^\\x21-\\x7e]", "_");
        return name.isEmpty() ? "snapshot" : name;
    }

    private @Nullable String release() {
        TreeSet<String> releases = new TreeSet<>();
        for (ImagePanics image : kept.survey().panics().images()) {
            String release = image.image().release();
            if (release != null) {
                releases.add(release);
            }
        }
        return releases.size() == 1 ? releases.getFirst() : null;
    }

    private void write(Keys keys, int number) throws IOException, SQLException {
        Panics panics = kept.survey().panics();
        Numbers<String> texts = new Numbers<>();
        int functions;
        int edges;
        try (GraphWriter graph = new GraphWriter(database, number, panics, texts)) {
            for (Calls calls : kept.calls()) {
                calls.writeTo(graph);
            }
            new SnapshotWriter(database, number, texts).write(kept, graph.holders());
            functions = graph.functions();
            edges = graph.edges();
        }
        try (Rows rows = new Rows(database, "texts", number)) {
            int text = 0;
            for (String each : texts.all()) {
                rows.row().put(text++).put(each).end();
            }
        }
        int sites = (int) panics.images().stream().flatMap(image -> image.sites().stream())
                .filter(site -> site.role() == Role.SITE).count();
        try (Rows rows = new Rows(database, "snapshots", number)) {
            rows.row().put(keys.key()).put(keys.form()).put(kept.asked()).put(kept.tool())
                    .put(kept.saved().getEpochSecond()).put(release()).put(panics.withoutRust()).put(panics.others())
                    .put(kept.survey().reaches().isPresent()).put(kept.survey().sources().isPresent())
                    .put(panics.images().size()).put(sites).put(functions).put(edges).end();
        }
    }
}
