package dev.assay.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.Annotation;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The layers of ARCHITECTURE.md, held against what the compiler made. A layer never uses one above it.
class LayersTest {
    private static final String ROOT = "dev.assay.";

    /// What each layer is built on. It may also use whatever those are built on; nothing else.
    private static final Map<String, Set<String>> LAYERS = Map.ofEntries(
            Map.entry("bytes", Set.of()),
            Map.entry("archive", Set.of("bytes")),
            Map.entry("elf", Set.of("bytes")),
            Map.entry("dwarf", Set.of("bytes")),
            Map.entry("btf", Set.of("bytes")),
            Map.entry("rust", Set.of("bytes")),
            Map.entry("machine", Set.of("bytes")),
            Map.entry("image", Set.of("archive", "elf", "dwarf", "btf", "rust", "machine")),
            Map.entry("source", Set.of("bytes")),
            Map.entry("check", Set.of("image", "source")),
            Map.entry("store", Set.of("check")),
            Map.entry("report", Set.of("check", "store")),
            Map.entry("web", Set.of("report", "store", "check")),
            Map.entry("cli", Set.of("web", "report")));

    /// Checks that are about the answers of another, and may use it. All others keep to themselves.
    private static final Map<String, Set<String>> CHECKS = Map.of(
            "check.verify", Set.of("check.panics"),
            "check.show", Set.of("check.panics", "check.verify", "check.guards"),
            "check.guards", Set.of("check.panics"),
            "check.reach", Set.of("check.panics", "check.guards"),
            "check.sources", Set.of("check.panics"),
            "check.survey", Set.of("check.panics", "check.reach", "check.sources"),
            "check.diff", Set.of("check.panics", "check.reach", "check.sources", "check.survey"),
            "check.gate", Set.of("check.panics", "check.reach", "check.sources", "check.survey", "check.diff"));

    /// The one or two layers that may use a library. What is not listed may be used nowhere.
    private static final Map<String, Set<String>> LIBRARIES = Map.ofEntries(
            Map.entry("org.jspecify.", LAYERS.keySet()),
            Map.entry("io.github.treesitter.", Set.of("source")),
            Map.entry("org.eclipse.jgit.", Set.of("source")),
            Map.entry("org.tomlj.", Set.of("check")),
            Map.entry("org.duckdb.", Set.of("store")),
            Map.entry("gg.jte.", Set.of("report")),
            Map.entry("tools.jackson.", Set.of("report")),
            Map.entry("org.graphper.", Set.of("report")),
            Map.entry("org.apache.commons.cli.", Set.of("cli")),
            Map.entry("com.github.luben.zstd.", Set.of("archive", "elf")),
            Map.entry("org.tukaani.xz.", Set.of("archive")),
            Map.entry("net.jpountz.", Set.of("archive")),
            Map.entry("org.apache.commons.compress.", Set.of("archive")));

    /// Parts of the JDK that nothing here has a use for; the network least of all.
    private static final List<String> NOT_OF_THE_JDK = List.of("java.net.", "java.rmi.", "java.awt.",
            "java.util.logging.", "java.util.prefs.", "javax.", "sun.", "jdk.", "com.sun.");

    private static final Set<String> MAY_EXIT = Set.of("dev.assay.cli.Main");

    @Test
    void everyClassBelongsToALayer() {
        assertThat(ClassFiles.all()).isNotEmpty().allSatisfy(model -> assertThat(LAYERS)
                .as("layer of %s", ClassFiles.name(model)).containsKey(layer(ClassFiles.name(model))));
    }

    @Test
    void noLayerUsesOneAboveIt() {
        assertThat(violations((from, to) -> to.startsWith(ROOT) && !mayUse(layer(from)).contains(layer(to)))).isEmpty();
    }

    @Test
    void checksDoNotUseEachOther() {
        assertThat(violations((from, to) -> layer(from).equals("check") && layer(to).equals("check")
                && !ClassFiles.packageOf(to).equals(ROOT + "check")
                && !ClassFiles.packageOf(from).equals(ROOT + "check")
                && !ClassFiles.packageOf(from).equals(ClassFiles.packageOf(to))
                && !CHECKS.getOrDefault(check(from), Set.of()).contains(check(to)))).isEmpty();
    }

    private static String check(String className) {
        return ClassFiles.packageOf(className).substring(ROOT.length());
    }

    @Test
    void librariesStayInTheirLayers() {
        assertThat(violations((from, to) -> !to.startsWith(ROOT) && !to.startsWith("java.") && !allowed(from, to)))
                .isEmpty();
    }

    @Test
    void onlyTheStoreSpeaksSql() {
        assertThat(violations((from, to) -> to.startsWith("java.sql.") && !layer(from).equals("store"))).isEmpty();
    }

    @Test
    void theJdksOddCornersStayUnused() {
        assertThat(violations((_, to) -> NOT_OF_THE_JDK.stream().anyMatch(to::startsWith))).isEmpty();
    }

    @Test
    void onlyMainEndsTheProcess() {
        assertThat(uses(Set.of("java.lang.System.exit", "java.lang.Runtime.exit", "java.lang.Runtime.halt")))
                .isEmpty();
    }

    @Test
    void nobodyPrintsPastTheStreamsGiven() {
        assertThat(uses(Set.of("java.lang.System.out", "java.lang.System.err", "java.lang.System.in"))).isEmpty();
    }

    @Test
    void everyPackageIsNullMarked() {
        List<ClassModel> all = ClassFiles.all();
        SortedSet<String> packages = all.stream().map(model -> ClassFiles.packageOf(ClassFiles.name(model)))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> marked = all.stream()
                .filter(model -> ClassFiles.name(model).endsWith(".package-info"))
                .filter(model -> model.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
                        .flatMap(attribute -> attribute.annotations().stream())
                        .map(Annotation::className)
                        .anyMatch(name -> name.equalsString("Lorg/jspecify/annotations/NullMarked;")))
                .map(model -> ClassFiles.packageOf(ClassFiles.name(model)))
                .collect(Collectors.toSet());
        packages.removeAll(marked);
        assertThat(packages).as("packages whose package-info.java lacks @NullMarked").isEmpty();
    }

    @Test
    void theTableHasNoCircle() {
        for (String layer : LAYERS.keySet()) {
            for (String below : LAYERS.get(layer)) {
                assertThat(mayUse(below)).as("what %s may use", below).doesNotContain(layer);
            }
        }
    }

    private static boolean allowed(String from, String to) {
        return LIBRARIES.entrySet().stream()
                .anyMatch(library -> to.startsWith(library.getKey()) && library.getValue().contains(layer(from)));
    }

    private static SortedSet<String> mayUse(String layer) {
        SortedSet<String> all = new TreeSet<>(Set.of(layer));
        for (String below : LAYERS.getOrDefault(layer, Set.of())) {
            all.addAll(mayUse(below));
        }
        return all;
    }

    private static String layer(String className) {
        String rest = className.startsWith(ROOT) ? className.substring(ROOT.length()) : className;
        return rest.substring(0, Math.max(0, rest.indexOf('.')));
    }

    private interface Forbidden {
        boolean test(String from, String to);
    }

    private static List<String> violations(Forbidden forbidden) {
        List<String> found = new ArrayList<>();
        for (ClassModel model : ClassFiles.all()) {
            String from = ClassFiles.name(model);
            for (String to : ClassFiles.references(model)) {
                if (forbidden.test(from, to)) {
                    found.add(from + " uses " + to);
                }
            }
        }
        return found;
    }

    /// Instructions outside of [#MAY_EXIT] that use one of `members`.
    private static List<String> uses(Set<String> members) {
        List<String> found = new ArrayList<>();
        for (ClassModel model : ClassFiles.all()) {
            for (MethodModel method : model.methods()) {
                method.code().map(CodeModel::elementList).orElse(List.of()).forEach(element -> {
                    String member = switch (element) {
                        case InvokeInstruction invoke -> member(invoke.method());
                        case FieldInstruction access -> member(access.field());
                        default -> "";
                    };
                    if (members.contains(member) && !MAY_EXIT.contains(ClassFiles.name(model))) {
                        found.add("%s.%s uses %s".formatted(ClassFiles.name(model),
                                method.methodName().stringValue(), member));
                    }
                });
            }
        }
        return found;
    }

    private static String member(MemberRefEntry entry) {
        return entry.owner().asInternalName().replace('/', '.') + "." + entry.name().stringValue();
    }
}
