package dev.assay.image.calls;

import static dev.assay.testing.ElfBuilder.ALLOC;
import static dev.assay.testing.ElfBuilder.EXECUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.bytes.MappedFile;
import dev.assay.elf.Elf;
import dev.assay.elf.ElfType;
import dev.assay.elf.SectionType;
import dev.assay.elf.Symbols;
import dev.assay.image.DebugFiles;
import dev.assay.image.Image;
import dev.assay.testing.ElfBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Code that is not what its symbols say: an answer all the same, which says what it leaves out.
class MalformedCodeTest {
    private static final long TEXT = 0xffff_ffff_8100_0000L;
    private static final int CALL = 0xe8;
    private static final int JUMP = 0xe9;
    private static final int RETURN = 0xc3;
    private static final int NOP = 0x90;

    @TempDir private Path folder;

    /// Code of x86-64 under construction.
    private static final class Code {
        private final byte[] bytes;

        Code(int size) {
            bytes = new byte[size];
            Arrays.fill(bytes, (byte) 0xcc);
        }

        Code put(int offset, int... values) {
            for (int i = 0; i < values.length; i++) {
                bytes[offset + i] = (byte) values[i];
            }
            return this;
        }

        /// `opcode`, and the distance to `target`.
        Code transfer(int offset, int opcode, int target) {
            put(offset, opcode);
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(offset + 1, target - (offset + 5));
            return this;
        }

        ElfBuilder linked() {
            return new ElfBuilder(ElfType.EXEC, Elf.X86_64).section(".text", SectionType.PROGBITS, ALLOC | EXECUTE,
                    TEXT, 16, bytes);
        }
    }

    private static ElfBuilder function(ElfBuilder elf, String name, int offset, int size) {
        return elf.symbol(name, Symbols.FUNC, ".text", TEXT + offset, size);
    }

    private CallGraph graph(ElfBuilder elf) throws IOException {
        Path file = Files.write(folder.resolve("test.elf"), elf.build().bytes());
        try (MappedFile mapped = MappedFile.open(file, "test.elf")) {
            CallGraph graph = CallGraph.of(Image.open(mapped, DebugFiles.NONE), 2);
            graph.keepNames();
            return graph;
        }
    }

    private static List<String> edges(CallGraph graph) {
        List<String> edges = new ArrayList<>();
        for (int function = 0; function < graph.withCode(); function++) {
            for (int edge = graph.firstEdge(function); edge < graph.edgesEnd(function); edge++) {
                edges.add("%s+0x%x %s %s".formatted(graph.symbol(function), graph.offset(edge), graph.kind(edge),
                        graph.to(edge) < 0 ? "-" : graph.symbol(graph.to(edge))));
                assertThat(graph.to(edge) < 0).isEqualTo(graph.kind(edge).isOpen());
            }
        }
        return edges;
    }

    @Test
    void overlappingFunctionsBothHaveTheEdge() throws IOException {
        Code code = new Code(64).transfer(8, CALL, 48).put(13, RETURN).put(48, RETURN);
        ElfBuilder elf = function(function(function(code.put(0, NOP, NOP, NOP, NOP, NOP, NOP, NOP, NOP).linked(),
                "outer", 0, 32), "inner", 4, 12), "callee", 48, 16);

        assertThat(edges(graph(elf))).containsExactly("outer+0x8 CALL callee", "inner+0x4 CALL callee");
    }

    @Test
    void functionsWithoutSizeEndAtTheNext() throws IOException {
        Code code = new Code(64).transfer(0, CALL, 32).put(5, RETURN).transfer(16, JUMP, 0).put(32, RETURN);
        ElfBuilder elf = function(function(function(code.linked(), "first", 0, 0), "second", 16, 0), "last", 32, 0);
        CallGraph graph = graph(elf);

        assertThat(edges(graph)).containsExactly("first+0x0 CALL last", "second+0x0 JUMP first");
        assertThat(graph.size(graph.at(TEXT))).isEqualTo(16);
        assertThat(graph.size(graph.at(TEXT + 32))).isEqualTo(32);
    }

    @Test
    void aCallIntoCodeWithoutSymbolsGoesOn() throws IOException {
        Code code = new Code(64).transfer(0, CALL, 24).put(5, RETURN).transfer(24, JUMP, 48).put(48, RETURN);
        CallGraph graph = graph(function(function(code.linked(), "caller", 0, 6), "callee", 48, 1));

        assertThat(edges(graph)).containsExactly("caller+0x0 CALL code at .text+0x18",
                "code at .text+0x18+0x0 JUMP callee");
        assertThat(graph.notes()).isEmpty();
    }

    @Test
    void bytesThatAreNoInstructionAreNamed() throws IOException {
        // 0x06 is no instruction in 64-bit mode.
        Code code = new Code(64).put(0, NOP, 0x06).transfer(2, CALL, 32).put(7, RETURN).put(32, RETURN);
        CallGraph graph = graph(function(function(code.linked(), "data_inside", 0, 8), "callee", 32, 1));

        assertThat(edges(graph)).containsExactly("data_inside+0x1 UNDECODABLE -", "data_inside+0x2 CALL callee");
        assertThat(graph.notes()).containsExactly(
                "1 place where control would come to bytes that are no instruction: data_inside+0x1");
    }

    @Test
    void truncatedCodeIsNamed() throws IOException {
        Code code = new Code(64).transfer(0, CALL, 32).put(5, RETURN).put(32, RETURN).put(60, NOP, CALL, 0, 0);
        CallGraph graph = graph(function(function(function(code.linked(), "first", 0, 6), "callee", 32, 1),
                "cut", 60, 400));

        assertThat(edges(graph)).contains("first+0x0 CALL callee", "cut+0x1 UNDECODABLE -");
        assertThat(graph.size(graph.at(TEXT + 60))).isEqualTo(4);
        assertThat(graph.notes()).singleElement().asString().contains("cut+0x1");
    }

    @Test
    void destinationsThatAreNoCodeAreOpen() throws IOException {
        Code code = new Code(64).transfer(0, CALL, 0x10_0000).transfer(5, CALL, 32).put(10, RETURN).put(32, RETURN);
        CallGraph graph = graph(function(function(code.linked(), "astray", 0, 11), "callee", 32, 1));

        assertThat(edges(graph)).containsExactly("astray+0x0 UNDECODABLE -", "astray+0x5 CALL callee");
        assertThat(graph.notes()).singleElement().asString().contains("astray+0x0");
    }

    @Test
    void constantsThatAreNoCodeStayUnresolvedAndNullIsNotCalled() throws IOException {
        Code code = new Code(64)
                .put(0, 0x48, 0xc7, 0xc0, 0x78, 0x56, 0x34, 0x12) // mov $0x12345678, %rax
                .put(7, 0xff, 0xd0) // call *%rax
                .put(9, 0x31, 0xc0) // xor %eax, %eax
                .put(11, 0xff, 0xd0, RETURN);
        CallGraph graph = graph(function(code.linked(), "caller", 0, 14));

        assertThat(edges(graph)).containsExactly("caller+0x7 INDIRECT_CALL -");
        assertThat(graph.notes()).isEmpty();
    }

    @Test
    void aBranchIntoTheMiddleLeadsToTheFunction() throws IOException {
        Code code = new Code(64).put(0, 0x74, 34, RETURN).put(32, NOP, NOP, NOP, NOP, NOP, RETURN); // je 36
        CallGraph graph = graph(function(function(code.linked(), "brancher", 0, 3), "target", 32, 6));

        assertThat(edges(graph)).containsExactly("brancher+0x0 BRANCH target");
    }

    @Test
    void aRelocationInsideOfAnInstructionDoesNoHarm() throws IOException {
        ElfBuilder elf = new ElfBuilder(ElfType.REL, Elf.X86_64)
                .section(".text", SectionType.PROGBITS, ALLOC | EXECUTE, 0, 16,
                        new Code(32).put(0, NOP, NOP, 0x48, 0x89, 0xc3, NOP, NOP, RETURN).transfer(16, CALL, 0)
                                .put(21, RETURN).bytes)
                .symbol("odd", Symbols.FUNC, ".text", 0, 8).symbol("caller", Symbols.FUNC, ".text", 16, 6)
                .symbol("elsewhere", Symbols.NOTYPE, ElfBuilder.UNDEFINED, 0, 0)
                .relocation(".text", 3, 4, "elsewhere", -4).relocation(".text", 17, 4, "elsewhere", -4);

        assertThat(edges(graph(elf))).contains("caller+0x0 CALL elsewhere");
    }

    /// No recursion, and no time that grows faster than the graph.
    @Test
    void aMillionEdges() throws IOException {
        int functions = 200_000;
        int size = 32;
        byte[] text = new byte[functions * size];
        ByteBuffer out = ByteBuffer.wrap(text).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < functions; i++) {
            for (int call = 0; call < 5; call++) {
                // In a circle, and to four others.
                int target = call == 4 ? (i + 1) % functions : (int) ((i * 7919L + call * 104_729L) % functions);
                target = target == i ? (i + 2) % functions : target;
                int at = i * size + call * 5;
                out.put(at, (byte) (call == 4 ? JUMP : CALL)).putInt(at + 1, target * size - (at + 5));
            }
        }
        ElfBuilder elf = new ElfBuilder(ElfType.EXEC, Elf.X86_64).section(".text", SectionType.PROGBITS,
                ALLOC | EXECUTE, TEXT, 16, text);
        for (int i = 0; i < functions; i++) {
            function(elf, "f" + i, i * size, 25);
        }
        CallGraph graph = graph(elf);

        assertThat(graph.count()).isEqualTo(functions);
        assertThat(graph.edges()).isEqualTo(5 * functions);
        assertThat(graph.kind(graph.edgesEnd(0) - 1)).isEqualTo(Edge.JUMP);
        assertThat(graph.to(graph.edgesEnd(0) - 1)).isEqualTo(graph.at(TEXT + size));
        assertThat(graph.notes()).isEmpty();
    }
}
