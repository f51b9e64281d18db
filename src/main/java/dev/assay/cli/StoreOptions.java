package dev.assay.cli;

import dev.assay.store.Patience;
import dev.assay.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/// Where snapshots are kept, for every command that uses them.
///
/// @param named by the user; null for the usual file
record StoreOptions(@Nullable Path named) {
    static Options addTo(Options options) {
        return options.addOption(Arguments.one("store", "FILE",
                "the file with the snapshots ($ASSAY_STORE, else ~/.local/share/assay/assay.duckdb)"));
    }

    static StoreOptions of(Arguments arguments) {
        return new StoreOptions(arguments.path("store"));
    }

    Path file() {
        return named != null ? named : Store.usual(System::getenv);
    }

    Store read(Terminal terminal) throws IOException {
        return Store.read(file(), patience(terminal), tool());
    }

    Store write(Terminal terminal) throws IOException {
        return Store.write(file(), patience(terminal), tool());
    }

    /// Somebody who watches is told why nothing happens.
    static Patience patience(Terminal terminal) {
        return Patience.usual(why -> {
            if (terminal.watched()) {
                Shell.say(terminal, why);
            }
        });
    }

    /// The version of this program.
    static String tool() {
        return Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "(not from its jar)");
    }
}
