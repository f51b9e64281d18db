package dev.assay.archive;

/// Is told how far a walk has come. Called by all of its threads, often; what it does should be quick.
public interface Progress {
    /// Nobody looks.
    Progress NONE = new Progress() {};

    /// So many more files are known that will be looked at.
    default void found(long more) {}

    /// A thread turns to a file, which may turn out to be an archive.
    default void begun(String name) {}

    /// A thread is done with a file, well or badly.
    default void done(String name) {}
}
