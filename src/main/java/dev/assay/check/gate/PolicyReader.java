package dev.assay.check.gate;

import dev.assay.check.panics.Glob;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Phase;
import dev.assay.check.reach.ReachClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/// Reads a policy, and finds everything that is wrong with it before anything is examined.
public final class PolicyReader {
    private static final List<String> FILE = List.of("version", "gate", "rule", "allow");
    private static final List<String> GATE = List.of("on-unknown", "expires-soon", "flavour");
    private static final List<String> DEMANDS = List.of("forbid", "allow", "max", "baseline");
    private static final List<String> RULE = List.of("name", "image", "crate", "file", "function", "kind", "phase",
            "reached-from", "reach", "forbid", "allow", "allow-if", "max", "baseline", "on-unknown", "reason");
    private static final List<String> ALLOWANCE = List.of("fingerprint", "reason", "expires");

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{16}");
    /// How tomlj words what is no TOML.
    private static final Pattern UNEXPECTED = Pattern.compile("Unexpected (.*?), expected (.*)", Pattern.DOTALL);

    private final Complaints complaints;

    private PolicyReader(Complaints complaints) {
        this.complaints = complaints;
    }

    /// The policy that a text in TOML describes.
    ///
    /// @param name of its file, for messages
    /// @throws PolicyException with all that is wrong
    public static Policy read(String name, String text) {
        String toml = text.startsWith("\ufeff") ? text.substring(1) : text;
        Complaints complaints = new Complaints(toml);
        Policy policy = new PolicyReader(complaints).policy(name, parse(toml, complaints));
        if (complaints.isEmpty()) {
            Shadows.find(policy, complaints);
        }
        if (!complaints.isEmpty()) {
            throw new PolicyException(complaints.sorted());
        }
        return policy;
    }

    private static TomlParseResult parse(String toml, Complaints complaints) {
        try {
            TomlParseResult result = Toml.parse(toml);
            for (TomlParseError error : result.errors()) {
                String message = String.valueOf(error.getMessage());
                Matcher matcher = UNEXPECTED.matcher(message);
                complaints.syntax(error.position(), matcher.matches()
                        ? "expected %s, found %s".formatted(matcher.group(2), matcher.group(1))
                        : "expected TOML, found: " + message);
            }
            return result;
        } catch (StackOverflowError _) {
            complaints.syntax(TomlPosition.positionAt(1, 1), "expected TOML, found: brackets in one another, too many");
            return Toml.parse("");
        }
    }

    private Policy policy(String name, TomlParseResult file) {
        Keys keys = new Keys(file, "a policy", TomlPosition.positionAt(1, 1), complaints);
        keys.only(FILE);
        Integer version = keys.number("version");
        if (!keys.has("version")) {
            complaints.missing(keys.at(), "version = " + Policy.VERSION);
        } else if (version != null && version != Policy.VERSION) {
            complaints.wrong(keys.place("version"), "version " + Policy.VERSION,
                    version + (version > Policy.VERSION ? ", which a newer assay reads" : ""));
        }
        OnUnknown onUnknown = null;
        Integer expiresSoon = null;
        String flavour = null;
        Keys gate = keys.inner("gate");
        if (gate != null) {
            gate.only(GATE);
            onUnknown = onUnknown(gate);
            expiresSoon = gate.number("expires-soon");
            flavour = gate.word("flavour", List.of("same", "any"), word -> word);
        }
        List<Rule> rules = keys.tables("rule").stream().map(this::rule).filter(Objects::nonNull).toList();
        return new Policy(name, Objects.requireNonNullElse(onUnknown, OnUnknown.FAIL),
                Objects.requireNonNullElse(expiresSoon, Policy.EXPIRES_SOON), "any".equals(flavour), rules,
                allowances(keys.tables("allow")));
    }

    private static @Nullable OnUnknown onUnknown(Keys keys) {
        return keys.word("on-unknown", Arrays.asList(OnUnknown.values()), OnUnknown::id);
    }

    private @Nullable Rule rule(Keys keys) {
        keys.only(RULE);
        Exemption exemption = keys.word("allow-if",
                List.of(Exemption.JUSTIFIED, Exemption.COMMENT, Exemption.SECTION), Exemption::id);
        Demand demand = demand(keys, exemption);
        Selector selector = selector(keys);
        String name = keys.text("name");
        String reason = keys.text("reason");
        OnUnknown onUnknown = onUnknown(keys);
        return demand == null ? null : new Rule(keys.at().line(), name, selector, demand,
                Objects.requireNonNullElse(exemption, Exemption.NONE), onUnknown, reason);
    }

    private @Nullable Demand demand(Keys keys, @Nullable Exemption exemption) {
        Map<String, Demand> demands = new LinkedHashMap<>();
        Integer most = keys.number("max");
        String baseline = keys.word("baseline", List.of("no-new", "no-more"), word -> word);
        boolean forbid = keys.isTrue("forbid");
        boolean allow = keys.isTrue("allow");
        List<String> given = DEMANDS.stream().filter(keys::has).toList();
        for (String second : given.subList(Math.min(1, given.size()), given.size())) {
            TomlPosition first = Objects.requireNonNull(keys.place(given.getFirst()));
            complaints.wrong(keys.place(second), "one demand in a [[rule]]",
                    "'%s' beside '%s' of line %d".formatted(second, given.getFirst(), first.line()));
        }
        if (given.isEmpty() && !keys.has("allow-if")) {
            complaints.missing(keys.at(), "one of forbid, allow, allow-if, max or baseline in this [[rule]]");
        }
        if (keys.has("allow") && keys.has("allow-if")) {
            complaints.wrong(keys.place("allow-if"), "no condition in a [[rule]] that allows everything", "'allow-if'");
        }
        if (forbid || (given.isEmpty() && exemption != null)) {
            demands.put("forbid", new Demand.Forbid());
        }
        if (allow) {
            demands.put("allow", new Demand.Allow());
        }
        if (most != null) {
            demands.put("max", new Demand.Max(most));
        }
        if (baseline != null) {
            demands.put("baseline", baseline.equals("no-new") ? new Demand.NoNew() : new Demand.NoMore());
        }
        return demands.values().stream().findFirst().orElse(null);
    }

    private Selector selector(Keys keys) {
        List<Glob> reachedFrom = keys.globs("reached-from");
        Set<ReachClass> reach = reach(keys);
        if (keys.has("reached-from") && reach.contains(ReachClass.UNREACHED)) {
            complaints.wrong(keys.place("reach"), "reached or unknown-edges beside 'reached-from'", "'unreached'");
        }
        if (keys.has("reached-from") && reach.isEmpty()) {
            reach = Set.of(ReachClass.REACHED);
        }
        return new Selector(keys.globs("crate"), keys.globs("file"), keys.globs("function"), keys.globs("image"),
                kinds(keys), chosen(keys, "phase", Arrays.asList(Phase.values()), Phase::id), reachedFrom, reach);
    }

    /// The classes of reach by the words that fit a policy.
    static String word(ReachClass reach) {
        return switch (reach) {
            case REACHED -> "reached";
            case UNKNOWN_EDGES -> "unknown-edges";
            case UNREACHED -> "unreached";
        };
    }

    private Set<ReachClass> reach(Keys keys) {
        return chosen(keys, "reach", Arrays.asList(ReachClass.values()), PolicyReader::word);
    }

    private <T> Set<T> chosen(Keys keys, String key, List<T> all, Function<T, String> id) {
        List<String> known = all.stream().map(id).toList();
        List<T> chosen = new ArrayList<>();
        for (Keys.Word word : keys.words(key)) {
            int index = known.indexOf(word.text());
            if (index < 0) {
                complaints.unknown(word.at(), Keys.oneOf(known) + " for '" + key + "'", word.text(), known);
            } else {
                chosen.add(all.get(index));
            }
        }
        return Set.copyOf(chosen);
    }

    private Set<Kind> kinds(Keys keys) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (Keys.Word word : keys.words("kind")) {
            KindGroup group = KindGroup.byId(word.text()).orElse(null);
            Kind kind = Kind.byId(word.text()).orElse(null);
            if (group != null) {
                kinds.addAll(group.kinds());
            } else if (kind != null) {
                kinds.add(kind);
            } else {
                complaints.unknown(word.at(), "a kind or a group of kinds", word.text(), kindWords());
            }
        }
        return kinds;
    }

    private static List<String> kindWords() {
        List<String> words = new ArrayList<>(Arrays.stream(KindGroup.values()).map(KindGroup::id).toList());
        Arrays.stream(Kind.values()).map(Kind::id).forEach(words::add);
        return words;
    }

    private List<Allowance> allowances(List<Keys> tables) {
        Map<String, Integer> lines = new HashMap<>();
        List<Allowance> allowances = new ArrayList<>();
        for (Keys keys : tables) {
            keys.only(ALLOWANCE);
            for (String key : List.of("fingerprint", "reason")) {
                if (!keys.has(key)) {
                    complaints.missing(keys.at(), "a " + key + " in this [[allow]]");
                }
            }
            String fingerprint = keys.text("fingerprint");
            if (fingerprint != null && !FINGERPRINT.matcher(fingerprint).matches()) {
                complaints.wrong(keys.place("fingerprint"),
                        "a fingerprint of 16 hexadecimal digits, as 'assay panics --format json' has it",
                        "'" + fingerprint + "'");
                fingerprint = null;
            }
            Integer other = fingerprint == null ? null : lines.putIfAbsent(fingerprint, keys.at().line());
            if (other != null) {
                complaints.wrong(keys.place("fingerprint"), "each fingerprint once",
                        "that of the [[allow]] of line " + other);
            }
            allowances.add(new Allowance(keys.at().line(), Objects.requireNonNullElse(fingerprint, ""),
                    Objects.requireNonNullElse(keys.text("reason"), ""), keys.date("expires")));
        }
        return allowances;
    }
}
