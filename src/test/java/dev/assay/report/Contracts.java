package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The schemas of `docs/schema`, which refer to each other by their identifiers.
final class Contracts {
    static final JsonMapper JSON = new JsonMapper();

    private static final Path FOLDER = Path.of("docs/schema");
    private static final List<String> NAMES = List.of("panics", "why", "prove", "attributed", "gate", "diff", "sql");

    private Contracts() {}

    /// What is wrong with an answer; empty if nothing is.
    static List<Error> problems(String name, String answer) throws IOException {
        Map<String, String> schemas = new HashMap<>();
        for (String each : NAMES) {
            schemas.put(id(each), text(each));
        }
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(schemas)).getSchema(SchemaLocation.of(id(name)))
                .validate(answer, InputFormat.JSON);
    }

    static JsonNode schema(String name) throws IOException {
        return JSON.readTree(text(name));
    }

    /// Fields of an answer that its schema does not name or does not describe.
    static List<String> undescribed(String name, JsonNode answer) throws IOException {
        List<String> undescribed = new ArrayList<>();
        collect(new Place(schema(name), schema(name)), answer, "", undescribed);
        return undescribed;
    }

    /// A part of a schema.
    private record Place(JsonNode root, JsonNode part) {
        /// What a reference stands for; of a union, all of which are `null or …`, what is not null.
        Place resolved() throws IOException {
            if (part.has("$ref")) {
                String reference = part.get("$ref").asString();
                int fragment = reference.indexOf('#');
                JsonNode file = fragment == 0 ? root : schema(reference.substring(0, fragment).split(":", -1)[2]);
                return new Place(file, file.at(reference.substring(fragment + 1))).resolved();
            }
            return part.has("oneOf") ? new Place(root, part.get("oneOf").get(1)).resolved() : this;
        }
    }

    private static void collect(Place schema, JsonNode answer, String path, List<String> undescribed)
            throws IOException {
        Place resolved = schema.resolved();
        if (answer.isObject()) {
            for (Map.Entry<String, JsonNode> field : answer.properties()) {
                String name = path + "/" + field.getKey();
                Place described = new Place(resolved.root(), resolved.part().path("properties").path(field.getKey()));
                if (described.part().isMissingNode()) {
                    undescribed.add(name + " is not in the schema");
                } else if (!described.part().has("description") && !described.resolved().part().has("description")) {
                    undescribed.add(name + " has no description");
                } else {
                    collect(described, field.getValue(), name, undescribed);
                }
            }
        }
        for (JsonNode item : answer.isArray() ? answer.values() : List.<JsonNode>of()) {
            collect(new Place(resolved.root(), resolved.part().path("items")), item, path + "[]", undescribed);
        }
    }

    private static String id(String name) {
        return "urn:assay:" + name + ":1";
    }

    private static String text(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name + "-1.json"), UTF_8);
    }
}
