package dev.assay.check.panics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Compiles Rust as the kernel does, against a stand-in for the kernel's own crate, and looks for panic sites in it.
///
/// @param folder for what is compiled
/// @param rustc  the compiler
record RustExamples(Path folder, Path rustc) {
    private static final Path RESOURCES = Path.of("src/test/resources/advice");

    /// The flags of Linux 7.3 (`Makefile`, `KBUILD_RUSTFLAGS`) that decide which checks there are.
    private static final List<String> FLAGS = List.of("--edition=2021", "--crate-type=lib", "-Copt-level=2",
            "-Coverflow-checks=on", "-Csymbol-mangling-version=v0", "-Cforce-unwind-tables=n",
            "-Crelocation-model=static", "-Ccodegen-units=1", "--cap-lints=allow");

    /// A kernel has a handler. Without one rustc leaves the checks of pointers out.
    private static final String START = """
            #![no_std]
            #[panic_handler]
            fn handler(_: &core::panic::PanicInfo<'_>) -> ! { loop {} }
            """;

    /// The compiler on the path; the calling test is skipped where there is none.
    static RustExamples in(Path folder) {
        return new RustExamples(folder, Tools.require("rustc"));
    }

    /// 95 of 1.95.
    int minor() throws IOException, InterruptedException {
        String version = Tools.run(List.of(rustc.toString(), "--version"));
        return Integer.parseInt(version.split("\\.", -1)[1]);
    }

    /// The sites in the examples of some kinds, each of which is a module of its own.
    List<Site> sites(Collection<Kind> kinds, Function<Advice, String> example, String... flags)
            throws IOException, InterruptedException {
        return sites(compile("examples", source(kinds, example), flags));
    }

    /// The sites in a file of the test's resources.
    List<Site> sitesOf(String resource, String... flags) throws IOException, InterruptedException {
        return sites(compile(resource, Files.readString(RESOURCES.resolve(resource + ".rs"), UTF_8), flags));
    }

    /// What the examples refer to outside of themselves, one symbol on a line, as `readelf` reads it.
    String undefinedSymbols(Collection<Kind> kinds, Function<Advice, String> example, String... flags)
            throws IOException, InterruptedException {
        Path readelf = Tools.require("readelf");
        Path object = compile("examples", source(kinds, example), flags);
        StringBuilder undefined = new StringBuilder();
        Tools.run(List.of(readelf.toString(), "--wide", "--symbols", object.toString())).lines()
                .filter(line -> line.contains(" UND "))
                .forEach(line -> undefined.append(line.substring(line.lastIndexOf(' ') + 1)).append('\n'));
        return undefined.toString();
    }

    /// Whether a site is in the example of a kind.
    static boolean isIn(Kind kind, Site site) {
        return site.function().contains("::" + module(kind) + "::");
    }

    /// The public functions in a file of the test's resources.
    static List<String> functions(String resource) throws IOException {
        return Pattern.compile("(?m)^pub fn (\\w+)")
                .matcher(Files.readString(RESOURCES.resolve(resource + ".rs"), UTF_8))
                .results().map(found -> found.group(1)).toList();
    }

    private static String module(Kind kind) {
        return "of_" + kind.id().replace('-', '_');
    }

    private static String source(Collection<Kind> kinds, Function<Advice, String> example) {
        StringBuilder source = new StringBuilder(START);
        for (Kind kind : kinds) {
            // A small function is left to the crates that call it, unless it must not be inlined.
            String code = example.apply(Advice.of(kind))
                    .replaceAll("(?m)^pub (unsafe |extern \"C\" )?fn", "#[inline(never)]\n$0");
            source.append("pub mod ").append(module(kind)).append(" {\n").append(code).append("}\n");
        }
        return source.toString();
    }

    private static List<Site> sites(Path object) {
        Panics panics = new PanicSearch(Use.ALL, List.of()).run(List.of(object));
        assertThat(panics.unreadable()).isEmpty();
        assertThat(panics.images()).hasSize(1);
        ImagePanics image = panics.images().getFirst();
        assertThat(image.coverage().isComplete()).as(image.coverage().toString()).isTrue();
        assertThat(image.coverage().rustFunctions()).isPositive();
        return image.sites().stream().filter(site -> site.role() == Role.SITE).toList();
    }

    private Path compile(String name, String source, String... flags) throws IOException, InterruptedException {
        String strategy = List.of(flags).contains("-Cpanic=unwind") ? "-Cpanic=unwind" : "-Cpanic=abort";
        Path kernel = folder.resolve("lib" + strategy.substring("-Cpanic=".length()) + "kernel.rlib");
        if (!Files.exists(kernel)) {
            rustc(List.of("--crate-name=kernel", strategy, "-o", kernel.toString(),
                    RESOURCES.resolve("kernel.rs").toString()));
        }
        Path file = folder.resolve(name + ".rs");
        Path object = folder.resolve(name + ".o");
        Files.writeString(file, source, UTF_8);
        List<String> arguments = new ArrayList<>(List.of("--crate-name=" + name.replace('-', '_'), strategy,
                "--extern=kernel=" + kernel, "--emit=obj", "-o", object.toString(), file.toString()));
        arguments.addAll(List.of(flags));
        rustc(arguments);
        return object;
    }

    private void rustc(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(rustc.toString()));
        command.addAll(FLAGS);
        command.addAll(arguments);
        assertThat(Tools.run(command)).isEmpty();
    }
}
