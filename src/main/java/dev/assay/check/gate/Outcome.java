package dev.assay.check.gate;

/// What becomes of a site.
public enum Outcome {
    /// It may be there.
    ALLOWED("allowed"),
    /// It may not.
    FORBIDDEN("not-allowed"),
    /// It may be there as long as there are not too many.
    COUNTED("counted"),
    /// What decides on it is not known.
    UNKNOWN("unknown");

    private final String id;

    Outcome(String id) {
        this.id = id;
    }

    /// As the answers spell it.
    public String id() {
        return id;
    }
}
