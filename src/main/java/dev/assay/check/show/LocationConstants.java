package dev.assay.check.show;

import dev.assay.bytes.Memory;
import dev.assay.machine.Machine;
import dev.assay.machine.StraightLine;
import dev.assay.rust.SourceLocation;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/// Finds where the `Location` constants are that a function mentions, by a sweep over its instructions in order.
///
/// Does not heed branches, so it may put together what never meets; what it finds is a location all the same.
final class LocationConstants extends StraightLine {
    private final Memory memory;
    private final Map<SourceLocation, Long> found = new TreeMap<>(
            Comparator.comparing(SourceLocation::toString));

    LocationConstants(Machine machine, Memory memory) {
        super(machine, memory);
        this.memory = memory;
    }

    /// Addresses by location.
    Map<SourceLocation, Long> found() {
        return found;
    }

    @Override
    protected void number(long value) {
        SourceLocation.read(memory, value).ifPresent(location -> found.putIfAbsent(location, value));
    }
}
