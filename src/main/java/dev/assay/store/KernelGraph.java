package dev.assay.store;

import dev.assay.check.reach.KernelCalls;
import dev.assay.image.calls.CallGraph;
import dev.assay.image.calls.CallGraph.Spot;
import dev.assay.image.calls.Kernel;
import dev.assay.image.roots.Root;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The call graph of a kernel that was examined.
///
/// @param calls as the search for callers had them
public record KernelGraph(KernelCalls calls) implements Calls {
    /// Edges that are handed over at once.
    private static final int CHUNK = 1 << 14;

    @Override
    public void writeTo(Sink sink) throws IOException {
        Kernel kernel = calls.kernel();
        List<String> images = calls.images();
        for (int image = 0; image < images.size(); image++) {
            CallGraph graph = kernel.graphs().get(image);
            for (int function = 0; function < graph.count(); function++) {
                function(sink, kernel, images, image, function);
            }
            edges(sink, images.get(image), graph);
            for (Root root : calls.roots(image)) {
                int function = graph.at(root.function());
                if (function >= 0) {
                    sink.root(images.get(image), function, root.kind().id(), calls.name(image, root).orElse(null),
                            root.slot());
                }
            }
        }
    }

    private static void function(Sink sink, Kernel kernel, List<String> images, int image, int function)
            throws IOException {
        CallGraph graph = kernel.graphs().get(image);
        String path = images.get(image);
        String symbol = graph.symbol(function);
        if (function >= graph.withCode()) {
            sink.function(path, function, symbol, null, 0, null, 0, held(kernel, images, image, function));
            return;
        }
        Spot spot = graph.spot(graph.address(function));
        sink.function(path, function, symbol, spot.section(), spot.offset(),
                graph.isLinked() ? graph.address(function) : null, graph.size(function), null);
    }

    private static @Nullable Held held(Kernel kernel, List<String> images, int image, int function) {
        int node = kernel.holder(kernel.node(image, function));
        int graph = kernel.graph(node);
        return graph == image ? null : new Held(images.get(graph), kernel.function(node));
    }

    private static void edges(Sink sink, String path, CallGraph graph) throws IOException {
        int[] callers = new int[CHUNK];
        int[] callees = new int[CHUNK];
        byte[] kinds = new byte[CHUNK];
        int[] offsets = new int[CHUNK];
        int count = 0;
        for (int function = 0; function < graph.count(); function++) {
            int end = graph.edgesEnd(function);
            for (int edge = graph.firstEdge(function); edge < end; edge++) {
                callers[count] = function;
                callees[count] = graph.to(edge);
                kinds[count] = graph.kindNumber(edge);
                offsets[count] = graph.offset(edge);
                if (++count == CHUNK) {
                    sink.edges(path, callers, callees, kinds, offsets);
                    count = 0;
                }
            }
        }
        if (count > 0) {
            sink.edges(path, Arrays.copyOf(callers, count), Arrays.copyOf(callees, count), Arrays.copyOf(kinds, count),
                    Arrays.copyOf(offsets, count));
        }
    }
}
