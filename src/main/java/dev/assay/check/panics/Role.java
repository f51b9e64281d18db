package dev.assay.check.panics;

/// What a transfer to a panic entry is to the reader.
public enum Role {
    /// A place where Rust code can panic.
    SITE("site"),
    /// Inside a panic entry: how a panic is raised, not why.
    MACHINERY("machinery"),
    /// In a `#[track_caller]` function that hands its caller's location on; the callers are the sites.
    PASS_THROUGH("pass-through");

    private final String id;

    Role(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
