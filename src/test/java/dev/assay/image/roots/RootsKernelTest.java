package dev.assay.image.roots;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.archive.Limits;
import dev.assay.archive.Progress;
import dev.assay.archive.Walk;
import dev.assay.bytes.MappedFile;
import dev.assay.image.DebugFiles;
import dev.assay.image.Image;
import dev.assay.image.roots.Root.Kind;
import dev.assay.testing.Given;
import dev.assay.testing.Shared;
import dev.assay.testing.Tools;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Roots of real kernels against what `readelf` and `llvm-dwarfdump` print about the same file.
class RootsKernelTest {
    private static final Pattern SHAPED = Pattern.compile("\\.(\\w+) of (\\w+) at \\.rodata\\+0x([0-9a-f]+) .*");
    private static final Pattern SYMBOL = Pattern
            .compile("\\s*\\d+: ([0-9a-f]+)\\s+(\\d+|0x[0-9a-f]+) (\\w+)\\s+\\w+\\s+\\w+\\s+\\w+ (\\S+)");
    private static final Pattern NAME = Pattern.compile("DW_AT_name\\s+\\(\"([^\"]*)\"\\)");
    private static final Pattern PLACE = Pattern.compile("DW_AT_data_member_location\\s+\\(0x([0-9a-f]+)\\)");

    /// One line of `readelf -sW`.
    private record Symbol(long address, long size, String type, String name) {}

    private static void with(Path path, BiConsumer<Image, Roots> test) throws IOException {
        try (MappedFile file = MappedFile.open(path, "kernel")) {
            Image image = Image.open(file, DebugFiles.NONE);
            test.accept(image, Roots.of(image, Opened.starts(image)));
        }
    }

    private static List<Symbol> symbols(Path file) throws IOException, InterruptedException {
        List<Symbol> symbols = new ArrayList<>();
        Tools.eachLine(List.of(Tools.require("readelf").toString(), "-sW", file.toString()), line -> {
            Matcher words = SYMBOL.matcher(line);
            if (words.matches()) {
                symbols.add(new Symbol(Long.parseUnsignedLong(words.group(1), 16), Long.decode(words.group(2)),
                        words.group(3), words.group(4)));
            }
        });
        return symbols;
    }

    private static Set<Long> functions(Roots roots, Kind... kinds) {
        return roots.all().stream().filter(root -> List.of(kinds).contains(root.kind())).map(Root::function)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Offsets of the members of the first structure of that name.
    private static Map<String, Long> layout(Path file, String struct) throws IOException {
        Process process = new ProcessBuilder(Tools.require("llvm-dwarfdump-14").toString(), "--name=" + struct,
                "--show-children", file.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        Map<String, Long> places = new HashMap<>();
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            String member = "";
            boolean inside = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("DW_TAG_structure_type")) {
                    if (!places.isEmpty()) {
                        break;
                    }
                    inside = true;
                }
                Matcher name = NAME.matcher(line);
                Matcher place = PLACE.matcher(line);
                member = name.find() ? name.group(1) : member;
                if (inside && place.find()) {
                    places.put(member, Long.parseLong(place.group(1), 16));
                }
            }
        } finally {
            process.destroy();
        }
        return places;
    }

    @Test
    @Tag("slow")
    void exportsAndInitcallsAreThoseOfTheLinker() throws Exception {
        Path vmlinux = Shared.corpus("x86_64-vmlinux/vmlinux");
        List<Symbol> symbols = symbols(vmlinux);
        Map<String, Long> code = new HashMap<>();
        symbols.stream().filter(symbol -> symbol.type().equals("FUNC"))
                .forEach(symbol -> code.put(symbol.name(), symbol.address()));
        Set<Long> exported = symbols.stream().filter(symbol -> symbol.name().startsWith("__ksymtab_"))
                .map(symbol -> code.get(symbol.name().substring("__ksymtab_".length())))
                .filter(address -> address != null).collect(Collectors.toSet());
        Set<Long> initcalls = symbols.stream().filter(symbol -> symbol.name().startsWith("__initcall__kmod_"))
                .map(Symbol::address).collect(Collectors.toSet());
        assertThat(exported).hasSizeGreaterThan(5000);
        assertThat(initcalls).hasSizeGreaterThan(300);
        with(vmlinux, (image, roots) -> {
            assertThat(functions(roots, Kind.EXPORT, Kind.RUST_EXPORT)).containsAll(exported);
            Map<Long, Root> slots = new TreeMap<>();
            roots.all().stream().filter(root -> root.kind() == Kind.INITCALL)
                    .forEach(root -> slots.put(root.slot(), root));
            assertThat(slots.keySet()).containsAll(initcalls);
            // Those of Rust modules have no such symbols.
            slots.keySet().removeAll(initcalls);
            assertThat(slots.values())
                    .allMatch(root -> image.functionStartingAt(root.function()).isPresent(), "in Rust");
            assertThat(roots.notes()).isEmpty();
        });
    }

    @Test
    @Tag("slow")
    void slotsOfFileOperationsHaveTheMembersOfTheirOffsets() throws Exception {
        Path vmlinux = Shared.corpus("x86_64-vmlinux/vmlinux");
        Map<String, Long> layout = layout(vmlinux, "file_operations");
        assertThat(layout).containsKeys("open", "unlocked_ioctl");
        Map<Long, String> members = new HashMap<>();
        layout.forEach((member, place) -> members.put(place, member));
        long size = 272;
        List<Symbol> tables = symbols(vmlinux).stream()
                .filter(symbol -> symbol.type().equals("OBJECT") && symbol.size() == size
                        && symbol.name().endsWith("_fops"))
                .toList();
        assertThat(tables).hasSizeGreaterThan(20);
        with(vmlinux, (image, roots) -> {
            AtomicInteger compared = new AtomicInteger();
            for (Root root : roots.all()) {
                for (Symbol table : tables) {
                    long offset = root.slot() - table.address();
                    if (offset >= 0 && offset < size) {
                        assertThat(roots.name(root)).isEqualTo(".%s of file_operations %s".formatted(
                                members.get(offset), table.name()));
                        compared.incrementAndGet();
                    }
                }
            }
            assertThat(compared).hasValueGreaterThan(100);
        });
    }

    /// By hand, from `drivers/gpu/drm/tyr`, `drivers/android/binder` and `drivers/net/phy` of the corpus.
    @Test
    @Tag("slow")
    void tablesOfRustDriversAreNamed() throws Exception {
        with(Shared.corpus("x86_64-vmlinux/vmlinux"), (image, roots) -> {
            Map<String, Set<String>> names = new TreeMap<>();
            for (Root root : roots.all()) {
                boolean table = root.kind() == Kind.OPERATIONS || root.kind() == Kind.DATA;
                if (table && image.functionStartingAt(root.function()).isPresent()) {
                    String name = roots.name(root).replaceFirst(" at \\S+ ", " ");
                    assertThat(name).doesNotStartWith("address taken");
                    names.computeIfAbsent(name, key -> new TreeSet<>())
                            .add(image.functionStartingAt(root.function()).orElseThrow().symbol());
                }
            }
            assertThat(names).containsKeys(".unlocked_ioctl of file_operations rust_binder_fops",
                    ".probe of phy_driver qt2025::_::DRIVERS[0]", ".open of drm_driver (by its shape)",
                    ".func of drm_ioctl_desc (by its shape)", ".queue_rq of blk_mq_ops (by its shape)");
            assertThat(names.get(".open of drm_driver (by its shape)")).hasSize(2)
                    .anyMatch(symbol -> symbol.contains("3tyr")).anyMatch(symbol -> symbol.contains("4nova"));
        });
    }

    /// In a module the relocations say where constants begin; LLVM's tool says where members are.
    @Test
    void shapesOfAModulesConstantsAgreeWithTheirLayout() throws Exception {
        Path module = Shared.corpus("x86_64/drivers/gpu/drm/tyr/tyr.ko");
        Map<String, Map<String, Long>> layouts = new HashMap<>();
        for (String struct : List.of("drm_driver", "drm_gem_object_funcs", "drm_gpuvm_ops", "drm_ioctl_desc")) {
            layouts.put(struct, layout(module, struct));
        }
        with(module, (image, roots) -> {
            long rodata = image.memory().address(image.elf().section(".rodata").orElseThrow());
            List<Root> slots = roots.all().stream().filter(root -> root.kind() == Kind.OPERATIONS).toList();
            assertThat(slots).hasSize(11).allSatisfy(root -> {
                Matcher name = SHAPED.matcher(roots.name(root));
                assertThat(name.matches()).as(roots.name(root)).isTrue();
                long place = root.slot() - rodata - Long.parseLong(name.group(3), 16);
                assertThat(layouts.get(name.group(2))).containsEntry(name.group(1), place);
            });
            assertThat(roots.all().stream().map(Root::kind)).contains(Kind.MODULE_INIT, Kind.MODULE_EXIT);
        });
    }

    /// Of the same kernel, the image as shipped and the one with debug information have the same slots, and what is
    /// inferred of the first is what the second says.
    @Test
    @Tag("real-kernel")
    void whatBtfTellsDebugInformationConfirms() throws Exception {
        Map<Long, String> known = new HashMap<>();
        with(Given.file("ASSAY_VMLINUX_AMD64"), (image, roots) -> slots(roots, known));
        Map<Long, String> inferred = Walk.over(List.of(Given.file("ASSAY_DEB_CLOUD_AMD64")), Limits.DEFAULT, 1,
                Progress.NONE, leaf -> {
                    Image image = Image.open(leaf.file(), DebugFiles.NONE);
                    Map<Long, String> names = new HashMap<>();
                    slots(Roots.of(image, Opened.starts(image)), names);
                    return Optional.of(names);
                }).answers().stream().filter(names -> names.size() > 1000).findFirst().orElseThrow();
        assertThat(inferred.keySet()).isEqualTo(known.keySet());
        int agreeing = 0;
        for (Map.Entry<Long, String> slot : inferred.entrySet()) {
            String debug = Objects.requireNonNull(known.get(slot.getKey())).replaceFirst("\\[\\d+\\]$", "");
            String name = slot.getValue().replace(" (by its shape)", "");
            if (!name.startsWith("address taken") && !debug.startsWith("address taken")) {
                assertThat(name.replaceFirst("\\[\\d+\\]$", "")).isEqualTo(debug.replace(" (by its shape)", ""));
                agreeing++;
            }
        }
        assertThat(agreeing).isGreaterThan(5000);
    }

    private static void slots(Roots roots, Map<Long, String> names) {
        for (Root root : roots.all()) {
            if (root.kind() == Kind.OPERATIONS || root.kind() == Kind.DATA) {
                names.put(root.slot(), roots.name(root));
            }
        }
    }
}
