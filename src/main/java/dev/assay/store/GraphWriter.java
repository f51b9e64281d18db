package dev.assay.store;

import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Site;
import dev.assay.rust.MangledName;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the call graph of a snapshot, and finds the function that holds each site.
final class GraphWriter implements Calls.Sink, AutoCloseable {
    private final Database database;
    private final Numbers<String> texts;
    private final Map<String, Integer> images = new HashMap<>();
    private final Rows functions;
    private final Rows edges;
    private final Rows roots;
    /// By image and symbol, the sites whose function is still to be found.
    private final List<Map<String, List<Integer>>> wanted = new ArrayList<>();
    private final List<Site> sites = new ArrayList<>();
    private final int[] holders;
    private int functionCount;
    private int edgeCount;

    GraphWriter(Database database, int snapshot, Panics panics, Numbers<String> texts) throws SQLException {
        this.database = database;
        this.texts = texts;
        for (ImagePanics image : panics.images()) {
            images.putIfAbsent(image.image().path(), images.size());
            Map<String, List<Integer>> bySymbol = new HashMap<>();
            for (Site site : image.sites()) {
                for (String alias : site.aliases()) {
                    bySymbol.computeIfAbsent(alias, name -> new ArrayList<>(1)).add(sites.size());
                }
                sites.add(site);
            }
            wanted.add(bySymbol);
        }
        this.holders = new int[sites.size()];
        Arrays.fill(holders, -1);
        this.functions = new Rows(database, "functions", snapshot);
        this.edges = new Rows(database, "edges", snapshot);
        this.roots = new Rows(database, "roots", snapshot);
    }

    /// The function of each site, by the site's number; -1 where none has it.
    int[] holders() {
        return holders;
    }

    int functions() {
        return functionCount;
    }

    int edges() {
        return edgeCount;
    }

    private int image(String path) throws StoreException {
        Integer image = images.get(path);
        if (image == null) {
            throw new StoreException(path + ": has calls, but was not examined");
        }
        return image;
    }

    @Override
    public void function(String path, int number, String symbol, @Nullable String section, long offset,
            @Nullable Long address, long size, Calls.@Nullable Held held) throws IOException {
        int image = image(path);
        functionCount++;
        try {
            functions.row().put(image).put(number).put(symbol);
            if (symbol.startsWith("_R") || symbol.startsWith("_ZN")) {
                MangledName name = MangledName.of(symbol);
                functions.put(name.path()).put(name.crate().orElse(null));
            } else {
                functions.put((String) null).put((String) null);
            }
            functions.put(texts.of(section)).put(offset).putOrNull(address).put(size);
            if (held == null) {
                functions.put((String) null).put((String) null).end();
            } else {
                functions.put(image(held.image())).put(held.function()).end();
            }
        } catch (SQLException e) {
            throw Troubles.of(database.file(), e);
        }
        if (section != null) {
            hold(image, number, symbol, section, offset, size);
        }
    }

    /// Of functions with one name, as sections of their own or `static` in C, the place decides.
    private void hold(int image, int function, String symbol, String section, long offset, long size) {
        for (int site : wanted.get(image).getOrDefault(symbol, List.of())) {
            Site placed = sites.get(site);
            if (placed.section().equals(section) && placed.offset() - offset >= 0
                    && placed.offset() - offset < size && holders[site] < 0) {
                holders[site] = function;
            }
        }
    }

    @Override
    public void edges(String path, int[] callers, int[] callees, byte[] kinds, int[] offsets) throws IOException {
        edgeCount += callers.length;
        try {
            edges.row().put(image(path)).put(callers).put(callees).put(kinds).put(offsets).end();
        } catch (SQLException e) {
            throw Troubles.of(database.file(), e);
        }
    }

    @Override
    public void root(String path, int function, String kind, @Nullable String name, long slot) throws IOException {
        try {
            roots.row().put(image(path)).put(function).put(kind).put(name).put(slot).end();
        } catch (SQLException e) {
            throw Troubles.of(database.file(), e);
        }
    }

    @Override
    public void close() throws SQLException {
        try (functions; edges; roots) {
            // Each is flushed by being closed.
        }
    }
}
