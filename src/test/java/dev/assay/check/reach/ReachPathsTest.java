package dev.assay.check.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.panics.Frame;
import dev.assay.check.panics.Glob;
import dev.assay.check.reach.Why.Target;
import dev.assay.testing.Shared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How the kernel gets to some panics of its Rust drivers, as a person reads it in the source of Linux 7.3.4: who holds
/// the pointer to the function that C calls, and which functions lie between that and the panic. Functions that rustc
/// and clang inlined into their callers are told by the lines of their calls.
@Tag("slow")
class ReachPathsTest {
    /// What the source says about a site or a function.
    ///
    /// @param wanted    a line of the source, or a function
    /// @param holder    end of the path of the function that holds the site after inlining
    /// @param from      pattern for the root to start from; empty for the nearest
    /// @param reach     whether the place is reached at all
    /// @param root      `kind: name` of the root; `*` stands for anything
    /// @param unknown   how many calls on the way the code alone does not show
    /// @param functions the way, in order
    /// @param calls     lines of calls on the way
    private record Expected(String wanted, String holder, String from, ReachClass reach, String root, int unknown,
            List<String> functions, List<String> calls) {}

    private static Expected reached(String wanted, String root, List<String> functions, List<String> calls) {
        return new Expected(wanted, functions.getLast(), "", ReachClass.REACHED, root, 0, functions, calls);
    }

    private static Expected unknown(String wanted, String root, List<String> functions, List<String> calls) {
        return new Expected(wanted, functions.getLast(), "", ReachClass.UNKNOWN_EDGES, root, 1, functions, calls);
    }

    private static final List<Expected> PATHS = List.of(
            // Tyr, probe. `module_platform_driver!` (tyr.rs:20) makes a module with a `Registration`, which lies in the
            // static `__MOD`; `platform::Adapter::register` writes `probe_callback` into the `platform_driver` there
            // (platform.rs:81) while the kernel boots: no table in the file has it. `probe` makes the firmware, whose
            // header is read byte by byte. `Cursor::read` adds lengths with `+` (parser.rs:101) and is inlined into
            // `read_u8`; `load`, `parse`, `parse_fw_header` and `FirmwareHeader::new` have one caller each and are
            // inlined into `Firmware::new`.
            reached("drivers/gpu/drm/tyr/fw/parser.rs:101",
                    "operations: .probe of platform_driver tyr::__module_init::__module_init::__MOD",
                    List.of("<kernel::platform::Adapter<tyr::driver::TyrPlatformDriver>>::probe_callback",
                            "<tyr::driver::TyrPlatformDriver as kernel::platform::Driver>::probe",
                            "<tyr::fw::Firmware>::new", "<tyr::fw::parser::Cursor>::read_u8"),
                    List.of("rust/kernel/platform.rs:107", "drivers/gpu/drm/tyr/driver.rs:152",
                            "drivers/gpu/drm/tyr/fw.rs:210", "drivers/gpu/drm/tyr/fw/parser.rs:119")),
            // Tyr, ioctl. `declare_drm_ioctls!` (driver.rs:188) makes an array of `drm_ioctl_desc`, a constant without
            // a name, and in it a function for each ioctl, named after it. `dev_query` is inlined into that, copies one
            // structure to user space and cannot panic, so the function itself is asked about.
            reached("PANTHOR_DEV_QUERY", "operations: .func of drm_ioctl_desc at .rodata+0x* (by its shape)",
                    List.of("<tyr::driver::TyrDrmDriver as kernel::drm::driver::Driver>::IOCTLS::PANTHOR_DEV_QUERY"),
                    List.of()),
            // Tyr, page tables. `GpuVm` has the `drm_gpuvm_ops` of the driver as an associated constant
            // (gpuvm/mod.rs:113); its `sm_step_map` hands the operation on to Tyr's.
            reached("drivers/gpu/drm/tyr/vm.rs:689",
                    "operations: .sm_step_map of drm_gpuvm_ops at .rodata+0x* (by its shape)",
                    List.of("<kernel::drm::gpuvm::GpuVm<tyr::vm::GpuVmData>>::sm_step_map",
                            "<tyr::vm::GpuVmData as kernel::drm::gpuvm::DriverGpuVm>::sm_step_map"),
                    List.of("rust/kernel/drm/gpuvm/sm_ops.rs:381")),
            // nova-drm, ioctl. None of its three ioctls can panic either, so far as calls go. But `to_result`
            // (gem/mod.rs:336) warns of error numbers that are none, and to print one means to hand the address of its
            // `fmt` to `_printk`, which calls back. Padding a number can overflow.
            new Expected("core/src/fmt/mod.rs:1596", "<core::fmt::Formatter>::pad_integral",
                    ".func of drm_ioctl_desc*", ReachClass.REACHED,
                    "operations: .func of drm_ioctl_desc at .rodata+0x* (by its shape)", 1,
                    List.of("<nova::driver::NovaDriver as kernel::drm::driver::Driver>::IOCTLS::NOVA_GEM_CREATE",
                            "kernel::error::to_result", "<kernel::fmt::Adapter<&i32> as core::fmt::Display>::fmt",
                            "<i32 as core::fmt::Display>::fmt", "<u32>::_fmt",
                            "<core::fmt::Formatter>::pad_integral"),
                    List.of("drivers/gpu/drm/nova/file.rs:57", "drivers/gpu/drm/nova/gem.rs:40",
                            "rust/kernel/drm/gem/mod.rs:336", "rust/kernel/error.rs:543",
                            "rust/kernel/error.rs:230")),
            // nova-core, probe. Its module has a `Registration` (nova_core.rs:49), whose slot `pci::Adapter::register`
            // fills (pci.rs:84). Lock classes, which have no bytes here, are at the same address. `probe` returns an
            // initializer, which `set_drvdata` runs; it makes the `Gpu`, that a `Gsp` (gpu.rs:373), all by closures
            // that are inlined.
            reached("drivers/gpu/nova-core/gsp.rs:207",
                    "operations: .probe of pci_driver nova_core::__module_init::__module_init::__MOD",
                    List.of("<kernel::pci::Adapter<nova_core::driver::NovaCoreDriver>>::probe_callback"),
                    List.of("rust/kernel/pci.rs:124", "drivers/gpu/nova-core/gsp.rs:207")),
            // nova-core, the first command to the GSP, which `probe` boots (gpu.rs:378, boot.rs:76).
            reached("drivers/gpu/nova-core/gsp/cmdq.rs:392",
                    "operations: .probe of pci_driver nova_core::__module_init::__module_init::__MOD",
                    List.of("<kernel::pci::Adapter<nova_core::driver::NovaCoreDriver>>::probe_callback",
                            "<nova_core::gsp::Gsp>::boot", "<nova_core::gsp::cmdq::DmaGspMem>::allocate_command"),
                    List.of("drivers/gpu/nova-core/gpu.rs:378", "drivers/gpu/nova-core/gsp/boot.rs:76",
                            "drivers/gpu/nova-core/gsp/cmdq.rs:597", "drivers/gpu/nova-core/gsp/cmdq.rs:643")),
            // nova-core, what depends on the chip. `Gsp::boot` calls `hal.boot` (boot.rs:48) of a `&dyn GspHal`: the
            // way that the code shows begins at the vtable of `Tu102`.
            reached("drivers/gpu/nova-core/firmware/fwsec.rs:346",
                    "vtable: <nova_core::gsp::hal::tu102::Tu102 as nova_core::gsp::hal::GspHal>::boot in a vtable",
                    List.of("<nova_core::gsp::hal::tu102::Tu102 as nova_core::gsp::hal::GspHal>::boot",
                            "<nova_core::firmware::fwsec::FwsecFirmware>::new"),
                    List.of("drivers/gpu/nova-core/gsp/hal/tu102.rs:225")),
            // binder, ioctl BINDER_WRITE_READ with BC_TRANSACTION whose submission fails. The static
            // `rust_binder_fops` (rust_binder_main.rs:327) has the slot. `transaction` is `#[inline(never)]`.
            reached("drivers/android/binder/thread.rs:1391",
                    "operations: .unlocked_ioctl of file_operations rust_binder_fops",
                    List.of("rust_binder::rust_binder_ioctl", "<rust_binder::thread::Thread>::write",
                            "<rust_binder::thread::Thread>::transaction"),
                    List.of("drivers/android/binder/rust_binder_main.rs:428", "drivers/android/binder/process.rs:1765",
                            "drivers/android/binder/process.rs:1696", "drivers/android/binder/thread.rs:1642",
                            "drivers/android/binder/thread.rs:1500", "drivers/android/binder/thread.rs:1309")),
            // binder, a transaction that needs a new page. A reply is nearest: `new_reply` is inlined, `new` is not.
            reached("drivers/android/binder/page_range.rs:428",
                    "operations: .unlocked_ioctl of file_operations rust_binder_fops",
                    List.of("rust_binder::rust_binder_ioctl", "<rust_binder::thread::Thread>::write",
                            "<rust_binder::thread::Thread>::transaction",
                            "<rust_binder::thread::Thread>::copy_transaction_data",
                            "<rust_binder::page_range::ShrinkablePageRange>::use_page_slow"),
                    List.of("drivers/android/binder/thread.rs:1305", "drivers/android/binder/thread.rs:1051",
                            "drivers/android/binder/process.rs:1098")),
            // binder, mmap: `vma.end() - vma.start()` (process.rs:1164) in `create_mapping`, by whose name it is found
            // although all is inlined into the slot's function.
            reached("create_mapping", "operations: .mmap of file_operations rust_binder_fops",
                    List.of("rust_binder::rust_binder_mmap"),
                    List.of("drivers/android/binder/rust_binder_main.rs:445",
                            "drivers/android/binder/process.rs:1791",
                            "drivers/android/binder/process.rs:1164")),
            // binder, waiting for work. `read` chooses between `get_work`, whose symbol is `rust_binder_wait`
            // (thread.rs:585), and `get_work_local`, and calls the one chosen in a loop: the code takes both addresses
            // (thread.rs:1576) and calls through a pointer.
            unknown("drivers/android/binder/process.rs:1831",
                    "operations: .unlocked_ioctl of file_operations rust_binder_fops",
                    List.of("rust_binder::rust_binder_ioctl", "rust_binder_wait"),
                    List.of("drivers/android/binder/process.rs:1696", "drivers/android/binder/thread.rs:1659",
                            "drivers/android/binder/thread.rs:1576")),
            // binder, the last close of a file. It is put off to a work queue: `open` makes a `Work`, whose function is
            // an argument of `init_work_with_key` (workqueue.rs:513), and C calls that from the `work_struct`.
            unknown("drivers/android/binder/process.rs:1502",
                    "operations: .open of file_operations rust_binder_fops",
                    List.of("rust_binder::rust_binder_open",
                            "<kernel::sync::arc::Arc<rust_binder::process::Process>"
                                    + " as kernel::workqueue::WorkItemPointer<0>>::run",
                            "<rust_binder::process::Process as kernel::workqueue::WorkItem>::run"),
                    List.of("drivers/android/binder/rust_binder_main.rs:387", "rust/kernel/workqueue.rs:513",
                            "rust/kernel/workqueue.rs:835")),
            // rnull: `OperationsVTable` has the `blk_mq_ops` as an associated constant. `queue_rq` is
            // `#[inline(always)]`.
            reached("drivers/block/rnull/rnull.rs:84",
                    "operations: .queue_rq of blk_mq_ops at .rodata+0x* (by its shape)",
                    List.of("<kernel::block::mq::operations::OperationsVTable<rnull::NullBlkDevice>>"
                            + "::queue_rq_callback"),
                    List.of("rust/kernel/block/mq/operations.rs:116")),
            // The sample of a miscdevice: again an associated constant, `VTABLE` (miscdevice.rs:402).
            reached("rust/kernel/iov.rs:310",
                    "operations: .read_iter of file_operations at .rodata+0x* (by its shape)",
                    List.of("<kernel::miscdevice::MiscdeviceVTable<rust_misc_device::RustMiscDevice>>::read_iter",
                            "<rust_misc_device::RustMiscDevice as kernel::miscdevice::MiscDevice>::read_iter"),
                    List.of("rust/kernel/miscdevice.rs:284", "samples/rust/rust_misc_device.rs:205")),
            // The QR panic screen. C calls `drm_panic_qr_generate` from `drm_panic`, whose address
            // `drm_panic_register` puts into the `kmsg_dumper` of each plane (drm_panic.c:1044): a panic calls it from
            // there. Devices are registered by `drm_dev_register`, which is exported.
            unknown("drivers/gpu/drm/drm_panic_qr.rs:226:9", "export: exported drm_dev_register",
                    List.of("drm_dev_register", "drm_panic_register", "drm_panic", "drm_panic_qr_generate",
                            "<drm_panic_qr::EncodedMsg>::new"),
                    List.of("drivers/gpu/drm/drm_drv.c:1119", "drivers/gpu/drm/drm_panic.c:1044",
                            "drivers/gpu/drm/drm_panic.c:966", "drivers/gpu/drm/drm_panic.c:709",
                            "drivers/gpu/drm/drm_panic_qr.rs:488")));

    @Test
    void waysAreThoseOfTheSource() throws IOException {
        Path vmlinux = Shared.corpus("x86_64-vmlinux/vmlinux");
        SoftAssertions softly = new SoftAssertions();
        new OpenImages(List.of(), 2).look(List.of(vmlinux), questions -> {
            PATHS.forEach(expected -> check(expected, questions, softly));
            return true;
        });
        softly.assertAll();
    }

    private static void check(Expected expected, Questions questions, SoftAssertions softly) {
        List<Glob> from = expected.from().isEmpty() ? List.of() : List.of(new Glob(expected.from()));
        List<Target> targets = questions.why(Wanted.of(expected.wanted()), from, 1).targets().stream()
                .filter(target -> target.function().equals(expected.holder())).toList();
        assertThat(targets).as(expected.wanted()).isNotEmpty();
        for (Target target : targets) {
            softly.assertThat(target.reach()).as("%s: reach", expected.wanted()).isEqualTo(expected.reach());
            softly.assertThat(target.ways()).as("%s: ways", expected.wanted()).hasSize(1);
            Way way = target.ways().getFirst();
            Entrance entrance = Objects.requireNonNull(way.from());
            String root = entrance.kind() + ": " + entrance.name();
            softly.assertThat(new Glob(expected.root()).matches(root)).as("%s: root is %s", expected.wanted(), root)
                    .isTrue();
            softly.assertThat(way.unknownEdges()).as("%s: unknown", expected.wanted()).isEqualTo(expected.unknown());
            softly.assertThat(way.steps()).extracting(Step::function).as("%s: way", expected.wanted())
                    .isEqualTo(expected.functions());
            softly.assertThat(places(way)).as("%s: calls", expected.wanted()).containsSubsequence(expected.calls());
        }
    }

    /// Where control leaves each frame, in the order in which frames are entered; paths from the top of the kernel tree.
    private static List<String> places(Way way) {
        return way.steps().stream().map(Step::leaves).filter(Objects::nonNull)
                .flatMap(leaves -> leaves.frames().reversed().stream()).map(ReachPathsTest::place).toList();
    }

    private static String place(Frame frame) {
        String file = Objects.requireNonNullElse(frame.file(), "");
        String tree = "/src/linux/";
        return (file.startsWith(tree) ? file.substring(tree.length()) : file) + ":" + frame.line();
    }
}
