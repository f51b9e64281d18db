package dev.assay.check.show;

import dev.assay.btf.Btf;
import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.OpenFile;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.elf.AddressSpace;
import dev.assay.elf.Exports;
import dev.assay.elf.Section;
import dev.assay.image.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether the names that kallsyms gave agree with what else a kernel says about itself: the symbols that it exports
/// (`__ksymtab`) and the functions that BTF describes. None of these readers knows of the others.
final class CrossCheck {
    private final Names names;
    private final OpenFile file;
    private final Map<String, Long> addresses = new HashMap<>();
    private final Map<String, Set<Long>> more = new HashMap<>();
    private final List<String> agreed = new ArrayList<>();
    private final List<String> doubts = new ArrayList<>();

    private CrossCheck(Names names, OpenFile file) {
        this.names = names;
        this.file = file;
        for (int i = 1; i < names.symbols().count(); i++) {
            Long other = addresses.putIfAbsent(names.symbols().name(i), names.symbols().value(i));
            if (other != null) { // static functions of several files may have one name
                more.computeIfAbsent(names.symbols().name(i), name -> new HashSet<>()).add(names.symbols().value(i));
            }
        }
    }

    /// What was compared.
    ///
    /// @param agreed one line for each source, with counts
    /// @param doubts what does not fit; empty if all is well
    record Outcome(List<String> agreed, List<String> doubts) {}

    /// Compares, if the names are those of kallsyms.
    static Outcome of(Names names, OpenFile file) {
        if (!names.source().equals("kallsyms")) {
            return new Outcome(List.of(), List.of());
        }
        CrossCheck check = new CrossCheck(names, file);
        check.attempt("exports", check::exports);
        check.attempt("BTF", check::functions);
        return new Outcome(check.agreed, check.doubts);
    }

    private void attempt(String what, Runnable step) {
        try {
            step.run();
        } catch (MalformedFileException | UnsupportedFormatException e) {
            doubts.add("%s could not be compared: %s".formatted(what, e.getMessage()));
        }
    }

    private void exports() {
        AddressSpace memory = AddressSpace.of(names.elf(), names.symbols(), file.arena());
        Optional<Exports> found = names.elf().section("__ksymtab").isPresent()
                ? Optional.of(Exports.of(names.elf(), memory))
                : ranges().flatMap(ranges -> Exports.of(memory, ranges));
        if (found.isEmpty() || found.get().count() == 0) {
            return;
        }
        Exports exports = found.get();
        int same = 0;
        int absent = 0;
        List<String> others = new ArrayList<>();
        for (int i = 0; i < exports.count(); i++) {
            Long address = addresses.get(exports.name(i));
            if (address == null) {
                absent++; // data, where kallsyms has functions only
            } else if (address == exports.address(i)
                    || more.getOrDefault(exports.name(i), Set.of()).contains(exports.address(i))) {
                same++;
            } else {
                others.add(exports.name(i));
            }
        }
        agreed.add("%d of %d exported symbols have the address that kallsyms gives%s".formatted(same, exports.count(),
                absent == 0 ? "" : ", %d are not in it".formatted(absent)));
        if (!others.isEmpty()) {
            doubts.add("exported symbols at another address than kallsyms has: %d, the first is %s".formatted(
                    others.size(), others.getFirst()));
        }
    }

    private Optional<Exports.Ranges> ranges() {
        Long start = addresses.get("__start___ksymtab");
        Long stop = addresses.get("__stop___ksymtab");
        if (start == null || stop == null) {
            return Optional.empty();
        }
        return Optional.of(new Exports.Ranges(start, stop, addresses.getOrDefault("__start___ksymtab_gpl", 0L),
                addresses.getOrDefault("__stop___ksymtab_gpl", 0L),
                addresses.getOrDefault("__start___kflagstab", 0L)));
    }

    private void functions() {
        Optional<Section> section = names.elf().section(".BTF");
        if (section.isEmpty()) {
            return;
        }
        List<String> functions = Btf.read(names.elf().raw(section.get())).functionNames();
        long known = functions.stream().filter(addresses::containsKey).count();
        // The compiler may have cloned a function, and left no copy with its plain name.
        agreed.add("%d of %d functions of BTF are in kallsyms by their plain names".formatted(known,
                functions.size()));
        if (known < functions.size() / 2) {
            doubts.add("most functions that BTF describes are not in kallsyms");
        }
    }
}
