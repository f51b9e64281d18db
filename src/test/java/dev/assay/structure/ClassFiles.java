package dev.assay.structure;

import dev.assay.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The compiled program, as the structure tests look at it.
final class ClassFiles {
    /// A class in a descriptor or a generic signature.
    private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([a-z]\\w*(?:/\\w+)*/[\\w$]+)[;<]");

    private ClassFiles() {}

    /// The repository's root, which Surefire sets.
    static Path root() {
        return Path.of(System.getProperty("basedir", "."));
    }

    /// Every class file of the program, tests not among them.
    static List<ClassModel> all() {
        return under(folderOf(Main.class));
    }

    static List<ClassModel> under(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class")).sorted().map(ClassFiles::parse).toList();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    static Path folderOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// With dots, and `$` before the name of a nested class.
    static String name(ClassModel model) {
        return model.thisClass().asInternalName().replace('/', '.');
    }

    static String packageOf(String className) {
        return className.substring(0, Math.max(0, className.lastIndexOf('.')));
    }

    /// Every class that `model` names: in code, in descriptors and in generic signatures.
    static SortedSet<String> references(ClassModel model) {
        SortedSet<String> names = new TreeSet<>();
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry reference when !reference.asInternalName().startsWith("[") ->
                        names.add(reference.asInternalName().replace('/', '.'));
                case Utf8Entry text -> {
                    Matcher matcher = IN_DESCRIPTOR.matcher(text.stringValue());
                    while (matcher.find()) {
                        names.add(matcher.group(1).replace('/', '.'));
                    }
                }
                default -> {}
            }
        }
        return names;
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
