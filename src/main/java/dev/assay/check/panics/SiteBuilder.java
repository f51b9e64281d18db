package dev.assay.check.panics;

import dev.assay.check.panics.Transfers.Transfer;
import dev.assay.image.Function;
import dev.assay.image.Image;
import dev.assay.rust.MangledName;
import dev.assay.rust.SourceLocation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fills in a site what follows from its place alone: names, frames, phase.
final class SiteBuilder {
    private final Image image;
    private final Use use;
    private final Frames frames;
    private final Map<String, MangledName> names = new HashMap<>();
    private final Map<Long, List<Frame>> chains = new HashMap<>();

    SiteBuilder(Image image, Use use) {
        this.image = image;
        this.use = use;
        this.frames = new Frames(image);
    }

    Site site(Role role, Transfer call, Kind kind, Entry entry, @Nullable String message,
            @Nullable SourceLocation location, @Nullable String locationUnknown) {
        Function function = call.code().function();
        long address = call.address();
        MangledName name = names.computeIfAbsent(function.symbol(), MangledName::of);
        List<Frame> inlined = role == Role.MACHINERY && !use.machinery() ? List.of()
                : chains.computeIfAbsent(address, frames::inlined);
        String path = name.path();
        String crate = name.crate().orElseGet(() -> crateOfPlainName(inlined));
        return new Site(role, image.elf().isRelocatable() ? null : address, function.section().name(),
                address - image.memory().address(function.section()), function.symbol(), function.aliases(), path,
                crate, kind, entry.path(), message, location, locationUnknown,
                Frames.origin(inlined, path, crate, location), inlined, phase(function.section().name()), "");
    }

    /// A function that C calls by a plain name: the crate is that of its path in DWARF, else the module's own.
    private String crateOfPlainName(List<Frame> inlined) {
        if (!inlined.isEmpty()) {
            String path = inlined.getLast().function();
            int end = path.indexOf("::");
            if (end > 0 && path.charAt(0) != '<') {
                return path.substring(0, end);
            }
        }
        return image.identity().moduleName().orElse("unknown");
    }

    private static Phase phase(String section) {
        if (section.startsWith(".init")) {
            return Phase.INIT;
        }
        return section.startsWith(".exit") ? Phase.EXIT : Phase.RUNTIME;
    }
}
