package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private static Terminal terminal(boolean interactive, Map<String, String> environment) {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
        return Terminal.of(nowhere, nowhere, interactive, false, environment::get);
    }

    @Test
    void colourNeedsATerminalThatKnowsIt() {
        assertThat(terminal(true, Map.of("TERM", "xterm")).colour()).isTrue();
        assertThat(terminal(true, Map.of("TERM", "xterm", "NO_COLOR", "")).colour()).isTrue();
        assertThat(terminal(true, Map.of("TERM", "xterm", "NO_COLOR", "1")).colour()).isFalse();
        assertThat(terminal(true, Map.of("TERM", "dumb")).colour()).isFalse();
        assertThat(terminal(true, Map.of()).colour()).isFalse();
        assertThat(terminal(false, Map.of("TERM", "xterm")).colour()).isFalse();
    }

    @Test
    void widthIsTakenFromTheShellIfItIsOne() {
        assertThat(terminal(true, Map.of("COLUMNS", "132")).columns()).isEqualTo(132);
        assertThat(terminal(true, Map.of("COLUMNS", "wide")).columns()).isZero();
        assertThat(terminal(true, Map.of("COLUMNS", "99999")).columns()).isZero();
        assertThat(terminal(false, Map.of("COLUMNS", "132")).columns()).isZero();
    }
}
