package dev.assay.report;

import dev.assay.check.panics.Frame;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Phase;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.rust.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Builds a site for a test, with likely values for what the test does not care about.
final class SiteBuilder {
    private Role role = Role.SITE;
    private @Nullable Long address;
    private long offset;
    private String symbol = "_RNvCs1_6driver5probe";
    private List<String> aliases = List.of();
    private String function = "driver::probe";
    private String crate = "driver";
    private Kind kind = Kind.ADD_OVERFLOW;
    private @Nullable String entry;
    private @Nullable String message;
    private @Nullable SourceLocation location = new SourceLocation("drivers/driver.rs", 7, 9);
    private @Nullable String locationUnknown;
    private List<Frame> inlined = List.of();
    private Phase phase = Phase.RUNTIME;

    static SiteBuilder site() {
        return new SiteBuilder();
    }

    SiteBuilder role(Role newRole) {
        role = newRole;
        return this;
    }

    SiteBuilder address(long newAddress) {
        address = newAddress;
        return this;
    }

    SiteBuilder offset(long newOffset) {
        offset = newOffset;
        return this;
    }

    SiteBuilder symbol(String newSymbol, String... otherAliases) {
        symbol = newSymbol;
        aliases = List.of(otherAliases);
        return this;
    }

    SiteBuilder function(String newCrate, String newFunction) {
        crate = newCrate;
        function = newFunction;
        return this;
    }

    SiteBuilder kind(Kind newKind) {
        kind = newKind;
        return this;
    }

    SiteBuilder entry(String newEntry) {
        entry = newEntry;
        return this;
    }

    SiteBuilder message(String newMessage) {
        message = newMessage;
        return this;
    }

    SiteBuilder at(String file, long line, long column) {
        location = new SourceLocation(file, line, column);
        return this;
    }

    SiteBuilder nowhere(String why) {
        location = null;
        locationUnknown = why;
        return this;
    }

    SiteBuilder inlined(Frame... frames) {
        inlined = List.of(frames);
        return this;
    }

    SiteBuilder phase(Phase newPhase) {
        phase = newPhase;
        return this;
    }

    Site build() {
        List<String> names = new ArrayList<>(aliases);
        names.add(symbol);
        names.sort(null);
        String entered = entry == null
                ? "core::panicking::panic_const::panic_const_"
                        + kind.id().replace('-', '_').toLowerCase(Locale.ROOT)
                : entry;
        return new Site(
                role,
                address,
                ".text",
                offset,
                symbol,
                names,
                function,
                crate,
                kind,
                entered,
                message,
                location,
                locationUnknown,
                origin(),
                inlined,
                phase,
                "%016x".formatted((kind.id() + function).hashCode() & 0xffffffffL));
    }

    private @Nullable Frame origin() {
        return inlined.stream()
                .filter(frame -> frame.file() == null || !frame.file().contains("library/core/"))
                .findFirst()
                .orElse(null);
    }
}
