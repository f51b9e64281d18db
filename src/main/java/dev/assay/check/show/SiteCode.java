package dev.assay.check.show;

import java.util.List;

/// The answer to `assay show site`.
public sealed interface SiteCode {
    /// The code around the place.
    ///
    /// @param table    facts about the place, and an instruction in each row
    /// @param commands that show the same without us, for a shell
    record Found(Table table, List<String> commands) implements SiteCode {
        public Found {
            commands = List.copyOf(commands);
        }
    }

    /// There is no Rust code.
    ///
    /// @param why what was expected and what was found
    record Nowhere(String why) implements SiteCode {}
}
