package dev.assay.check.reach;

/// Whether anything is known to get to a place.
public enum ReachClass {
    /// There is a way from a root on which every edge is known.
    REACHED("reached"),
    /// Every way has an edge that is not known to be taken: somebody is handed the address of a function, and may
    /// call it.
    UNKNOWN_EDGES("only-through-unknown-edges"),
    /// Nothing that is known gets there, and nobody is handed its address.
    UNREACHED("not-reached");

    private final String id;

    ReachClass(String id) {
        this.id = id;
    }

    /// As the answers spell it.
    public String id() {
        return id;
    }
}
