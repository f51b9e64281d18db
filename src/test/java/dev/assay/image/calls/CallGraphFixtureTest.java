package dev.assay.image.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.bytes.MappedFile;
import dev.assay.image.DebugFiles;
import dev.assay.image.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The edges of compiled files whose source has one of every kind (`fixtures/call-graph`).
class CallGraphFixtureTest {
    private static final Path FOLDER = Path.of("src/test/resources/fixtures/call-graph");

    /// `from KIND to`, for every edge; an open one has no `to`.
    private static List<String> edges(String file) throws IOException {
        try (MappedFile mapped = MappedFile.open(FOLDER.resolve(file), file)) {
            CallGraph graph = CallGraph.of(Image.open(mapped, DebugFiles.NONE), 1);
            assertThat(graph.notes()).isEmpty();
            List<String> edges = new ArrayList<>();
            for (int function = 0; function < graph.withCode(); function++) {
                for (int edge = graph.firstEdge(function); edge < graph.edgesEnd(function); edge++) {
                    int to = graph.to(edge);
                    edges.add((graph.symbol(function) + " " + graph.kind(edge) + " "
                            + (to < 0 ? "" : graph.symbol(to))).strip());
                }
            }
            return edges;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64", "riscv64", "loongarch64", "x86_64.o", "aarch64.o"})
    void everyKindOfTransferIsAnEdge(String file) throws IOException {
        List<String> edges = edges(file);

        assertThat(edges).contains("start_kernel CALL chain_first", "chain_first CALL chain_second",
                "chain_second CALL chain_third", "tail JUMP tail_target", "start_kernel ADDRESS handler",
                "start_kernel ADDRESS applied_first", "start_kernel ADDRESS applied_second", "apply INDIRECT_CALL",
                "dispatch INDIRECT_JUMP", "turn INDIRECT_CALL", "switch CALL arm",
                "even CALL odd", "odd CALL even");
        // There the slot's own address is loaded, from a table that may be written to.
        boolean unresolved = file.equals("loongarch64");
        assertThat(edges).contains(unresolved ? "through_slot INDIRECT_CALL" : "through_slot RESOLVED from_slot");
        // A jump table inside of a function is no edge; what is called through a resolved slot is not open.
        assertThat(edges).doesNotContain("switch INDIRECT_JUMP",
                unresolved ? "through_slot RESOLVED from_slot" : "through_slot INDIRECT_CALL");
        assertThat(edges).noneMatch(edge -> edge.endsWith(" nobody"));
        assertThat(edges).noneMatch(edge -> edge.contains("UNDECODABLE"));
    }

    @Test
    void withoutThePointerNothingLeadsToTheHandler() throws IOException {
        for (String file : List.of("x86_64-without-pointer", "aarch64-without-pointer")) {
            assertThat(edges(file)).as(file).noneMatch(edge -> edge.endsWith(" handler"));
        }
    }
}
