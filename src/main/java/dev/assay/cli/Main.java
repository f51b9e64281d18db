package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/// Where `assay` starts.
public final class Main {
    private static final int BUFFER = 1 << 16;

    /// In the order in which the help lists them.
    private static final List<Command> COMMANDS = List.of(
            new PanicsCommand(new PanicsAnswer()),
            new DiffCommand(new DiffAnswer()),
            new WhyCommand(new WhyAnswer()),
            new ProveCommand(new ProveAnswer()),
            new GateCommand(new GateAnswer(LocalDate::now)),
            new SnapshotCommand(new SnapshotAnswer(Instant::now)),
            new SqlCommand(new SqlAnswer()),
            new ShowCommand(new ShowAnswer()),
            new UnpackCommand(new UnpackAnswer()));

    private Main() {}

    static List<Command> commands() {
        return COMMANDS;
    }

    /// Ends the process with an [ExitStatus].
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT); // numbers in the answer and in messages do not depend on the reader's country
        // UTF-8 whatever the locale says: names in a kernel are not bound to the reader's machine.
        Output output = new Output(new FileOutputStream(FileDescriptor.out));
        PrintStream out = new PrintStream(new BufferedOutputStream(output, BUFFER), false, UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
        int status = run(args, out, err);
        out.flush();
        IOException failure = output.failure();
        if (failure != null && !Output.readerMayLeave()) {
            err.println("assay: standard output: " + failure.getMessage());
            status = ExitStatus.TROUBLE.code();
        }
        if (status != 0) {
            System.exit(status);
        }
    }

    /// Runs one command line without touching the process: nothing static is read or written but the
    /// properties that the launcher and the JVM set.
    ///
    /// @return the code of an [ExitStatus]
    public static int run(String[] args, PrintStream out, PrintStream err) {
        boolean interactive = "1".equals(System.getProperty("assay.tty"));
        boolean watched = "1".equals(System.getProperty("assay.watched"));
        return new Shell(COMMANDS).run(args, Terminal.of(out, err, interactive, watched, System::getenv)).code();
    }
}
