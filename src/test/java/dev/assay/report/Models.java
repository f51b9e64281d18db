package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.check.panics.Coverage;
import dev.assay.check.panics.Frame;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.ImageSite;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Phase;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Entrance;
import dev.assay.check.reach.Reach;
import dev.assay.check.reach.ReachClass;
import dev.assay.check.reach.Reaches;
import dev.assay.rust.SourceLocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Answers to render: two as real kernels give them, the others built to hold what is rare.
final class Models {
    static final String LIBRARY = "/usr/lib/rustlib/src/rust/library/core/src/";

    private Models() {}

    /// The crate `kernel` of Linux 7.3.4 (x86-64, clang, rustc 1.95.0); 71 of its sites.
    static ImagePanics kernel() {
        return image("rust/kernel.o", "object", "7.3.4", true, sites("kernel.tsv"));
    }

    /// The driver Tyr of the same kernel; 24 of its sites.
    static ImagePanics tyr() {
        return image("drivers/gpu/drm/tyr/tyr.ko", "module", "7.3.4", true, sites("tyr.tsv"));
    }

    /// The crate `kernel` as it looks when stripped: no chains, no origins.
    static ImagePanics stripped() {
        List<Site> sites = sites("kernel.tsv").stream().map(Models::strip).toList();
        return image("stripped/kernel.o", "object", "7.3.4", false, sites);
    }

    /// A linked kernel with everything that an answer can hold: other roles, phases, unknown places, gaps.
    static ImagePanics gaps() {
        List<Site> sites = List.of(
                SiteBuilder.site()
                        .address(0xffffffff81af151eL)
                        .offset(0xaf151e)
                        .kind(Kind.BOUNDS_CHECK)
                        .entry("core::panicking::panic_bounds_check")
                        .build(),
                SiteBuilder.site()
                        .address(0xffffffff81af1600L)
                        .offset(0xaf1600)
                        .function("driver", "driver::start")
                        .kind(Kind.EXPECT)
                        .entry("core::option::expect_failed")
                        .message("no \"ring\"\n")
                        .phase(Phase.INIT)
                        .build(),
                SiteBuilder.site()
                        .address(0xffffffff81af1700L)
                        .offset(0xaf1700)
                        .nowhere("rdi comes from memory")
                        .build(),
                SiteBuilder.site()
                        .address(0xffffffff81af1710L)
                        .offset(0xaf1710)
                        .nowhere("rdi comes from memory")
                        .inlined(new Frame("driver::probe", "drivers/driver.rs", 0, 0))
                        .build(),
                SiteBuilder.site()
                        .address(0xffffffff81af1800L)
                        .offset(0xaf1800)
                        .kind(Kind.OTHER)
                        .entry("core::num::from_str_radix_panic")
                        .at("drivers/driver.rs", 11, 5)
                        .build(),
                SiteBuilder.site()
                        .address(0xffffffff81b00000L)
                        .offset(0xb00000)
                        .role(Role.PASS_THROUGH)
                        .function("core", "<core::option::Option<u8>>::unwrap")
                        .kind(Kind.UNWRAP_NONE)
                        .entry("core::option::unwrap_failed")
                        .nowhere("the caller's")
                        .build(),
                SiteBuilder.site()
                        .address(0xffffffff81b00010L)
                        .offset(0xb00010)
                        .role(Role.MACHINERY)
                        .function("core", "core::panicking::panic")
                        .kind(Kind.EXPLICIT)
                        .entry("core::panicking::panic_fmt")
                        .nowhere("the caller's")
                        .build());
        Coverage coverage = new Coverage(
                12,
                11,
                4096,
                9,
                7,
                1,
                1,
                List.of("core::cell::panic_newly_invented"),
                List.of(new Coverage.NotScanned("driver::probe::{closure#0}", "unknown instruction 0f 0b 0f at +0x12")),
                List.of(new Coverage.UnitSkipped(0x1a2f, "expected DWARF version 4 or 5, found 65535")),
                List.of("no symbol table: functions were told apart by .eh_frame"),
                true);
        return new ImagePanics(
                new ImagePanics.Identity(
                        "boot/vmlinux",
                        "kernel",
                        "x86-64",
                        "7.3.4+deb13-cloud-amd64",
                        "5f1c2b00deadbeef5f1c2b00deadbeef5f1c2b00",
                        List.of("1.85.1", "1.95.0"),
                        "symtab",
                        "debug/vmlinux.debug"),
                coverage,
                sites);
    }

    /// The listing of [#gaps] with the callers of all but the last site: each class, several roots, more than are named.
    static PanicsView reach() {
        return PanicsView.plain().withReach(new ReachView(reaches(), true, List.of(), false));
    }

    /// The same for sites that are reached from a root that a pattern fits.
    static PanicsView reachedFrom(String pattern) {
        return PanicsView.plain().withReach(new ReachView(reaches(), true, List.of(pattern), false));
    }

    /// The same for sites that nothing known reaches.
    static PanicsView unreached() {
        return PanicsView.plain().withReach(new ReachView(reaches(), true, List.of(), true));
    }

    private static Reaches reaches() {
        String image = gaps().image().path();
        List<Site> sites = gaps().sites();
        Entrance ioctl =
                new Entrance("operations", ".ioctl of drm_driver driver_ops", "driver::ioctl", "lib/driver.ko");
        Entrance export = new Entrance("export", "exported driver_read", "driver_read", null);
        Map<ImageSite, Reach> bySite = Map.of(
                new ImageSite(image, sites.get(0)),
                new Reach(ReachClass.REACHED, List.of(ioctl, export, export), 17, 0),
                new ImageSite(image, sites.get(1)),
                new Reach(ReachClass.REACHED, List.of(
                        new Entrance("initcall", "initcall level 6 (device), driver_init", "driver_init", null)), 1, 0),
                new ImageSite(image, sites.get(2)),
                new Reach(ReachClass.UNKNOWN_EDGES, List.of(export), 1, 2),
                new ImageSite(image, sites.get(3)),
                new Reach(ReachClass.UNREACHED, List.of(), 0, 0));
        return new Reaches(bySite, List.of(),
                List.of("driver::start: unknown instruction 0f 0b 0f at +0x12", "evil\u001b[2J"));
    }

    /// Names that try to steer the terminal, to reorder the line, to break a table or a page.
    static ImagePanics hostile() {
        String name = "driver::\u001b[2J\u001b]0;owned\u0007<script>alert(1)</script>\u202egnol\u2066\u2028\tx\\n";
        List<Site> sites = List.of(
                SiteBuilder.site()
                        .symbol("_R\u009b31m")
                        .function("dri\rver", name)
                        .message("a\tb\nc\\d\u0000")
                        .at("drivers/\u001b[31m\nforged.rs:1:1  add-overflow  nothing", 7, 9)
                        .inlined(new Frame(name, "a\u200fb.rs\u007f", 3, 4), new Frame("\ud800", null, 0, 0))
                        .build(),
                SiteBuilder.site()
                        .offset(8)
                        .kind(Kind.OTHER)
                        .entry("core::\u202e")
                        .nowhere("\u0085\u2029")
                        .function("größe", "größe::łódź::名前")
                        .build());
        Coverage coverage = new Coverage(
                2,
                1,
                64,
                1,
                2,
                0,
                0,
                List.of("core::\u001b[5m"),
                List.of(new Coverage.NotScanned("\u001b[1A", "\u202a")),
                List.of(new Coverage.UnitSkipped(1, "\u001bc")),
                List.of("note\u001b[0m"),
                true);
        return new ImagePanics(
                new ImagePanics.Identity(
                        "dir/\u001b[2J\nevil.ko", "module", "x86-64", "7\u001b[8m", null, List.of("1\u0008"), "symtab",
                        "\u2067"),
                coverage,
                sites);
    }

    /// An image with some Rust in it and nothing to report.
    static ImagePanics clean(int functions) {
        return new ImagePanics(
                identity("drivers/net/phy/ax88796b_rust.ko", "module", "7.3.4"),
                coverage(functions, List.of(), true),
                List.of());
    }

    static Panics only(ImagePanics image) {
        return new Panics(List.of(image), List.of(), 0);
    }

    /// Several images, one file that is broken, some without Rust.
    static Panics several() {
        return new Panics(
                List.of(gaps(), clean(12), tyr()),
                List.of(new Panics.Unreadable(
                        "lib/broken.ko",
                        "lib/broken.ko: file+0x28: expected 2560 bytes for section headers, found 3000")),
                4);
    }

    static ImagePanics image(String path, String kind, String release, boolean dwarf, List<Site> sites) {
        return new ImagePanics(identity(path, kind, release), coverage(175, sites, dwarf), sites);
    }

    static Frame frame(String function, String file, long line, long column) {
        return new Frame(function, file, line, column);
    }

    private static ImagePanics.Identity identity(String path, String kind, String release) {
        return new ImagePanics.Identity(path, kind, "x86-64", release, null, List.of("1.95.0"), "symtab", null);
    }

    private static Coverage coverage(int functions, List<Site> sites, boolean dwarf) {
        return new Coverage(
                functions,
                functions,
                64L * functions,
                sites.isEmpty() ? 0 : 9,
                sites.size(),
                0,
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                dwarf);
    }

    private static Site strip(Site site) {
        return SiteBuilder.site()
                .offset(site.offset())
                .symbol(site.symbol())
                .function(site.crate(), site.function())
                .kind(site.kind())
                .entry(site.entry())
                .at(
                        Objects.requireNonNull(site.location()).file(),
                        site.location().line(),
                        site.location().column())
                .build();
    }

    private static List<Site> sites(String resource) {
        try (InputStream in = Objects.requireNonNull(
                Models.class.getResourceAsStream("/report/" + resource), resource)) {
            return new String(in.readAllBytes(), UTF_8).lines().skip(1).map(Models::row).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Site row(String line) {
        List<String> fields = Arrays.asList(line.split("\t", -1));
        SourceLocation location = location(fields.get(7));
        return SiteBuilder.site()
                .offset(Long.parseLong(fields.get(1)))
                .symbol(fields.get(2))
                .function(fields.get(4), fields.get(3))
                .kind(Kind.byId(fields.get(5)).orElseThrow())
                .entry(fields.get(6))
                .at(location.file(), location.line(), location.column())
                .inlined(Arrays.stream(fields.get(8).split("\\|"))
                        .map(Models::frame)
                        .toArray(Frame[]::new))
                .build();
    }

    private static Frame frame(String text) {
        int at = text.indexOf('@');
        SourceLocation location = location(text.substring(at + 1));
        return new Frame(text.substring(0, at), location.file(), location.line(), location.column());
    }

    private static SourceLocation location(String text) {
        int column = text.lastIndexOf(':');
        int line = text.lastIndexOf(':', column - 1);
        return new SourceLocation(
                text.substring(0, line),
                Long.parseLong(text.substring(line + 1, column)),
                Long.parseLong(text.substring(column + 1)));
    }
}
