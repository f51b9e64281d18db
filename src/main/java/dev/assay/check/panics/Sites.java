package dev.assay.check.panics;

import dev.assay.check.panics.Transfers.Transfer;
import dev.assay.image.Function;
import dev.assay.image.Image;
import dev.assay.image.State;
import dev.assay.image.Value;
import dev.assay.rust.SourceLocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Turns transfers to panic entries into sites: one for each location that data flow brings to the transfer.
///
/// Where a function hands on the location that it was given itself, its callers are the sites, and so on upwards.
final class Sites {
    private static int inOrder(Site a, Site b) {
        int bySection = a.section().compareTo(b.section());
        int byPlace = bySection != 0 ? bySection : Long.compare(a.offset(), b.offset());
        int byLocation = byPlace != 0 ? byPlace : text(a.location()).compareTo(text(b.location()));
        return byLocation != 0 ? byLocation : a.kind().compareTo(b.kind());
    }

    private static String text(@Nullable SourceLocation location) {
        return location == null ? "" : location.toString();
    }

    private final Map<String, Links.Raise> linked;
    private final Image image;
    private final Entries entries;
    private final Transfers transfers;
    private final Flows flows;
    private final LocationArguments locations;
    private final Messages messages;
    private final SiteBuilder builder;
    private final List<Site> sites = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<Transfer> asData = new LinkedHashSet<>();
    private final ArrayDeque<PassThrough> passThroughs = new ArrayDeque<>();
    private final Map<PassThrough, List<Cause>> causes = new HashMap<>();
    private int count;

    /// A function that hands its argument number `argument` to `entry` as the location.
    private record PassThrough(Function function, int argument) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof PassThrough that && that.function.address() == function.address()
                    && that.argument == argument;
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(function.address()) + argument;
        }
    }

    /// What a transfer leads to.
    private record Cause(Entry entry, Kind kind, @Nullable String message) {
        boolean isArithmetic() {
            return entry.path().contains("panic_const");
        }
    }

    private Sites(Image image, Use use, Entries entries, Transfers transfers, Flows flows,
            LocationArguments locations, Map<String, Links.Raise> linked) {
        this.linked = linked;
        this.image = image;
        this.entries = entries;
        this.transfers = transfers;
        this.flows = flows;
        this.locations = locations;
        this.messages = new Messages(image.machine(), image.memory());
        this.builder = new SiteBuilder(image, use);
    }

    /// Finds all of them.
    static Sites find(Image image, Use use, Entries entries, Transfers transfers, Flows flows,
            LocationArguments locations, Map<String, Links.Raise> linked) {
        Sites sites = new Sites(image, use, entries, transfers, flows, locations, linked);
        sites.findAll();
        return sites;
    }

    private void findAll() {
        for (Entry entry : entries.all()) {
            List<Transfer> calls = transfers.to(entry.address());
            count += calls.size();
            OptionalInt argument = entry.hasNoLocation() ? OptionalInt.empty() : locationArgument(entry, calls);
            for (Transfer call : calls) {
                String message = message(entry, call, argument);
                add(call, new Cause(entry, Messages.kind(entry, message), message), argument);
            }
        }
        image.undefined().forEach(this::addLinked);
        while (!passThroughs.isEmpty()) {
            PassThrough passed = passThroughs.remove();
            Cause cause = characteristic(Objects.requireNonNull(causes.get(passed)));
            for (Transfer call : transfers.to(passed.function().address())) {
                add(call, cause, OptionalInt.of(passed.argument()));
            }
        }
        sites.sort(Sites::inOrder);
    }

    /// Calls of functions of other images that hand their caller's location on.
    private void addLinked(long address, String name) {
        Links.Raise raise = linked.get(name);
        if (raise == null || !raise.returns() || entries.at(address).isPresent()) {
            return;
        }
        Entry entry = new Entry(address, name, raise.entry(), Optional.empty(), Entry.Source.KERNEL);
        Cause cause = new Cause(entry, raise.kind(), raise.message().orElse(null));
        OptionalInt argument = raise.argument().map(OptionalInt::of).orElse(OptionalInt.empty());
        transfers.to(address).forEach(call -> add(call, cause, argument));
    }

    /// What functions that hand their callers' location on do with it.
    Map<Function, Links.Raise> passedOn() {
        Map<Function, Links.Raise> raises = new HashMap<>();
        causes.forEach((passed, known) -> {
            Cause cause = characteristic(known);
            raises.put(passed.function(), new Links.Raise(cause.entry().path(), cause.kind(),
                    Optional.ofNullable(cause.message()), Optional.of(passed.argument()), true));
        });
        return raises;
    }

    /// All transfers of every role, in order of section and offset.
    List<Site> all() {
        return sites;
    }

    /// Addresses of the functions that hand their callers' location on.
    List<Long> passThroughs() {
        return causes.keySet().stream().map(passed -> passed.function().address()).distinct().toList();
    }

    /// What could not be determined about the sites.
    List<String> notes() {
        return List.copyOf(notes);
    }

    /// What looks like a transfer, and was left out because it is taken for data.
    Set<Transfer> asData() {
        return asData;
    }

    /// Direct transfers to panic entries, of every role.
    int transfers() {
        return count;
    }

    private OptionalInt locationArgument(Entry entry, List<Transfer> calls) {
        OptionalInt found = locations.find(entry, calls.stream().map(flows::inBlock).toList());
        if (found.isPresent() || calls.isEmpty()) {
            return found;
        }
        List<State> states = calls.stream().map(flows::before).flatMap(Optional::stream).toList();
        found = locations.find(entry, states);
        return found.isPresent() ? found : locations.passedOn(entry, states);
    }

    private @Nullable String message(Entry entry, Transfer call, OptionalInt argument) {
        if (!Messages.has(entry)) {
            return null;
        }
        Optional<String> inBlock = messages.of(entry, flows.inBlock(call), argument);
        if (inBlock.isPresent() || isMachinery(call)) {
            return inBlock.orElse(null);
        }
        return flows.before(call).flatMap(state -> messages.of(entry, state, argument)).orElse(null);
    }

    private Found follow(Transfer call, int argument) {
        int register = image.machine().argument(argument);
        Value value = flows.inBlock(call).register(register);
        if (value.isConstant() || isMachinery(call)) {
            return follow(value); // how a panic is raised needs no more effort
        }
        Optional<State> state = flows.before(call);
        return state.isPresent() ? follow(state.get().register(register))
                : Found.nothing("the code is not reached from its function's entry");
    }

    /// Of several ways to panic in one function, the one that its callers see as its purpose: not the arithmetic on the
    /// way to it. Among equals the first in the order of kinds.
    private static Cause characteristic(List<Cause> causes) {
        return causes.stream()
                .min(Sites::byPurpose).orElseThrow();
    }

    private static int byPurpose(Cause a, Cause b) {
        int byArithmetic = Boolean.compare(a.isArithmetic(), b.isArithmetic());
        int byKind = byArithmetic != 0 ? byArithmetic : a.kind().compareTo(b.kind());
        return byKind != 0 ? byKind : a.entry().path().compareTo(b.entry().path());
    }

    private void add(Transfer call, Cause cause, OptionalInt argument) {
        Entry entry = cause.entry();
        Function function = call.code().function();
        boolean machinery = isMachinery(call);
        Role role = machinery ? Role.MACHINERY : Role.SITE;
        Found found = argument.isPresent() ? follow(call, argument.getAsInt())
                : entry.hasNoLocation() ? Found.nothing(null)
                : Found.nothing("no call of " + entry.path() + " passes a location in a register");
        if (argument.isPresent() && found.locations().isEmpty() && !isReached(call)) {
            asData.add(call); // data between instructions may look like a transfer; code would set the location there
            return;
        }
        for (SourceLocation location : found.locations()) {
            sites.add(builder.site(role, call, cause.kind(), entry, cause.message(), location, null));
        }
        if (machinery) {
            if (found.locations().isEmpty()) {
                sites.add(builder.site(role, call, cause.kind(), entry, cause.message(), null, found.why()));
            }
            return;
        }
        for (int own : found.handedOn()) {
            PassThrough passed = new PassThrough(function, own);
            List<Cause> known = causes.computeIfAbsent(passed, p -> new ArrayList<>());
            if (known.isEmpty()) {
                passThroughs.add(passed);
            }
            known.add(cause);
        }
        if (!found.handedOn().isEmpty()) {
            sites.add(builder.site(Role.PASS_THROUGH, call, cause.kind(), entry, cause.message(), null,
                    "handed on from the function's callers"));
        }
        boolean unlisted = found.locations().isEmpty() && found.handedOn().isEmpty();
        if (unlisted || (found.why() != null && !found.maybeMore())) {
            sites.add(builder.site(role, call, cause.kind(), entry, cause.message(), null, found.why()));
        }
        if (found.why() != null) {
            notes.add("%s+0x%x: %s".formatted(function.symbol(), call.address() - function.address(), found.why()));
        }
    }

    private boolean isReached(Transfer call) {
        return isMachinery(call) || flows.before(call).map(State::isReached).orElse(false);
    }

    private boolean isMachinery(Transfer call) {
        return entries.at(call.code().function().address()).isPresent();
    }

    /// What the location argument of a transfer can be.
    ///
    /// @param locations in order of place
    /// @param handedOn  arguments of the function itself, by index
    /// @param why       something else that it can be, or null
    /// @param maybeMore whether `why` stands for further possibilities beside the known ones
    private record Found(List<SourceLocation> locations, Set<Integer> handedOn, @Nullable String why,
            boolean maybeMore) {
        static Found nothing(@Nullable String why) {
            return new Found(List.of(), Set.of(), why, false);
        }
    }

    private Found follow(Value value) {
        List<SourceLocation> found = new ArrayList<>();
        Set<Integer> handedOn = new TreeSet<>();
        String why = value.open() ? "the location comes from somewhere that data flow does not follow" : null;
        for (Value.Atom atom : value.atoms()) {
            OptionalInt own = locations.argumentOf(atom);
            if (atom.isConstant()) {
                Optional<SourceLocation> location = locations.at(atom.offset());
                if (location.isPresent()) {
                    found.add(location.get());
                } else {
                    why = "the location argument 0x%x is no core::panic::Location".formatted(atom.offset());
                }
            } else if (own.isPresent()) {
                handedOn.add(own.getAsInt());
            } else {
                why = "the location comes from %s on entry".formatted(image.machine().registerName(atom.base()));
            }
        }
        found.sort(null);
        return new Found(found, handedOn, why, value.open() && !value.atoms().isEmpty());
    }
}
