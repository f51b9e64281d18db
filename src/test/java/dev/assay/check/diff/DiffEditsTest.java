package dev.assay.check.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Site;
import dev.assay.rust.SourceLocation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Drivers made of random checks, edited at random: the diff has to find out what the edits were. A site's offset says
/// which check it is; nothing but this test looks at it.
class DiffEditsTest {
    private static final int DRIVERS = 500;
    private static final Kind[] KINDS = {Kind.ADD_OVERFLOW, Kind.ADD_OVERFLOW, Kind.SUB_OVERFLOW, Kind.BOUNDS_CHECK,
        Kind.UNWRAP_NONE};
    private static final int[] COLUMNS = {9, 9, 9, 13, 13, 17, 21, 30};

    /// A line of source: none or some checks.
    private record Line(String function, List<Check> checks) {}

    private record Check(long id, Kind kind, int column, List<String> holders) {}

    private long next;

    @Test
    void theEditsAreFound() {
        long truth = 0;
        long said = 0;
        long right = 0;
        long pairs = 0;
        long wrongPairs = 0;
        long grouped = 0;
        for (int seed = 1; seed <= DRIVERS; seed++) {
            Random random = new Random(seed);
            List<Line> source = source(random);
            List<Line> edited = new ArrayList<>(source);
            int edits = random.nextInt(6);
            for (int i = 0; i < edits; i++) {
                edit(edited, random);
            }
            Diff diff = Built.diff(render(source, "/a/"), render(edited, random.nextBoolean() ? "/a/" : "/b/linux/"));
            ImageDiff image = diff.images().getFirst();
            Set<Long> before = ids(source);
            Set<Long> after = ids(edited);
            for (long id : after) {
                truth += before.contains(id) ? 0 : 1;
            }
            for (long id : before) {
                truth += after.contains(id) ? 0 : 1;
            }
            Set<Long> came = new HashSet<>();
            for (Change change : image.changes()) {
                Site was = change.before();
                Site is = change.after();
                if (was != null && is != null) {
                    pairs++;
                    wrongPairs += id(was) == id(is) ? 0 : 1;
                } else if (change.what() == Change.What.ADDED || change.what() == Change.What.REMOVED) {
                    came.add(id(change.site()));
                }
            }
            said += came.size();
            right += came.stream().filter(id -> before.contains(id) != after.contains(id)).count();
            for (Group group : image.groups()) {
                List<Site> sites = group.surplus() > 0 ? group.after() : group.before();
                Set<Long> other = group.surplus() > 0 ? before : after;
                long certain = sites.stream().map(DiffEditsTest::id).distinct()
                        .filter(id -> !other.contains(id)).count();
                Set<Long> many = idsOf(group.after());
                Set<Long> few = idsOf(group.before());
                long claimed = Math.abs(many.size() - few.size());
                said += claimed;
                right += Math.min(certain, claimed);
                grouped += claimed;
            }
            assertThat(diff.tally().after()).as("seed %d", seed).isEqualTo(
                    diff.tally().before() + diff.tally().added() + diff.tally().copied() - diff.tally().removed()
                            - diff.tally().merged());
        }
        double precision = (double) right / said;
        double recall = (double) right / truth;
        double wrong = (double) wrongPairs / pairs;
        String figures = "precision %.4f, recall %.4f, wrong pairs %.5f of %d, %d of %d in groups".formatted(precision,
                recall, wrong, pairs, grouped, truth);
        // What is missing: a line that goes and one like it that comes nearby are taken for one that moved.
        assertThat(precision).as(figures).isGreaterThan(0.975);
        assertThat(recall).as(figures).isGreaterThan(0.97);
        assertThat(wrong).as(figures).isLessThan(0.003);
    }

    private List<Line> source(Random random) {
        List<Line> lines = new ArrayList<>();
        int functions = 3 + random.nextInt(8);
        for (int function = 0; function < functions; function++) {
            int size = 5 + random.nextInt(25);
            for (int i = 0; i < size; i++) {
                lines.add(line("driver::f" + function, random, random.nextInt(3)));
            }
        }
        return lines;
    }

    /// @param checks on the line, at most
    private Line line(String function, Random random, int checks) {
        List<Check> own = new ArrayList<>();
        Set<Integer> columns = new HashSet<>();
        for (int i = 0; i < checks; i++) {
            int column = COLUMNS[random.nextInt(COLUMNS.length)];
            if (columns.add(column)) {
                List<String> holders = random.nextInt(4) > 0 ? List.of(function)
                        : List.of(function, "driver::g" + random.nextInt(3));
                own.add(new Check(next++, KINDS[random.nextInt(KINDS.length)], column, holders));
            }
        }
        return new Line(function, own);
    }

    private void edit(List<Line> lines, Random random) {
        int at = random.nextInt(lines.size());
        String function = lines.get(at).function();
        switch (random.nextInt(7)) {
            case 0, 1 -> { // lines without checks
                for (int i = 0; i <= random.nextInt(4); i++) {
                    lines.add(at, new Line(function, List.of()));
                }
            }
            case 2 -> lines.add(at, line(function, random, 1));
            case 3 -> lines.remove(at);
            case 4 -> { // a check more on a line
                List<Check> checks = new ArrayList<>(lines.get(at).checks());
                if (checks.stream().noneMatch(check -> check.column() == 40)) {
                    checks.add(new Check(next++, Kind.BOUNDS_CHECK, 40, List.of(function)));
                    lines.set(at, new Line(function, checks));
                }
            }
            case 5 -> lines.replaceAll(line -> line.function().equals(function)
                    ? renamed(line, function, function + "_renamed") : line);
            default -> lines.replaceAll(line -> inlined(line, function)); // into a function that had none of its own
        }
    }

    private static Line renamed(Line line, String from, String to) {
        return new Line(to, line.checks().stream().map(check -> new Check(check.id(), check.kind(), check.column(),
                check.holders().stream().map(holder -> holder.equals(from) ? to : holder).toList())).toList());
    }

    private static Line inlined(Line line, String function) {
        return new Line(line.function(), line.checks().stream().map(check -> new Check(check.id(), check.kind(),
                check.column(), check.holders().contains(function) && check.holders().size() > 1
                        ? check.holders().subList(1, 2) : check.holders()))
                .toList());
    }

    private static Built render(List<Line> lines, String folder) {
        Built built = new Built();
        for (int i = 0; i < lines.size(); i++) {
            for (Check check : lines.get(i).checks()) {
                for (String holder : check.holders()) {
                    built.with(check.kind(), holder,
                            new SourceLocation(folder + "drivers/driver.rs", i + 1, check.column()), check.id(),
                            null);
                }
            }
        }
        return built;
    }

    private static Set<Long> ids(List<Line> lines) {
        Set<Long> ids = new HashSet<>();
        lines.forEach(line -> line.checks().forEach(check -> ids.add(check.id())));
        return ids;
    }

    private static Set<Long> idsOf(List<Site> sites) {
        Set<Long> ids = new HashSet<>();
        sites.forEach(site -> ids.add(id(site)));
        return ids;
    }

    private static long id(@Nullable Site site) {
        return site == null ? -1 : site.offset();
    }
}
