package dev.assay.check.panics;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What images of one kernel tell each other about panics: a module calls functions of the kernel, and of other
/// modules, by name, and only there it shows that they panic.
///
/// @param raises what the image's own functions do that panic on behalf of their callers, by mangled name
/// @param wants  Rust functions of other images that it calls, and of which it does not know whether they panic
record Links(Map<String, Raise> raises, Set<String> wants) {
    static final Links NONE = new Links(Map.of(), Set.of());

    Links {
        raises = Map.copyOf(raises);
        wants = Set.copyOf(wants);
    }

    /// A function whose callers are panic sites: a panic entry, or one that hands its caller's location on.
    ///
    /// @param entry    name of the panic entry that it is or leads to
    /// @param kind     of panic
    /// @param message  of the panic, where it is always the same
    /// @param argument number of the argument that is the location; empty where the calls tell, or there is none
    /// @param returns  whether it may return: it only panics if a check fails
    record Raise(String entry, Kind kind, Optional<String> message, Optional<Integer> argument, boolean returns) {}

    /// All that some images offer. Of a name that several have, the first counts: they are the same function.
    static Map<String, Raise> offered(Collection<ImagePanics> images) {
        Map<String, Raise> all = new HashMap<>();
        images.forEach(image -> image.links().raises().forEach(all::putIfAbsent));
        return all;
    }

    /// Whether something it wants is offered.
    boolean gainFrom(Map<String, Raise> offered) {
        return wants.stream().anyMatch(offered::containsKey);
    }
}
