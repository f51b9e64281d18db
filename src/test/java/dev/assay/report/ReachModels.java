package dev.assay.report;

import dev.assay.check.panics.Frame;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Attributed;
import dev.assay.check.reach.Entrance;
import dev.assay.check.reach.Proof;
import dev.assay.check.reach.ReachClass;
import dev.assay.check.reach.Step;
import dev.assay.check.reach.Via;
import dev.assay.check.reach.Way;
import dev.assay.check.reach.Why;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers about callers to render: the driver Tyr and what is rare, as records built by hand.
final class ReachModels {
    static final String HOSTILE =
            "evil::\u001b[2J\"quoted\" \\N \\l <script>alert(1)</script>&amp;\u202egnol\u2028\n]]>--><!--\u0000\ud800";

    private static final String TYR = "drivers/gpu/drm/tyr/";
    private static final String PROBE =
            "<kernel::platform::Adapter<tyr::driver::TyrPlatformDriverData>>::probe_callback";
    private static final String DRIVER_PROBE =
            "<tyr::driver::TyrPlatformDriverData as kernel::platform::Driver>::probe";
    private static final String FIRMWARE = "<tyr::fw::Firmware>::new";

    private ReachModels() {}

    /// A bounds check that the probe of a driver gets to, and a helper that it shares with an ioctl; debug information
    /// throughout.
    static Why tyr() {
        Site slot = slot();
        Entrance probe = new Entrance("operations", ".probe of platform_driver tyr_driver", PROBE, null);
        Entrance ioctl = new Entrance("operations", ".ioctl of drm_ioctl_desc tyr_ioctls+0x28", "tyr_ioctl", null);
        Way first = way(probe,
                step(PROBE, leaving(Via.CALL, 0x2040,
                        frame(DRIVER_PROBE, TYR + "driver.rs", 131, 9),
                        frame(PROBE, "rust/kernel/platform.rs", 66, 20))),
                step(FIRMWARE, leaving(Via.PANIC, 0x3d8d,
                        frame("<tyr::slot::SlotManager<tyr::mmu::address_space::AddressSpaceManager, 16>>"
                                + "::reactivate_slot", TYR + "slot.rs", 215, 50),
                        frame("<tyr::mmu::Mmu>::activate_vm", TYR + "mmu.rs", 0, 0),
                        frame(FIRMWARE, TYR + "fw.rs", 224, 9))));
        Way second = way(ioctl,
                step("tyr_ioctl", leaving(Via.STATIC_CALL, 0x100, frame("tyr_ioctl", TYR + "ioctl.c", 12, 2))),
                step("<tyr::file::TyrDrmFileData>::dev_reset", leaving(Via.TAIL_CALL, 0x1f0,
                        frame("<tyr::file::TyrDrmFileData>::dev_reset", TYR + "file.rs", 51, 17))),
                step(FIRMWARE, leaving(Via.PANIC, 0x3d8d,
                        frame("<tyr::slot::SlotManager<tyr::mmu::address_space::AddressSpaceManager, 16>>"
                                + "::reactivate_slot", TYR + "slot.rs", 215, 50),
                        frame("<tyr::mmu::Mmu>::activate_vm", TYR + "mmu.rs", 0, 0),
                        frame(FIRMWARE, TYR + "fw.rs", 224, 9))));
        return new Why(
                List.of("drivers/gpu/drm/tyr/tyr.ko"),
                List.of(new Why.Target(FIRMWARE, symbol(FIRMWARE), null, slot,
                        "index rdi = i: u32, bound 16", ReachClass.REACHED, 3, List.of(first, second))),
                List.of());
    }

    /// The site that [#tyr] is about.
    static Site slot() {
        return Models.tyr().sites().stream().filter(site -> site.offset() == 0x3d8d).findFirst().orElseThrow();
    }

    /// A linked kernel with a module, no debug information, every kind of edge and every class of reach.
    static Why rare() {
        String kernel = "boot/vmlinux";
        String module = "pkg.deb!lib/modules/7.3.4/kernel/driver.ko";
        Entrance export = new Entrance("export", "rust_helper_start", "rust_helper_start", kernel);
        Entrance initcall = new Entrance("initcall", "device initcall driver_init", "driver_init", module);
        Site unknown = SiteBuilder.site().address(0xffffffff81af1700L).offset(0xaf1700).nowhere("rdi comes from memory")
                .build();
        Way every = way(export,
                in(kernel, "rust_helper_start", linked(Via.TAIL_CALL, 0x10)),
                in(kernel, "a_branch", linked(Via.BRANCH, 0x20)),
                in(kernel, "a_fall", linked(Via.FALL_THROUGH, 0x30)),
                in(kernel, "a_slot", linked(Via.RESOLVED, 0x40)),
                in(kernel, "a_static", linked(Via.STATIC_CALL, 0x50)),
                in(kernel, "an_alternative", linked(Via.ALTERNATIVE, 0x60)),
                in(kernel, "a_table", linked(Via.JUMP_TABLE, 0x70)),
                in(kernel, "a_call", linked(Via.CALL, 0x80)),
                in(module, "driver::callback", null));
        Way doubtful = way(initcall,
                in(module, "driver_init", leaving(Via.ADDRESS_TAKEN, 0x1a)),
                in(module, "driver::probe", linked(Via.PANIC, 0xaf1700)));
        Way asked = way(null, in(module, "driver::probe", leaving(Via.CALL, 0x2b)), in(module, "driver::end", null));
        return new Why(
                List.of(kernel, module),
                List.of(
                        new Why.Target("driver::callback", symbol("driver::callback"), module, null, null,
                                ReachClass.REACHED, 1, List.of(every)),
                        new Why.Target("driver::probe", symbol("driver::probe"), module, unknown,
                                "unknown: the flags come from a call", ReachClass.UNKNOWN_EDGES, 7, List.of(doubtful)),
                        new Why.Target("driver::end", symbol("driver::end"), module, null, null,
                                ReachClass.REACHED, 1, List.of(asked)),
                        new Why.Target("driver::dead", symbol("driver::dead"), module,
                                SiteBuilder.site().function("driver", "driver::dead").kind(Kind.EXPECT)
                                        .entry("core::option::expect_failed").message("no \"ring\"\n").build(),
                                null, ReachClass.UNREACHED, 0, List.of())),
                List.of("not scanned: driver::start: unknown instruction 0f 0b at +0x12",
                        "pkg.deb!lib/modules/7.3.4/kernel/driver.ko: kmalloc is in no file examined"));
    }

    /// Names that try to steer the terminal, to reorder the line, to break out of a graph or a page.
    static Why hostile() {
        Site site = Models.hostile().sites().getFirst();
        Way way = way(new Entrance("kind\u001b[5m", HOSTILE, HOSTILE, HOSTILE),
                in(HOSTILE, HOSTILE, leaving(Via.CALL, 1, frame(HOSTILE, "a\u200fb\n\"<.rs\u007f", 3, 4),
                        frame("\ud800", null, 0, 0))),
                in("\u0007", "größe::łódź::名前",
                        new Step.Leaving(Via.ADDRESS_TAKEN, null, ".te\nxt\"<", 7, List.of())),
                in("\u0007", site.function(), leaving(Via.PANIC, 9)));
        return new Why(List.of(HOSTILE, "b"),
                List.of(new Why.Target(HOSTILE, "\u001b", HOSTILE, site, "\u001b[1m index\u2029",
                        ReachClass.UNKNOWN_EDGES, 1, List.of(way))),
                List.of("gap\u001b[0m <b>\""));
    }

    /// Nothing that the question names.
    static Why nothing() {
        return new Why(List.of("a.ko"), List.of(), List.of());
    }

    static List<Why> all() {
        return List.of(tyr(), rare(), hostile(), nothing());
    }

    /// Every verdict, one of them with assumptions.
    static List<Proof> proofs() {
        Step fw = step("<tyr::fw::Firmware>::release", leaving(Via.CALL, 0x4711,
                frame("<tyr::fw::Firmware>::release", TYR + "fw.rs", 300, 9)));
        Site own =
                SiteBuilder.site().function("tyr", "<tyr::fw::Firmware>::release").at(TYR + "fw.rs", 301, 12).build();
        return List.of(
                proof("<tyr::regs::Version>::major", Proof.Verdict.FREE, List.of(), List.of(), List.of(), 1),
                proof("<tyr::regs::Version>::log", Proof.Verdict.FREE, List.of(), List.of(),
                        List.of("kfree", "rust_helper_dev_*"), 12),
                proof("<tyr::fw::Firmware>::release", Proof.Verdict.REACHES,
                        List.of(new Proof.Reached(own, way(null, step("<tyr::fw::Firmware>::release",
                                leaving(Via.PANIC, 0x4720, frame("<tyr::fw::Firmware>::release", TYR + "fw.rs", 301,
                                        12))))),
                                new Proof.Reached(slot(), way(null, fw, step(FIRMWARE, leaving(Via.PANIC, 0x3d8d,
                                        frame("<tyr::mmu::Mmu>::activate_vm", TYR + "mmu.rs", 85, 9),
                                        frame(FIRMWARE, TYR + "fw.rs", 224, 9)))))),
                        List.of(new Proof.Unknown("calls through rax", way(null, fw, step("<tyr::fw::Firmware>::drop",
                                leaving(Via.UNKNOWN, 0x5000))))),
                        List.of(), 31),
                proof("tyr::start", Proof.Verdict.CANNOT_TELL, List.of(),
                        List.of(new Proof.Unknown("calls kmalloc, which is in no file examined",
                                way(null, step("tyr::start", leaving(Via.TAIL_CALL, 0x77))))),
                        List.of(), 1));
    }

    static List<Proof> hostileProofs() {
        Way way = hostile().targets().getFirst().ways().getFirst();
        return List.of(new Proof(HOSTILE, HOSTILE, HOSTILE, Proof.Verdict.REACHES,
                List.of(new Proof.Reached(Models.hostile().sites().getFirst(), way)),
                List.of(new Proof.Unknown(HOSTILE, way)), 1, List.of(HOSTILE), 2));
    }

    /// Functions of a driver and of the kernel crate, with panics of their own and of the library.
    static List<Attributed> attributed() {
        Site own = SiteBuilder.site().function("driver", "driver::probe").at("drivers/driver.rs", 40, 5)
                .kind(Kind.BOUNDS_CHECK).build();
        Site logarithm = SiteBuilder.site().offset(0x900).kind(Kind.EXPLICIT)
                .function("core", "core::num::int_log10::panic_for_nonpositive_argument")
                .at(Models.LIBRARY + "num/int_log10.rs", 135, 5).entry("core::panicking::panic_fmt")
                .message("argument of integer logarithm must be positive").build();
        Site slice = SiteBuilder.site().offset(0x980).kind(Kind.SLICE_INDEX)
                .function("core", "core::slice::index::slice_index_fail").at(Models.LIBRARY + "slice/index.rs", 52, 5)
                .build();
        Step call = step("driver::probe", leaving(Via.CALL, 0x30,
                frame("driver::width", "drivers/driver.rs", 12, 9),
                frame("driver::probe", "drivers/driver.rs", 44, 21)));
        Step bare = step("kernel::str::parse_int", leaving(Via.CALL, 0x60));
        Way self = way(null, step("driver::probe", leaving(Via.PANIC, 0)));
        return List.of(
                new Attributed("kernel::str::parse_int", "_RNv_parse", "kernel", null, List.of(
                        new Attributed.Panic(slice, way(null, bare,
                                step("<str as core::ops::index::Index<core::ops::range::RangeFrom<usize>>>::index",
                                        leaving(Via.ADDRESS_TAKEN, 0x70)),
                                step("core::str::traits::from", leaving(Via.CALL, 0x78)),
                                step("core::str::slice_error_fail", leaving(Via.TAIL_CALL, 0x80)),
                                step("core::slice::index::slice_index_fail", leaving(Via.PANIC, 0x980)))))),
                new Attributed("driver::probe", "_RNvCs1_6driver5probe", "driver", null, List.of(
                        new Attributed.Panic(own, self),
                        new Attributed.Panic(SiteBuilder.site().function("driver", "driver::probe").offset(8)
                                .at("drivers/driver.rs", 40, 5).kind(Kind.BOUNDS_CHECK).build(), self),
                        new Attributed.Panic(logarithm, way(null, call,
                                step("<usize>::checked_ilog10", leaving(Via.CALL, 0x50)),
                                step("core::num::int_log10::panic_for_nonpositive_argument",
                                        leaving(Via.PANIC, 0x900)))))),
                new Attributed("driver::quiet", "_RNvCs1_6driver5quiet", "driver", null, List.of(
                        new Attributed.Panic(logarithm, way(null, step("driver::quiet", leaving(Via.CALL, 0x99)),
                                step("core::num::int_log10::panic_for_nonpositive_argument",
                                        leaving(Via.PANIC, 0x900)))))));
    }

    static List<Attributed> hostileAttributed() {
        return List.of(new Attributed(HOSTILE, HOSTILE, HOSTILE, HOSTILE, List.of(
                new Attributed.Panic(Models.hostile().sites().getFirst(),
                        hostile().targets().getFirst().ways().getFirst()),
                new Attributed.Panic(Models.hostile().sites().getLast(),
                        way(null, in(HOSTILE, HOSTILE, leaving(Via.PANIC, 1)))))));
    }

    static Way way(@Nullable Entrance from, Step... steps) {
        return new Way(from, List.of(steps));
    }

    static Step step(String function, Step.@Nullable Leaving leaves) {
        return in(null, function, leaves);
    }

    static Step in(@Nullable String image, String function, Step.@Nullable Leaving leaves) {
        return new Step(function, symbol(function), image, leaves);
    }

    /// Something like a mangled name, if it is a path.
    private static String symbol(String function) {
        return function.contains("::") ? "_RNvCs1_4made" + Integer.toHexString(function.hashCode()) : function;
    }

    static Step.Leaving leaving(Via via, long offset, Frame... frames) {
        return new Step.Leaving(via, null, ".text", offset, List.of(frames));
    }

    static Step.Leaving linked(Via via, long offset) {
        return new Step.Leaving(via, 0xffffffff81000000L + offset, ".text", offset, List.of());
    }

    private static Frame frame(String function, @Nullable String file, long line, long column) {
        return new Frame(function, file, line, column);
    }

    private static Proof proof(String function, Proof.Verdict verdict, List<Proof.Reached> sites,
            List<Proof.Unknown> unknown, List<String> assumed, int followed) {
        return new Proof(function, symbol(function), null, verdict, sites, unknown, unknown.size(), assumed, followed);
    }
}
