package dev.assay.check.gate;

import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.rust.SourceLocation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Writes a policy that what is there passes, and that nothing more does: to start from.
public final class FirstPolicy {
    /// Names that a pattern stands for and nothing else does.
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
    /// Places that the comment of an allowance names.
    private static final int NAMED = 3;

    private final Panics panics;
    private final StringBuilder text = new StringBuilder();

    private FirstPolicy(Panics panics) {
        this.panics = panics;
    }

    /// A ceiling for each crate and kind, as high as what is there.
    public static String ceilings(Panics panics) {
        FirstPolicy policy = new FirstPolicy(panics);
        policy.head();
        policy.counts();
        return policy.text.toString();
    }

    /// A list of all that is there.
    public static String allowances(Panics panics) {
        FirstPolicy policy = new FirstPolicy(panics);
        policy.head();
        policy.list();
        return policy.text.toString();
    }

    private void head() {
        line("# What of Rust's panics may be in these images, for `assay gate`. Written for:");
        for (ImagePanics image : panics.images()) {
            if (image.hasRust()) {
                line("#   " + comment(image.image().path()));
            }
        }
        line("#");
        line("# Of the [[rule]] tables, the first that fits a site decides on it: put exceptions before what they are");
        line("# exceptions of. A site whose fingerprint stands in an [[allow]] table is let be before any rule is asked.");
        line("version = 1");
        line("");
        line("[gate]");
        boolean gaps = !panics.unreadable().isEmpty()
                || panics.images().stream().anyMatch(image -> !image.coverage().gaps().isEmpty());
        if (gaps) {
            line("# Not everything could be examined when this was written; `assay panics` says what. With \"fail\", the gate");
            line("# does not pass until that is mended.");
        } else {
            line("# With \"fail\", the gate does not pass if something could not be examined; with \"warn\", it only says so.");
        }
        line("on-unknown = \"" + (gaps ? OnUnknown.WARN : OnUnknown.FAIL).id() + "\"");
    }

    private List<Site> sites() {
        List<Site> sites = new ArrayList<>();
        panics.images().forEach(image -> image.sites().stream().filter(site -> site.role() == Role.SITE)
                .forEach(sites::add));
        return sites;
    }

    private void counts() {
        Map<String, Map<Kind, Integer>> crates = new TreeMap<>();
        int others = 0;
        for (Site site : sites()) {
            if (PLAIN.matcher(site.crate()).matches()) {
                crates.computeIfAbsent(site.crate(), c -> new TreeMap<>()).merge(site.kind(), 1, Integer::sum);
            } else {
                others++;
            }
        }
        if (!crates.isEmpty()) {
            line("");
            line("# As many of each kind in each crate as there are now. When some are gone, lower the number, so that they");
            line("# do not come back. Where none is left, remove the rule: the last one forbids them.");
        }
        crates.forEach((crate, kinds) -> kinds.forEach((kind, count) -> {
            line("");
            line("[[rule]]");
            line("crate = \"" + crate + "\"");
            line("kind = \"" + kind.id() + "\"");
            line("max = " + count);
        }));
        line("");
        line("# Whatever no rule above is about: another crate, or another kind.");
        line("[[rule]]");
        if (others > 0) {
            line("# These are in crates whose names no pattern can tell apart.");
            line("max = " + others);
            line("reason = \"no more than there were when the gate was set up\"");
        } else {
            line("forbid = true");
            line("reason = \"this crate had no panic of this kind when the gate was set up\"");
        }
    }

    private void list() {
        Map<String, List<Site>> byFingerprint = new LinkedHashMap<>();
        sites().forEach(site -> byFingerprint.computeIfAbsent(site.fingerprint(), f -> new ArrayList<>()).add(site));
        if (!byFingerprint.isEmpty()) {
            line("");
            line("# What is there now, site by site. A fingerprint stays the same when lines move. Give a better reason for");
            line("# each, or a day by which it is to be gone: expires = 2027-01-31");
        }
        byFingerprint.forEach((fingerprint, sites) -> {
            line("");
            sites.stream().limit(NAMED).forEach(site -> line("# " + comment(describe(site))));
            if (sites.size() > NAMED) {
                line("# and " + (sites.size() - NAMED) + " more of this fingerprint");
            }
            line("[[allow]]");
            line("fingerprint = \"" + fingerprint + "\"");
            line("reason = \"there when the gate was set up\"");
        });
        line("");
        line("# Whatever is not in the list above.");
        line("[[rule]]");
        line("forbid = true");
        line("reason = \"not there when the gate was set up\"");
    }

    private static String describe(Site site) {
        SourceLocation location = site.location();
        String place = location == null ? "(location unknown)"
                : location.file() + ":" + location.line() + ":" + location.column();
        return place + "  " + site.kind().id() + "  " + site.function();
    }

    /// Text that cannot end a comment, steer a terminal or reorder a line. TOML has no escapes in comments.
    private static String comment(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE -> safe.append("\\u{").append(Integer.toHexString(c)).append('}');
                default -> safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
