package dev.assay.check.panics;

import dev.assay.dwarf.InlineChain;
import dev.assay.image.Image;
import dev.assay.rust.Library;
import dev.assay.rust.MangledName;
import dev.assay.rust.SourceLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where in the source a site comes from: the inline chain of DWARF, and the first frame outside Rust's library.
public final class Frames {
    private final Image image;
    private final Map<String, String> paths = new HashMap<>();

    public Frames(Image image) {
        this.image = image;
    }

    /// A site's inline chain, innermost first, the enclosing function last; empty without debug information.
    List<Frame> inlined(long address) {
        return frames(image.inlineChain(address));
    }

    /// The same of an instruction in any language.
    public List<Frame> ofAny(long address) {
        return frames(image.inlineChainOfAny(address));
    }

    private List<Frame> frames(Optional<InlineChain> chain) {
        if (chain.isEmpty()) {
            return List.of();
        }
        String folder = chain.get().subprogram().unit().compDir().orElse("");
        List<Frame> frames = new ArrayList<>();
        for (dev.assay.dwarf.Frame frame : chain.get().frames()) {
            frames.add(new Frame(name(frame), relative(frame.file(), folder), frame.line(), frame.column()));
        }
        return frames;
    }

    /// The first frame outside the library, where a reader of the driver would look.
    ///
    /// Without debug information the enclosing function is all there is; its line is known if the location is not in
    /// the library.
    ///
    /// @param function demangled name of the enclosing function
    /// @param crate    that defines it
    static @Nullable Frame origin(List<Frame> inlined, String function, String crate,
            @Nullable SourceLocation location) {
        SourceLocation outside = location == null || Library.inside(location.file()).isPresent() ? null : location;
        for (Frame frame : inlined) {
            if (!isLibraryFrame(frame)) {
                return frame.line() == 0 && outside != null ? at(frame.function(), outside) : frame;
            }
        }
        if (outside != null) {
            return at(function, outside);
        }
        return inlined.isEmpty() && !Library.isCrate(crate) ? new Frame(function, null, 0, 0) : null;
    }

    private static Frame at(String function, SourceLocation location) {
        return new Frame(function, location.file(), location.line(), location.column());
    }

    private static boolean isLibraryFrame(Frame frame) {
        String file = frame.file();
        if (file != null) {
            return Library.inside(file).isPresent();
        }
        String path = frame.function().startsWith("<") ? frame.function().substring(1) : frame.function();
        int end = path.indexOf("::");
        return end > 0 && Library.isCrate(path.substring(0, end));
    }

    private String name(dev.assay.dwarf.Frame frame) {
        String linkage = frame.linkageName();
        if (linkage != null) {
            return paths.computeIfAbsent(linkage, symbol -> MangledName.of(symbol).path());
        }
        String path = frame.function();
        return path == null ? "?" : path;
    }

    private static @Nullable String relative(@Nullable String file, String folder) {
        return file != null && !folder.isEmpty() && file.startsWith(folder + "/") ? file.substring(folder.length() + 1)
                : file;
    }
}
