package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.check.panics.Coverage;
import dev.assay.check.panics.Coverage.NotScanned;
import dev.assay.check.panics.Coverage.UnitSkipped;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Panics;
import dev.assay.check.survey.Survey;
import dev.assay.store.Saved.Outcome;
import dev.assay.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is saved comes back as it was; names and keys do what they promise.
class StoreTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final Path MODULE = Path.of("demo/sensor.ko");

    @TempDir private Path folder;

    private Store write() throws IOException {
        return Store.write(folder.resolve("a/b/s.duckdb"), Patience.none(), Surveys.TOOL);
    }

    private Store read() throws IOException {
        return Store.read(folder.resolve("a/b/s.duckdb"), Patience.none(), Surveys.TOOL);
    }

    private static List<Path> objects() throws IOException {
        try (Stream<Path> files = Files.walk(FIXTURES)) {
            return files.filter(file -> file.toString().matches(".*(\\.o|\\.ko|\\.deb|call-graph/[a-z0-9_]+)"))
                    .filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void comesBack(List<Kept> all) throws IOException {
        try (Store store = write()) {
            for (int i = 0; i < all.size(); i++) {
                assertThat(store.save(all.get(i), "n" + i, true).outcome()).isIn(Outcome.NEW, Outcome.REPLACED);
            }
        }
        try (Store store = read()) {
            for (int i = 0; i < all.size(); i++) {
                assertThat(store.load("n" + i)).isEqualTo(Surveys.comparable(all.get(i).survey()));
            }
        }
    }

    @Test
    void everyFixtureComesBack() throws IOException {
        List<Path> objects = objects();
        assertThat(objects).hasSizeGreaterThan(30);
        List<Kept> all = new ArrayList<>();
        for (Path object : objects) {
            Kept kept = Surveys.of(object);
            if (!kept.survey().panics().images().isEmpty()) {
                all.add(all.size() % 2 == 0 ? kept : Surveys.full(kept));
            }
        }
        // Objects have no build-id here, so each needs a key of its own.
        List<Kept> keyed = new ArrayList<>();
        for (Kept kept : all) {
            keyed.add(new Kept(kept.survey(), kept.calls(), Map.of(kept.survey().panics().images().getFirst().image()
                    .path(), "%064x".formatted(keyed.size())), kept.configuration(), kept.asked(), kept.tool(),
                    kept.saved()));
        }
        comesBack(keyed);
    }

    @Test
    void severalImagesAtOnceComeBack() throws IOException {
        comesBack(List.of(Surveys.full(Surveys.of(FIXTURES, Path.of("demo")))));
    }

    @Test
    void theCorpusComesBack() throws IOException {
        Path corpus = Shared.folder().resolve("corpus");
        assumeTrue(Files.isDirectory(corpus), "skipped: no corpus at " + corpus);
        comesBack(List.of(Surveys.of(corpus.resolve("x86_64")), Surveys.full(Surveys.of(corpus.resolve("arm64")))));
    }

    @Test
    void whatIsUnknownComesBack() throws IOException {
        ImagePanics.Identity identity = new ImagePanics.Identity("x\u0001\u202e\"'.o", "object", "x86-64", null, null,
                List.of(), "none", null);
        Coverage coverage = new Coverage(5, 3, 1L << 40, 1, 2, 3, 4, List.of("core::new"),
                List.of(new NotScanned("a", "b"), new NotScanned("c", "d")), List.of(new UnitSkipped(0x1234, "bad")),
                List.of("note", "note"), true);
        Survey survey = Survey.of(new Panics(List.of(new ImagePanics(identity, coverage, List.of())),
                List.of(new Panics.Unreadable("p", "p: why"), new Panics.Unreadable("", "")), 7, 9));
        comesBack(List.of(Surveys.of(survey, List.of())));
    }

    @Test
    void savingTwiceChangesNothing() throws IOException {
        Kept kept = Surveys.of(MODULE);
        try (Store store = write()) {
            assertThat(store.save(kept, null, false).outcome()).isEqualTo(Outcome.NEW);
        }
        byte[] before = Files.readAllBytes(folder.resolve("a/b/s.duckdb"));
        Kept later = new Kept(kept.survey(), kept.calls(), kept.hashes(), kept.configuration(), kept.asked(),
                kept.tool(), Instant.EPOCH);
        try (Store store = write()) {
            Saved again = store.save(later, null, false);
            assertThat(again.outcome()).isEqualTo(Outcome.UNCHANGED);
            assertThat(again.snapshot().saved()).isEqualTo(Surveys.SAVED);
            assertThat(again.snapshot().name()).isEqualTo("sensor.ko");
            assertThat(store.list()).hasSize(1);
        }
        assertThat(Files.readAllBytes(folder.resolve("a/b/s.duckdb"))).isEqualTo(before);
    }

    @Test
    void anotherToolOrQuestionReplaces() throws IOException {
        Kept kept = Surveys.of(MODULE);
        try (Store store = write()) {
            store.save(kept, "base", false);
            Saved saved = store.save(new Kept(kept.survey(), kept.calls(), kept.hashes(), kept.configuration(),
                    kept.asked(), "0.2.0", kept.saved()), null, false);
            assertThat(saved.outcome()).isEqualTo(Outcome.REPLACED);
            assertThat(saved.why()).isEqualTo("it was made by assay 0.1.0");
            assertThat(saved.snapshot().names()).containsExactly("base");
            saved = store.save(new Kept(kept.survey(), kept.calls(), kept.hashes(), kept.configuration(),
                    "callers, source", "0.2.0", kept.saved()), null, false);
            assertThat(saved.why()).isEqualTo("something else was asked for: callers; now callers, source");
            assertThat(store.list()).hasSize(1);
            assertThat(store.load("base")).isEqualTo(Surveys.comparable(kept.survey()));
        }
    }

    @Test
    void namesAreUniqueAndOneSnapshotMayHaveSeveral() throws IOException {
        Kept module = Surveys.of(MODULE);
        Kept other = Surveys.of(FIXTURES.resolve("call-graph/x86_64"));
        try (Store store = write()) {
            store.save(module, "before", false);
            Saved named = store.save(module, "after", false);
            assertThat(named.outcome()).isEqualTo(Outcome.NAMED);
            assertThat(named.snapshot().names()).containsExactly("before", "after");
            assertThatThrownBy(() -> store.save(other, "after", false)).isInstanceOf(StoreException.class)
                    .hasMessageContaining("'after' is the name of a snapshot of something else")
                    .hasMessageContaining("--replace");
            assertThat(store.save(other, "after", true).outcome()).isEqualTo(Outcome.NEW);
            assertThat(store.list()).extracting(Snapshot::names).containsExactly(List.of("before"), List.of("after"));
            assertThat(store.save(other, "before", true).outcome()).isEqualTo(Outcome.NAMED);
            assertThat(store.list()).extracting(Snapshot::names).containsExactly(List.of("after", "before"));
            assertThat(store.remove("after")).isFalse();
            assertThat(store.remove("before")).isTrue();
            assertThat(store.list()).isEmpty();
        }
        try (Store store = read()) {
            for (String table : List.of("texts", "sites", "functions", "edges", "names")) {
                assertThat(store.database().number("SELECT count(*) FROM stored." + table)).as(table).isZero();
            }
        }
    }

    @Test
    void aSnapshotIsFoundByNameOrKey() throws IOException {
        Kept module = Surveys.of(MODULE);
        String id = module.survey().panics().images().getFirst().image().buildId();
        try (Store store = write()) {
            Snapshot saved = store.save(module, "one", false).snapshot();
            String key = saved.key();
            assertThat(id == null || key.equals(id)).isTrue();
            assertThat(store.find("one")).isEqualTo(saved);
            if (key.matches("[0-9a-f]{16,}")) {
                assertThat(store.find(key.substring(0, 8))).isEqualTo(saved);
            }
            assertThatThrownBy(() -> store.find("two")).hasMessageContaining("no snapshot 'two'; there are one");
            assertThatThrownBy(() -> store.find("0' OR '1'='1")).hasMessageContaining("no snapshot '0' OR '1'='1'");
        }
    }
}
