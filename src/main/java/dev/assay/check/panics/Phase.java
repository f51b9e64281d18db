package dev.assay.check.panics;

/// When the code of a site can run.
public enum Phase {
    /// In `.init.text` or a section of its kind: while booting or loading.
    INIT("init"),
    /// In `.exit.text`: while unloading.
    EXIT("exit"),
    RUNTIME("runtime");

    private final String id;

    Phase(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
