package dev.assay.check.panics;

import dev.assay.elf.Section;
import dev.assay.image.Code;
import dev.assay.image.Function;
import dev.assay.image.Image;
import dev.assay.machine.TransferScan;
import dev.assay.machine.Veneers;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds the Rust functions that have C names (`#[no_mangle]`) in an image without debug information: those that
/// transfer control to something only Rust calls. The bytes of all code are searched, and what looks like such a
/// transfer is confirmed by decoding the function that the symbol table has around it.
final class PlainNames {
    private final Image image;
    private final Set<Long> searched = new HashSet<>();
    private @Nullable List<Long> stubs;

    PlainNames(Image image) {
        this.image = image;
    }

    /// Functions not yet known to be Rust that reach one of `targets`; a target searched for before is passed over.
    Collection<Function> reaching(Collection<Long> targets) {
        Set<Long> set = new HashSet<>(targets.stream().filter(searched::add).toList());
        if (set.isEmpty()) {
            return List.of();
        }
        set.addAll(stubs().stream().filter(stub -> leadsTo(stub, set)).toList());
        List<Long> wanted = set.stream().sorted(Long::compareUnsigned).toList();
        Map<Long, Function> confirmed = new TreeMap<>();
        for (Section section : image.executableSections()) {
            TransferScan.scan(image.machine(), image.memory().contents(section), image.memory().address(section),
                    wanted.getFirst(), wanted.getLast(), set::contains,
                    address -> {
                        if (image.functionAround(address).isEmpty()) {
                            image.symbolAround(address).filter(function -> reaches(image.code(function), set))
                                    .ifPresent(function -> confirmed.put(function.address(), function));
                        }
                    });
        }
        return confirmed.values();
    }

    private List<Long> stubs() {
        if (stubs == null) {
            stubs = image.stubs();
        }
        return stubs;
    }

    private boolean leadsTo(long stub, Set<Long> targets) {
        OptionalLong destination = Veneers.destination(image.machine(), image.memory(), stub);
        return destination.isPresent() && targets.contains(destination.getAsLong());
    }

    private static boolean reaches(Code code, Set<Long> targets) {
        for (int i = 0; i < code.count(); i++) {
            if (code.flow(i).isDirect() && targets.contains(code.target(i))) {
                return true;
            }
        }
        return false;
    }
}
