package dev.assay.check.guards;

import dev.assay.check.panics.Evidence;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Site;
import dev.assay.elf.Section;
import dev.assay.image.Code;
import dev.assay.image.Function;
import dev.assay.image.Image;
import dev.assay.machine.Condition;
import dev.assay.machine.Flow;
import dev.assay.machine.Operand;
import dev.assay.machine.Operation;
import dev.assay.machine.Veneers;
import dev.assay.rust.MangledName;
import dev.assay.rust.SourceLocation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds out what guards the panic sites of one image.
///
/// The branches are those on which it depends whether control gets to the site: one way leads there whatever else
/// happens, the other may not. What they compare is named by what DWARF says of registers and memory just before the
/// comparison. Nothing is worked out before it is asked for. Not thread-safe.
public final class Guards {
    private final Image image;
    private final Set<Long> neverReturning = new HashSet<>();
    private @Nullable Body current;

    private Guards(Image image, Evidence evidence) {
        this.image = image;
        evidence.entries().forEach(entry -> neverReturning.add(entry.at().address()));
        evidence.stubs().forEach(stub -> neverReturning.add(stub.address()));
        image.subprograms().stream().filter(subprogram -> subprogram.noreturn())
                .forEach(subprogram -> neverReturning.add(subprogram.ranges().getFirst().low()));
    }

    /// Ready to be asked.
    ///
    /// @param evidence of the panic sites of `image`: tells the functions that never return
    public static Guards of(Image image, Evidence evidence) {
        return new Guards(image, evidence);
    }

    /// What guards a site of this image.
    public Guard of(Site site) {
        for (Section section : image.elf().sections()) {
            if (!section.name().equals(site.section()) || site.offset() >= section.size()) {
                continue;
            }
            long address = image.memory().address(section) + site.offset();
            Optional<Function> function = image.functionAround(address)
                    .filter(found -> found.symbol().equals(site.symbol())).filter(image::hasBytes);
            if (function.isPresent()) {
                Body here = around(function.get());
                int instruction = here.code.at(address);
                return instruction < 0 ? new Guard.Unknown("no instruction begins there")
                        : here.of(instruction, site.kind(), site.entry(), site.location());
            }
        }
        return new Guard.Unknown("the function is not in this image");
    }

    /// Sites come in order of address: the function of the last one is kept.
    private Body around(Function function) {
        if (current == null || current.code.function().address() != function.address()) {
            current = new Body(function);
        }
        return current;
    }

    private boolean neverReturns(long target) {
        return neverReturning.contains(target)
                || Veneers.destination(image.machine(), image.memory(), target).stream()
                        .anyMatch(neverReturning::contains);
    }

    /// One function with what is guarded in it.
    private final class Body {
        private final Code code;
        private final Instructions instructions;
        private final Graph graph;
        private final Trace trace;
        private final Terms terms;

        Body(Function function) {
            this.code = image.code(function);
            this.instructions = new Instructions(image, code);
            this.graph = new Graph(code, Guards.this::neverReturns, instructions::isIdle);
            this.trace = new Trace(graph, instructions);
            this.terms = new Terms(image, new Numbers(trace, instructions), new Naming(image, code, trace));
        }

        Guard of(int site, Kind kind, String entry, @Nullable SourceLocation location) {
            Flow flow = code.flow(site);
            boolean isDirect = flow.isDirect() && !code.function().contains(code.target(site));
            if (isDirect && flow != Flow.BRANCH && !neverReturns(code.target(site))) {
                String callee = image.functionStartingAt(code.target(site)).map(Function::symbol)
                        .or(() -> Optional.ofNullable(image.undefined().get(code.target(site))))
                        .map(symbol -> MangledName.of(symbol).path()).orElse("the called function");
                return new Guard.Unknown("the check is in " + callee + ", which is called here");
            }
            if (flow == Flow.BRANCH) {
                return new Guard.Guarded(List.of(check(site, true, kind, entry,
                        new Path(graph, instructions, site, site, site, new BitSet()))), false);
            }
            return graph.isReached(site) ? branches(site, kind, entry, location)
                    : new Guard.Unknown("no path leads here");
        }

        private Guard branches(int site, Kind kind, String entry, @Nullable SourceLocation location) {
            BitSet leading = graph.leadingTo(site);
            boolean others = leading.stream().anyMatch(graph::isDetached);
            List<Check> all = new ArrayList<>();
            List<Check> withLocation = new ArrayList<>();
            for (int branch = 0; branch < code.count(); branch++) {
                int target = code.flow(branch) == Flow.BRANCH && graph.isReached(branch) ? graph.target(branch) : -1;
                int following = graph.following(branch);
                boolean taken = target >= 0 && leading.get(target);
                boolean falls = code.flow(branch) == Flow.BRANCH && following >= 0 && leading.get(following);
                if (!graph.isReached(branch) || leading.get(branch) || taken == falls) {
                    continue;
                }
                Path path = new Path(graph, instructions, branch, taken ? target : following, site, leading);
                Check check = check(branch, taken, kind, entry, path);
                all.add(check);
                Set<SourceLocation> locations = location == null ? Set.of() : path.locations(image);
                if (locations.isEmpty() || locations.contains(location)) {
                    withLocation.add(check);
                }
            }
            if (leading.get(0) && all.isEmpty()) {
                return new Guard.Always();
            }
            if (all.isEmpty()) {
                return new Guard.Unknown("no branch leads here, but an indirect jump, or one that is patched in");
            }
            return new Guard.Guarded(withLocation.isEmpty() ? all : withLocation, others);
        }

        private Check check(int branch, boolean taken, Kind kind, String entry, Path path) {
            Optional<Comparison> found = trace.comparison(branch, taken, kind);
            int offset = code.offset(branch);
            if (found.isEmpty()) {
                return new Check(offset, -1, Operation.OTHER, Long.SIZE, Condition.UNKNOWN, null,
                        null);
            }
            Comparison comparison = terms.withNumbers(found.get(), kind);
            Term left = terms.of(comparison, comparison.left(), Roles.of(kind, comparison, true));
            @Nullable Term right =
                    comparison.right() instanceof Operand.Unknown && !comparison.operation().isComparison()
                            ? null : terms.of(comparison, comparison.right(), Roles.of(kind, comparison, false));
            if (right != null) {
                @Nullable String leftRole = role(branch, comparison.at(), comparison.left(), entry, path);
                @Nullable String rightRole = role(branch, comparison.at(), comparison.right(), entry, path);
                // What the call says of one side is not mixed with what the condition says of the other
                boolean isMixed = kind == Kind.SLICE_INDEX && (leftRole == null) != (rightRole == null);
                left = leftRole != null ? left.withRole(leftRole) : isMixed ? left.withRole(Roles.LEFT) : left;
                right = rightRole != null ? right.withRole(rightRole) : isMixed ? right.withRole(Roles.RIGHT) : right;
            }
            return new Check(offset, code.offset(comparison.at()), comparison.operation(), comparison.width(),
                    comparison.condition(), left, right);
        }

        /// Which argument of the panic entry an operand becomes; null if none, or if it is not told.
        private @Nullable String role(int branch, int compared, Operand operand, String entry, Path path) {
            List<String> roles = Roles.ofArguments(entry);
            for (int i = 0; i < roles.size(); i++) {
                if (trace.isSame(branch, path.argument(image.machine(), i), compared, operand)) {
                    return roles.get(i);
                }
            }
            return null;
        }
    }
}
