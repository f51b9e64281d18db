package dev.assay.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A process of its own that uses a store, for tests of what happens between processes, and to one that is killed.
final class Child {
    private Child() {}

    /// Starts one.
    static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                Child.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /// Runs `save FILE FROM COUNT`: saves synthetic snapshots and says when each is in; `limited …`: the same, once standard
    /// input has ended; `hold FILE read|write`: keeps the
    /// store open until standard input ends; `damaged FILE…`: looks into each, and says what came of it.
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[1]);
        switch (args[0]) {
            case "save", "limited" -> {
                if (args[0].equals("limited")) {
                    Store.read(file, patience(), Surveys.TOOL).close();
                    say("ready");
                    say("end " + System.in.read());
                }
                int first = Integer.parseInt(args[2]);
                for (int i = first; i < first + Integer.parseInt(args[3]); i++) {
                    say("begin " + i);
                    try (Store store = Store.write(file, patience(), Surveys.TOOL)) {
                        store.save(Synthetic.kept(i, 2000, 10_000), "s" + i, false);
                    } catch (StoreException trouble) {
                        say("trouble " + trouble.getMessage());
                        throw trouble;
                    }
                    say("saved " + i);
                }
            }
            case "hold" -> {
                try (Store store = args[2].equals("read") ? Store.read(file, patience(), Surveys.TOOL)
                        : Store.write(file, patience(), Surveys.TOOL)) {
                    say("held " + store.list().size());
                    int end = System.in.read();
                    say("end " + end);
                }
            }
            case "damaged" -> {
                for (int i = 1; i < args.length; i++) {
                    look(Path.of(args[i]));
                }
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void look(Path file) {
        try (Store store = Store.read(file, Patience.none(), Surveys.TOOL)) {
            for (Snapshot snapshot : store.list()) {
                store.load(snapshot);
            }
            say("read");
        } catch (IOException refused) {
            say("refused " + refused.getMessage());
        }
    }

    private static Patience patience() {
        return new Patience(Duration.ofSeconds(60), why -> say("waiting " + why));
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
