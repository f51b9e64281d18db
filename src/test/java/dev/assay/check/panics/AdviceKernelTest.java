package dev.assay.check.panics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.testing.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Advice names only what there is: in the source of a kernel, and in Rust's library as the kernel's oldest compiler has
/// it. The stand-in, which the examples are compiled with, has the kernel's own signatures.
@Tag("real-kernel")
class AdviceKernelTest {
    private static final Path STAND_IN = Path.of("src/test/resources/advice/kernel.rs");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    /// What is called, a macro, the parts of a path, or a name that stands alone.
    private static final Pattern NAME = Pattern.compile("\\b([A-Za-z_]\\w+)(?=\\(|!|::|<)|(?<=::)(\\w+)|^\\.?(\\w+)$");
    private static final String DEFINITION = "\\b(?:(?:fn|struct|enum|trait|type|union|mod|macro|macro_rules!|config"
            + "|const(?!\\s+(?:fn|unsafe|extern)\\b))\\s+|declare_err!\\()(\\w+)";

    /// What the kernel makes with macros of its own, and where.
    private static final Map<String, String> MADE_BY_MACROS = Map.of(
            "checked_bit_u32", "[<checked_bit_ $ty>](n: u32) -> Option<$ty>",
            "bit_u32", "[<bit_ $ty>](n: u32) -> $ty",
            "genmask_checked_u32", "[<genmask_checked_ $ty>](range: RangeInclusive<u32>) -> Option<$ty>",
            "genmask_u32", "[<genmask_ $ty>](range: RangeInclusive<u32>) -> $ty",
            "usize_into_u32", "impl_const_into!(usize => { u8, u16, u32 });",
            "build_assert", "macro_rules! build_assert_macro",
            "NonZeroU32", "Self = NonZeroU32,");

    /// The language's own words, and names of the examples.
    private static final Set<String> OTHERS = Set.of("async", "const", "match", "unsafe", "usize", "isize", "bool",
            "transmute", "panic", "core", "kernel", "std", "rust_build_error", "extern", "return", "static", "table",
            "extern_", "as", "let", "if", "NULL", "BUG", "errno", "unwind", "inline", "repr", "non_exhaustive", "str",
            "catch_unwind", "Done", "PANIC", "probe", "SAFETY", "u8", "u16", "u32", "u64", "i32", "None", "Some", "Ok",
            "Err",
            "explicit", "from_ascii_radix_panic");

    @Test
    void whatTheAdviceNamesIsInTheSource() throws IOException {
        StringBuilder all = new StringBuilder();
        read(linux().resolve("rust"), all);
        read(linux().resolve("lib/Kconfig.debug"), all);
        read(Given.file("ASSAY_RUST_SOURCE").resolve("src"), all);
        Set<String> defined = new TreeSet<>(Pattern.compile(DEFINITION).matcher(all).results()
                .map(found -> found.group(1)).toList());
        assertThat(defined.size()).isGreaterThan(5000);

        Set<String> gone = new TreeSet<>();
        int looked = 0;
        for (Kind kind : Kind.values()) {
            for (String name : names(Advice.of(kind))) {
                String macro = MADE_BY_MACROS.get(name);
                boolean exists = macro == null ? OTHERS.contains(name) || defined.contains(plain(name))
                        : all.indexOf(macro) >= 0;
                if (!exists) {
                    gone.add(kind + ": " + name);
                }
                looked++;
            }
        }
        assertThat(gone).as("names that neither the kernel nor the library defines").isEmpty();
        assertThat(looked).isGreaterThan(200);
    }

    /// The source tree of which `rust/kernel` is given.
    private static Path linux() {
        return Given.file("ASSAY_SOURCE").resolve("../..").normalize();
    }

    private static String plain(String name) {
        return name.startsWith("CONFIG_") ? name.substring("CONFIG_".length()) : name;
    }

    private static Set<String> names(Advice advice) {
        List<String> texts = new ArrayList<>(List.of(advice.summary(), advice.remedy(), advice.detail(),
                advice.compiledIn(), advice.justify()));
        texts.addAll(advice.ways());
        texts.addAll(advice.mistakes());
        Set<String> names = new TreeSet<>();
        for (String text : texts) {
            for (MatchResult code : CODE.matcher(text).results().toList()) {
                for (MatchResult name : NAME.matcher(code.group(1)).results().toList()) {
                    names.add(name.group(1) != null ? name.group(1)
                            : name.group(2) != null ? name.group(2) : name.group(3));
                }
            }
        }
        names.removeIf(name -> name.matches("[0-9_]+") || name.endsWith("_"));
        return names;
    }

    /// Each item of the stand-in that says where it is from stands there, word for word up to its body.
    @Test
    void theStandInHasTheKernelsSignatures() throws IOException {
        Path linux = linux();
        Matcher items = Pattern.compile("// file: (\\S+)\\n((?:\\s*#\\[[^\\n]*\\n)*)([^{=;]+)")
                .matcher(Files.readString(STAND_IN, UTF_8));
        int compared = 0;
        while (items.find()) {
            String source = words(Files.readString(linux.resolve(items.group(1)), UTF_8));
            assertThat(source).as(items.group(1)).contains(words(items.group(3)));
            compared++;
        }
        assertThat(compared).isGreaterThan(10);
    }

    private static String words(String source) {
        return source.replaceAll("\\s+", " ").strip();
    }

    private static void read(Path path, StringBuilder all) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.toString();
                if (name.endsWith(".rs") || name.contains("Kconfig")) {
                    // Comments are prose, where "const" may come before any word.
                    Files.readAllLines(file, UTF_8).stream().filter(line -> !line.stripLeading().startsWith("//"))
                            .forEach(line -> all.append(line).append('\n'));
                }
            }
        }
    }
}
