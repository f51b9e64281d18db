package dev.assay.check.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.check.panics.PanicSearch;
import dev.assay.check.panics.Site;
import dev.assay.check.panics.Use;
import dev.assay.rust.SourceLocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownFileTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final Path OBJECT = FIXTURES.resolve("kinds/x86_64-dwarf5.o");
    private static final Path LINKED = FIXTURES.resolve("linked/x86_64-vmlinux");
    private static final String PATH = Objects.requireNonNullElse(System.getenv("PATH"), "");

    private interface Subject {
        Table of(ShownFile file);
    }

    private static Table table(Path path, Subject subject, List<List<String>> rows) throws IOException {
        return ShownFile.look(path, List.of(), file -> {
            Table table = subject.of(file);
            table.rows().forEach(rows::add);
            assertThat(rows).allSatisfy(row -> assertThat(row).hasSameSizeAs(table.columns()));
            return table;
        });
    }

    @Test
    void sections() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        Table table = table(FIXTURES.resolve("track-caller/x86_64-zlib.o"), ShownFile::sections, rows);
        assertThat(table.title()).singleElement().asString().contains("ET_REL, x86-64, " + rows.size() + " sections");
        assertThat(rows).anySatisfy(row -> assertThat(row).contains(".text", "AX", "constant"));
        assertThat(rows).anySatisfy(row -> assertThat(row).contains(".debug_info", "yes"));
        assertThat(table.notes()).isEmpty();
    }

    @Test
    void symbolsCanBeGoneThroughTwice() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        assertThat(ShownFile.<Boolean>look(OBJECT, List.of(), file -> {
            Table table = file.symbols();
            table.rows().forEach(rows::add);
            assertThat(table.rows()).containsExactlyElementsOf(rows);
            return true;
        })).isTrue();
        assertThat(rows).anySatisfy(row -> assertThat(row).startsWith("0x0", "0", "NOTYPE", "GLOBAL", "UNDEFINED")
                .endsWith("core::panicking::panic_bounds_check"));
    }

    @Test
    void functionsAndHowPanicEntriesWereRecognised() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        Table table = table(OBJECT, ShownFile::functions, rows);
        assertThat(table.title().getFirst()).contains("Rust functions");
        assertThat(rows).contains(List.of("not here", "", "", "name", "core::panicking::panic_bounds_check"));
        rows.clear();
        table(FIXTURES.resolve("linked/x86_64-vmlinux-core"), ShownFile::functions, rows);
        assertThat(rows).anySatisfy(row -> {
            assertThat(row.getFirst()).startsWith("0xffffffff");
            assertThat(row).endsWith("dwarf", "core::panicking::panic_fmt");
        });
        rows.clear();
        table(FIXTURES.resolve("merged-functions/x86_64.o"), ShownFile::functions, rows);
        assertThat(rows).anySatisfy(row -> assertThat(row.get(2)).startsWith("+"));
    }

    @Test
    void unitsAndThoseThatAreSkipped(@TempDir Path folder) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        Table table = table(OBJECT, ShownFile::units, rows);
        assertThat(table.notes()).isEmpty();
        assertThat(rows).anySatisfy(row -> assertThat(row).contains("5", "DW_LANG_Rust"));

        byte[] bytes = Files.readAllBytes(OBJECT);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(offset(OBJECT, ".debug_info") + 4, (short) 77);
        Path broken = folder.resolve("broken.o");
        Files.write(broken, bytes);
        rows.clear();
        table = table(broken, ShownFile::units, rows);
        assertThat(table.notes()).containsExactly("1 unit skipped: what is in them is part of no answer");
        assertThat(rows.getFirst().get(2)).isEqualTo("skipped");
        assertThat(rows.getFirst().get(5)).contains(".debug_info+0x4: expected DWARF version 2 to 5, found 77");
    }

    private static int offset(Path path, String section) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        table(path, ShownFile::sections, rows);
        return rows.stream().filter(row -> row.get(1).equals(section)).map(row -> Integer.decode(row.get(5)))
                .findFirst().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kinds/x86_64-dwarf5.o", "kinds/aarch64-dwarf5.o", "linked/x86_64-vmlinux",
        "linked/aarch64-vmlinux", "merged-calls/x86_64.o", "track-caller/aarch64.o",
        "linked/riscv64-vmlinux", "track-caller/riscv64.o"})
    void everySiteShowsItsTransferAndItsLocation(String name) throws IOException {
        Path path = FIXTURES.resolve(name);
        List<Site> sites = new PanicSearch(Use.ALL, List.of()).run(List.of(path)).images().getFirst().sites();
        assertThat(sites).isNotEmpty();
        for (Site site : sites) {
            SiteCode.Found found = (SiteCode.Found) site(path, site.section(), site.offset(), "");
            String text = String.join("\n", found.table().title());
            SourceLocation location = site.location();
            assertThat(text).contains(site.function(), site.kind().id());
            assertThat(text).contains(location == null ? "unknown" : location.toString());
            List<List<String>> marked = new ArrayList<>();
            found.table().rows().forEach(row -> {
                if (row.getFirst().equals(">")) {
                    marked.add(row);
                }
            });
            assertThat(marked).as(text).hasSize(1);
            assertThat(marked.getFirst().get(3)).matches("(call|jump to|branch to|call through|jump through) .+");
            if (site.address() == null) {
                assertThat(marked.getFirst().get(1))
                        .isEqualTo(site.section() + "+0x" + Long.toHexString(site.offset()));
            }
            assertThat(found.commands().getFirst()).contains("objdump -d", "--start-address=0x", path.toString());
            assertThat(found.commands().size()).as("a command for the location\n%s", found)
                    .isGreaterThan(location == null ? 0 : 1);
        }
    }

    @Test
    void theOtherDisassemblerStandsBeside() throws IOException {
        Site site = new PanicSearch(Use.ALL, List.of()).run(List.of(LINKED)).images().getFirst().sites().getFirst();
        Long address = Objects.requireNonNull(site.address());
        SiteCode.Found found = (SiteCode.Found) site(LINKED, null, address, PATH);
        assumeTrue(found.table().columns().size() == 5, "skipped: no objdump for x86-64 here");
        assertThat(found.table().rows()).allSatisfy(row -> assertThat(row.get(4)).isNotEmpty());
        assertThat(found.table().rows()).anySatisfy(row -> {
            assertThat(row.getFirst()).isEqualTo(">");
            assertThat(row.get(4)).matches("(call|j).*");
        });
    }

    @Test
    void aPlaceWithoutSiteShowsItsCode() throws IOException {
        List<List<String>> functions = new ArrayList<>();
        table(LINKED, ShownFile::functions, functions);
        long address = Long.parseUnsignedLong(functions.getFirst().getFirst().substring(2), 16);
        SiteCode.Found found = (SiteCode.Found) site(LINKED, null, address, "");
        assertThat(found.table().title()).contains("no panic site here");
        assertThat(found.table().rows()).first().asInstanceOf(
                InstanceOfAssertFactories.LIST).first().isEqualTo(">");
    }

    @Test
    void aPlaceOutsideOfRustSaysWhatWasExpected() throws IOException {
        assertThat(site(OBJECT, null, 0x1234, "")).isEqualTo(new SiteCode.Nowhere(OBJECT
                + ": expected SECTION+OFFSET, since a relocatable file has no addresses; found 0x1234"));
        assertThat(site(OBJECT, ".nonsense", 0, "")).isEqualTo(new SiteCode.Nowhere(OBJECT
                + ": expected the name of a section, found .nonsense"));
        assertThat(site(OBJECT, ".comment", 0xffffff, "")).isEqualTo(new SiteCode.Nowhere(OBJECT
                + ": expected a place in a Rust function, found .comment+0xffffff, behind the end of the section"));
        assertThat(site(LINKED, null, 0x1234, "")).isEqualTo(new SiteCode.Nowhere(LINKED
                + ": expected a place in a Rust function, found 0x1234, which is in no section"));
        assertThatThrownBy(() -> ShownFile.<Boolean>look(FIXTURES, List.of(), file -> true))
                .isInstanceOf(IOException.class)
                .hasMessage(FIXTURES + ": expected an ELF file, found a folder");
    }

    @Test
    void aBrokenFileGivesAnAnswerOrAFileError(@TempDir Path folder) throws IOException {
        long seed = Long.getLong("seed", new Random().nextLong());
        int count = Integer.getInteger("mutants", 300);
        Random random = new Random(seed);
        Path mutant = folder.resolve("mutant.o");
        for (String name : List.of("track-caller/x86_64-zlib.o", "linked/aarch64-vmlinux")) {
            byte[] good = Files.readAllBytes(FIXTURES.resolve(name));
            for (int i = 0; i < count; i++) {
                byte[] bytes = good.clone();
                for (int change = random.nextInt(1, 8); change > 0; change--) {
                    // Headers and tables stand at the beginning and at the end.
                    int at = random.nextBoolean() ? random.nextInt(bytes.length)
                            : random.nextBoolean() ? random.nextInt(64) : bytes.length - 1 - random.nextInt(3000);
                    bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : 0xff);
                }
                Files.write(mutant, bytes);
                for (Subject subject : List.<Subject>of(ShownFile::sections, ShownFile::symbols, ShownFile::functions,
                        ShownFile::units)) {
                    survives(seed, i, () -> table(mutant, subject, new ArrayList<>()));
                }
                long offset = random.nextInt(0x400);
                survives(seed, i, () -> site(mutant, ".text", offset, ""));
            }
        }
    }

    private interface Look {
        Object at() throws IOException;
    }

    private static void survives(long seed, int mutant, Look look) throws IOException {
        try {
            assertThat(look.at()).isNotNull();
        } catch (IOException allowed) {
            assertThat(allowed).hasMessageContaining("mutant.o: ");
        } catch (RuntimeException | AssertionError | StackOverflowError bug) {
            throw new AssertionError("mutant %d of -Dseed=%d".formatted(mutant, seed), bug);
        }
    }

    private static SiteCode site(Path path, @Nullable String section, long value,
            String searchPath) throws IOException {
        return ShownFile.look(path, List.of(), file -> file.site(section, value, searchPath));
    }
}
