package dev.assay.check.panics;

import dev.assay.check.panics.Coverage.NotScanned;
import dev.assay.check.panics.Coverage.UnitSkipped;
import dev.assay.check.panics.Transfers.Transfer;
import dev.assay.image.Code;
import dev.assay.image.Function;
import dev.assay.image.Identity;
import dev.assay.image.Image;
import dev.assay.image.Value;
import dev.assay.machine.Flow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where can the Rust in an image panic?
///
/// Finds the panic entries, decodes every Rust function, and follows the location argument of each transfer to an
/// entry back to the constants it can be. C functions are not decoded; without debug information the whole code is
/// searched for bytes that look like a transfer to an entry, to find the Rust functions that have C names.
public final class PanicCheck {
    private final Image image;
    private final Use use;
    private final Map<String, Links.Raise> linked;
    private final Entries entries;
    private final LocationArguments locations;
    private final List<NotScanned> notScanned = new ArrayList<>();
    private List<Code> codes = List.of();
    private Transfers transfers;
    private Sites sites;

    private PanicCheck(Image image, Use use, Map<String, Links.Raise> linked) {
        this.image = image;
        this.use = use;
        this.linked = linked;
        this.locations = new LocationArguments(image.machine(), image.memory());
        this.entries = Entries.of(image);
        entries.addLinked(image.undefined(), linked);
        this.transfers = new Transfers(image, List.of());
        this.sites = find();
    }

    /// Runs the check.
    ///
    /// @param path of the image, as the user named it
    /// @param use  what the answer is for
    public static ImagePanics run(Image image, String path, Use use) {
        return run(image, path, use, Map.of());
    }

    /// The same with what other images of the kernel have told.
    static ImagePanics run(Image image, String path, Use use, Map<String, Links.Raise> linked) {
        PanicCheck check = new PanicCheck(image, use, linked);
        List<Site> found = Fingerprints.assign(check.sites.all());
        return new ImagePanics(check.identity(path), check.coverage(found), found,
                use.evidence() ? Evidence.of(image, check.entries, check.transfers, check.sites) : Evidence.NONE,
                check.links());
    }

    /// Finds the sites; again, as long as that brings up Rust functions with C names that were not searched before.
    private Sites find() {
        PlainNames plainNames = new PlainNames(image);
        boolean byName = image.rustUnits().isEmpty();
        if (byName) {
            image.addRustFunctions(plainNames.reaching(entries.all().stream().map(Entry::address).toList()));
        }
        while (true) {
            Sites found = findOnce();
            Collection<Function> more = byName ? plainNames.reaching(found.passThroughs()) : List.of();
            if (more.isEmpty()) {
                return found;
            }
            image.addRustFunctions(more);
        }
    }

    private Sites findOnce() {
        notScanned.clear();
        codes = new ArrayList<>();
        for (Function function : image.functions()) {
            if (image.hasBytes(function)) {
                codes.add(image.code(function));
            } else {
                notScanned.add(new NotScanned(function.symbol(), "its code is not in this file"));
            }
        }
        transfers = new Transfers(image, codes);
        entries.addSelfChecked(codes, transfers);
        Flows flows = new Flows(image, target -> entries.neverReturns(transfers.resolve(target)));
        addThroughRegisters(flows);
        addWhatCallersKnow(flows);
        for (Code code : codes) {
            undecodable(code).ifPresent(notScanned::add);
        }
        return Sites.find(image, use, entries, transfers, flows, locations, linked);
    }

    /// Calls through a register that can only hold one address are as good as direct ones. Data flow is asked only in
    /// functions that bring the address of an entry into a register at all.
    private void addThroughRegisters(Flows flows) {
        for (Code code : codes) {
            List<Integer> indirect = throughRegisters(code);
            if (indirect.isEmpty() || !image.mentions(code, number -> entries.at(number).isPresent())) {
                continue;
            }
            for (int instruction : indirect) {
                Optional.ofNullable(flows.of(code).get(instruction))
                        .map(state -> state.register(code.targetRegister(instruction))).filter(Value::isConstant)
                        .map(value -> value.constant() + code.targetDisplacement(instruction))
                        .map(target -> new Transfer(code, instruction, transfers.resolve(target)))
                        .ifPresent(transfers::add);
            }
        }
    }

    private static List<Integer> throughRegisters(Code code) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < code.count(); i++) {
            Flow flow = code.flow(i);
            if ((flow == Flow.INDIRECT_CALL || flow == Flow.INDIRECT_JUMP) && code.targetRegister(i) >= 0) {
                found.add(i);
            }
        }
        return found;
    }

    /// An undefined function of Rust's library that nobody knows by name is an entry if every caller hands it a
    /// location and none goes on behind the call.
    private void addWhatCallersKnow(Flows flows) {
        image.undefined().forEach((address, name) -> {
            List<Transfer> callers = transfers.to(address);
            if (entries.at(address).isEmpty() && !callers.isEmpty() && Entries.isLibrary(name)
                    && callers.stream().allMatch(Ends::nothingFollows)
                    && callers.stream().allMatch(t -> locations.anyArgument(flows.inBlock(t)))) {
                entries.add(address, name, Entry.Source.CALLERS);
            }
        });
    }

    private Optional<NotScanned> undecodable(Code code) {
        for (int i = 0; i < code.count(); i++) {
            if (code.flow(i) == Flow.INVALID && (i == 0 || fallsThrough(code, i - 1))) {
                return Optional.of(new NotScanned(code.function().symbol(),
                        "no instruction at %s+0x%x".formatted(code.function().symbol(), code.offset(i))));
            }
        }
        return Optional.empty();
    }

    private boolean fallsThrough(Code code, int i) {
        Flow flow = code.flow(i);
        return flow.fallsThrough()
                && !(flow == Flow.CALL && entries.neverReturns(transfers.resolve(code.target(i))));
    }

    private ImagePanics.Identity identity(String path) {
        Identity identity = image.identity();
        return new ImagePanics.Identity(path, identity.kind(), image.machine().name(),
                identity.release().orElse(null), identity.buildId().orElse(null), identity.rustc(), image.names(),
                image.debugFile().orElse(null));
    }

    private Links links() {
        Map<String, Links.Raise> raises = new HashMap<>();
        for (Entry entry : entries.all()) {
            Links.Raise raise = new Links.Raise(entry.path(), entry.kind(), Optional.empty(), Optional.empty(), false);
            image.functionStartingAt(entry.address())
                    .ifPresent(function -> function.aliases().forEach(name -> raises.put(name, raise)));
        }
        sites.passedOn().forEach((function, raise) -> function.aliases().forEach(name -> raises.put(name, raise)));
        Set<String> wants = new HashSet<>();
        image.undefined().forEach((address, name) -> {
            if (entries.at(address).isEmpty() && !linked.containsKey(name) && !transfers.to(address).isEmpty()) {
                wants.add(name);
            }
        });
        return new Links(raises, wants);
    }

    private Coverage coverage(List<Site> found) {
        List<String> notes = new ArrayList<>(image.troubles());
        notes.addAll(sites.notes());
        int functions = image.functions().size();
        return new Coverage(functions, functions - notScanned.size(),
                image.functions().stream().mapToLong(Function::size).sum(), entries.all().size(), sites.transfers(),
                count(found, Role.MACHINERY), count(found, Role.PASS_THROUGH),
                entries.all().stream().filter(PanicCheck::onlySelfCheck).map(Entry::path).sorted().toList(), notScanned,
                image.skippedUnits().stream().map(unit -> new UnitSkipped(unit.offset(), unit.why())).toList(), notes,
                !image.rustUnits().isEmpty());
    }

    private static boolean onlySelfCheck(Entry entry) {
        return entry.source() == Entry.Source.SELF_CHECK || entry.source() == Entry.Source.CALLERS;
    }

    private static int count(List<Site> sites, Role role) {
        return (int) sites.stream().filter(site -> site.role() == role).count();
    }
}
