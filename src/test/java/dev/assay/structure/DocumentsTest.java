package dev.assay.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.cli.Main;
import java.io.IOException;
import java.lang.classfile.ClassModel;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// What the documents say about the code is still there. Documents that nothing tests go stale.
class DocumentsTest {
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern CLASS = Pattern.compile("[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*");
    private static final Pattern QUALIFIED = Pattern.compile("dev\\.assay(?:\\.\\w+)*");
    private static final Pattern PATH = Pattern.compile("(?:src|docs|bench|\\.ci|\\.mvn)/[\\w./-]+");

    @Test
    void namesInArchitectureExist() throws IOException {
        Path document = ClassFiles.root().resolve("ARCHITECTURE.md");
        assumeTrue(Files.exists(document), "there is no ARCHITECTURE.md");
        Set<String> qualified = new HashSet<>();
        for (Class<?> start : List.of(Main.class, DocumentsTest.class)) {
            for (ClassModel model : ClassFiles.under(ClassFiles.folderOf(start))) {
                String name = ClassFiles.name(model).replace('$', '.');
                qualified.add(name);
                for (String part = name; part.contains("."); part = ClassFiles.packageOf(part)) {
                    qualified.add(ClassFiles.packageOf(part));
                }
            }
        }
        Set<String> simple = qualified.stream().map(name -> name.substring(name.lastIndexOf('.') + 1))
                .collect(Collectors.toSet());
        simple.addAll(namesInTheJdk());
        List<String> gone = new ArrayList<>();
        Matcher matcher = CODE.matcher(Files.readString(document));
        while (matcher.find()) {
            String name = matcher.group(1);
            boolean exists = PATH.matcher(name).matches() ? Files.exists(ClassFiles.root().resolve(name))
                    : QUALIFIED.matcher(name).matches() ? qualified.contains(name)
                    : !CLASS.matcher(name).matches() || simple.contains(name);
            if (!exists) {
                gone.add(name);
            }
        }
        assertThat(gone).as("names in ARCHITECTURE.md that the code does not have").isEmpty();
    }

    @Test
    void everyDependencyIsExplained() throws Exception {
        String text = Files.readString(ClassFiles.root().resolve("docs/dependencies.md"));
        Document pom = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(ClassFiles.root().resolve("pom.xml").toFile());
        Set<String> unexplained = new TreeSet<>();
        for (String tag : List.of("dependency", "plugin", "path")) {
            NodeList elements = pom.getElementsByTagName(tag);
            for (int i = 0; i < elements.getLength(); i++) {
                String artifact = ((Element) elements.item(i)).getElementsByTagName("artifactId").item(0)
                        .getTextContent();
                if (!text.contains("`" + artifact + "`")) {
                    unexplained.add(artifact);
                }
            }
        }
        assertThat(unexplained).as("artifacts of pom.xml that docs/dependencies.md does not name in backticks")
                .isEmpty();
    }

    private static Set<String> namesInTheJdk() throws IOException {
        Path base = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");
        try (Stream<Path> files = Files.walk(base)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".class"))
                    .map(name -> name.substring(0, name.length() - ".class".length())).collect(Collectors.toSet());
        }
    }
}
