package dev.assay.archive;

import java.io.IOException;

/// Takes what the reader of a container finds. The reader goes on behind each member, whatever came of it.
interface Members {
    /// A member, whose bytes are the next `size` of `in`; afterwards `in` stands behind them.
    ///
    /// @param path of the member within the container, as it is written there
    void member(Input in, String path, long size, Limits.Nesting at) throws IOException;

    /// A member that only its decoder knows the size of. It is closed by who calls.
    void stream(Input member, Limits.Nesting at);

    /// What is left of `in` is the container's content, and has no name of its own.
    void content(Input in, Limits.Nesting at) throws IOException;

    /// A member that is certainly no code.
    void other();

    /// A member that cannot be read.
    void refused(String name, Exception why);

    Budget budget();

    /// The name of a member, for messages and answers.
    static String name(String container, String path) {
        String plain = path;
        while (plain.startsWith("./")) {
            plain = plain.substring(2);
        }
        return container + "!" + plain;
    }
}
