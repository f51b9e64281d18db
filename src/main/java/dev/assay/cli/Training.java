package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// The run that the launcher makes the AOT cache from: what starts fast later is what ran here. Arguments are the
/// number of rounds, then command lines separated by `--then`. What they print is thrown away.
final class Training {
    private static final String NEXT = "--then";

    private Training() {}

    public static void main(String[] args) {
        PrintStream nowhere = new PrintStream(
                new BufferedOutputStream(new Output(OutputStream.nullOutputStream())), false, UTF_8);
        int rounds = Integer.parseInt(args[0]);
        for (int round = 0; round < rounds; round++) {
            for (String[] line : lines(args)) {
                var _ = Main.run(line, nowhere, nowhere);
            }
        }
    }

    private static List<String[]> lines(String[] args) {
        List<String[]> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        for (int i = 1; i <= args.length; i++) {
            if (i == args.length || args[i].equals(NEXT)) {
                lines.add(line.toArray(String[]::new));
                line.clear();
            } else {
                line.add(args[i]);
            }
        }
        return lines;
    }
}
