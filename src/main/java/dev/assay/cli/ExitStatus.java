package dev.assay.cli;

/// What a command tells the shell that called it; the numbers are a promise to scripts.
public enum ExitStatus {
    /// Everything was answered, and there is nothing to act on.
    OK(0),
    /// The command found what it is there to find; a listing alone does not set this.
    FINDINGS(1),
    /// Wrong usage, or input that could not be read.
    TROUBLE(2),
    /// The answer is incomplete, and `--allow-unknown` was not given.
    INCOMPLETE(3),
    /// A bug in this program (`EX_SOFTWARE` of `sysexits.h`).
    BUG(70);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
