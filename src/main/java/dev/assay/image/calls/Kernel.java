package dev.assay.image.calls;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The call graphs of one kernel's images, joined by name: what one of them calls and does not hold, another offers.
///
/// A node is a function of an image. Nodes and edges are numbered through, image after image; the edges that leave a
/// node follow each other. Does not change.
public final class Kernel {
    private final List<CallGraph> graphs;
    private final int[] nodeBase;
    private final int[] edgeBase;
    /// Where each node that another image holds goes on; itself for all others.
    private final Map<Integer, Integer> linked = new HashMap<>();
    private final int nodes;
    private final int edges;
    private int[] reverseStarts = {};
    private int[] reverseEdges = {};
    private int[] sources = {};

    /// Joins them.
    ///
    /// @param graphs of the images
    /// @param offers what each of them lets others call: address by name
    public Kernel(List<CallGraph> graphs, List<Map<String, Long>> offers) {
        this.graphs = List.copyOf(graphs);
        this.nodeBase = new int[graphs.size() + 1];
        this.edgeBase = new int[graphs.size() + 1];
        for (int i = 0; i < graphs.size(); i++) {
            nodeBase[i + 1] = Math.addExact(nodeBase[i], graphs.get(i).count());
            edgeBase[i + 1] = Math.addExact(edgeBase[i], graphs.get(i).edges());
        }
        this.nodes = nodeBase[graphs.size()];
        this.edges = edgeBase[graphs.size()];
        link(offers);
    }

    private void link(List<Map<String, Long>> offers) {
        for (int graph = 0; graph < graphs.size(); graph++) {
            CallGraph wanting = graphs.get(graph);
            for (int function = wanting.withCode(); function < wanting.count(); function++) {
                String name = wanting.symbol(function);
                for (int other = 0; other < graphs.size(); other++) {
                    Long address = other == graph ? null : offers.get(other).get(name);
                    int offered = address == null ? -1 : graphs.get(other).at(address);
                    if (offered >= 0 && offered < graphs.get(other).withCode()) {
                        linked.putIfAbsent(nodeBase[graph] + function, nodeBase[other] + offered);
                    }
                }
            }
        }
    }

    public List<CallGraph> graphs() {
        return graphs;
    }

    public int nodes() {
        return nodes;
    }

    public int edges() {
        return edges;
    }

    /// The node of a function.
    public int node(int graph, int function) {
        return nodeBase[graph] + function;
    }

    /// The number of the image that holds a node.
    public int graph(int node) {
        return index(nodeBase, node);
    }

    /// Of a node, in its own image.
    public int function(int node) {
        return node - nodeBase[graph(node)];
    }

    public CallGraph graphOf(int node) {
        return graphs.get(graph(node));
    }

    public String symbol(int node) {
        return graphOf(node).symbol(function(node));
    }

    /// Whether no image holds its code.
    public boolean isMissing(int node) {
        return function(node) >= graphOf(node).withCode() && !linked.containsKey(node);
    }

    /// The node that holds its code: of a function of another file that node's, if an image has it; else itself.
    public int holder(int node) {
        return linked.getOrDefault(node, node);
    }

    public int firstEdge(int node) {
        int graph = graph(node);
        return edgeBase[graph] + graphs.get(graph).firstEdge(node - nodeBase[graph]);
    }

    public int edgesEnd(int node) {
        int graph = graph(node);
        return edgeBase[graph] + graphs.get(graph).edgesEnd(node - nodeBase[graph]);
    }

    /// The node that an edge leads to; -1 if nobody knows.
    public int to(int edge) {
        int graph = index(edgeBase, edge);
        int function = graphs.get(graph).to(edge - edgeBase[graph]);
        if (function < 0) {
            return -1;
        }
        int node = nodeBase[graph] + function;
        return linked.isEmpty() ? node : linked.getOrDefault(node, node);
    }

    public Edge kind(int edge) {
        int graph = index(edgeBase, edge);
        return graphs.get(graph).kind(edge - edgeBase[graph]);
    }

    /// Of the instruction from the start of the function that the edge leaves, in bytes.
    public int offset(int edge) {
        int graph = index(edgeBase, edge);
        return graphs.get(graph).offset(edge - edgeBase[graph]);
    }

    /// The node that an edge leaves.
    public int from(int edge) {
        turn();
        return sources[edge];
    }

    /// How many edges lead to a node.
    public int callers(int node) {
        turn();
        return reverseStarts[node + 1] - reverseStarts[node];
    }

    /// One of the edges that lead to a node.
    public int caller(int node, int index) {
        return reverseEdges[reverseStarts[node] + index];
    }

    /// Sorts the edges by where they lead.
    private void turn() {
        if (reverseStarts.length > 0) {
            return;
        }
        int[] starts = new int[nodes + 1];
        int[] from = new int[edges];
        int[] target = new int[edges];
        for (int node = 0; node < nodes; node++) {
            int end = edgesEnd(node);
            for (int edge = firstEdge(node); edge < end; edge++) {
                from[edge] = node;
                target[edge] = to(edge);
                if (target[edge] >= 0) {
                    starts[target[edge] + 1]++;
                }
            }
        }
        for (int node = 0; node < nodes; node++) {
            starts[node + 1] += starts[node];
        }
        int[] next = Arrays.copyOf(starts, starts.length);
        int[] order = new int[starts[nodes]];
        for (int edge = 0; edge < edges; edge++) {
            if (target[edge] >= 0) {
                order[next[target[edge]]++] = edge;
            }
        }
        sources = from;
        reverseEdges = order;
        reverseStarts = starts;
    }

    private static int index(int[] bases, int value) {
        if (bases.length == 2) {
            return 0;
        }
        int found = Arrays.binarySearch(bases, value);
        // Of images without a node the last has the base too.
        while (found >= 0 && found + 1 < bases.length && bases[found + 1] == value) {
            found++;
        }
        return found >= 0 ? found : -found - 2;
    }
}
