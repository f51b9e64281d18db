package dev.assay.rust;

/// The table behind [PanicEntries], one entry per line.
///
/// Columns, at least two blanks apart: path without generic arguments (`*::` for any place); crate (`-` for any);
/// kind; words in which the `Location` may travel, newest compiler first; word of a constant message; word of
/// `fmt::Arguments`; first and last rustc in which it was seen. `-` is none.
///
/// Sources: functions with `DW_AT_noreturn` and the signatures of LLVM IR in `core` compiled by rustc 1.85.1, 1.95.0,
/// 1.96.1 and 1.97.1; declarations in the library's source of 1.85.1, 1.93.1, 1.94.1 and 1.95 to 1.97; the noreturn
/// functions of Linux 7.2 and 7.3. What is said of 1.78 to 1.84 follows the list in Linux `tools/objtool/check.c` and
/// published source, not compiled code; 1.86 to 1.92 were not examined.
///
/// In 1.93 `fmt::Arguments` became a pair of words passed by value; before, a pointer to it was passed. That moved the
/// `Location` behind it by one.
final class PanicEntryTable {
    static final String LINES = """
    # panicking: what every panic goes through
    core::panicking::panic_fmt                                core  explicit             2,1      -  0  1.78  1.97
    core::panicking::panic                                    core  explicit             2        0  -  1.78  1.97
    core::panicking::panic_explicit                           core  explicit             0        -  -  1.78  1.85
    core::panicking::panic_display                            core  explicit             1        -  -  1.78  1.97
    core::panicking::panic_str_2015                           core  explicit             2        0  -  1.78  1.97
    core::panicking::unreachable_display                      core  explicit             1        -  -  1.78  1.97
    core::panicking::const_panic_fmt                          core  explicit             -        -  0  1.85  1.97
    core::panicking::panic_bounds_check                       core  bounds-check         2        -  -  1.78  1.97
    core::panicking::panic_nounwind                           core  unsafe-precondition  -        0  -  1.78  1.97
    core::panicking::panic_nounwind_nobacktrace               core  no-unwind            -        0  -  1.85  1.97
    core::panicking::panic_nounwind_fmt                       core  unsafe-precondition  3,2      -  0  1.85  1.97
    core::panicking::panic_nounwind_fmt::runtime              core  unsafe-precondition  3,2      -  0  1.85  1.97
    core::panicking::panic_misaligned_pointer_dereference     core  misaligned-pointer   2        -  -  1.78  1.97
    core::panicking::panic_null_pointer_dereference           core  null-pointer         0        -  -  1.93  1.97
    core::panicking::panic_invalid_enum_construction          core  invalid-enum         2        -  -  1.93  1.97
    core::panicking::panic_cannot_unwind                      core  no-unwind            -        -  -  1.85  1.97
    core::panicking::panic_in_cleanup                         core  no-unwind            -        -  -  1.85  1.97
    core::panicking::assert_failed                            core  assert               5,4,6,7  -  3  1.78  1.97
    core::panicking::assert_failed_inner                      core  assert               7,6      -  5  1.78  1.97
    core::panicking::assert_matches_failed                    core  assert               5,4,6    -  3  1.85  1.97
    # what unreachable_unchecked becomes with debug assertions; 1.85 passes no Location
    core::hint::unreachable_unchecked                         core  unsafe-precondition  0        -  -  1.85  1.97
    core::hint::unreachable_unchecked::precondition_check     core  unsafe-precondition  0        -  -  1.85  1.97
    # panic_const: checks that the compiler puts in; earlier panicking::panic with a message
    core::panicking::panic_const::panic_const_add_overflow    core  add-overflow         0        -  -  1.78  1.97
    core::panicking::panic_const::panic_const_sub_overflow    core  sub-overflow         0        -  -  1.78  1.97
    core::panicking::panic_const::panic_const_mul_overflow    core  mul-overflow         0        -  -  1.78  1.97
    core::panicking::panic_const::panic_const_div_overflow    core  div-overflow         0        -  -  1.78  1.97
    core::panicking::panic_const::panic_const_rem_overflow    core  rem-overflow         0        -  -  1.78  1.97
    core::panicking::panic_const::panic_const_neg_overflow    core  neg-overflow         0        -  -  1.78  1.97
    core::panicking::panic_const::panic_const_shl_overflow    core  shl-overflow         0        -  -  1.78  1.97
    core::panicking::panic_const::panic_const_shr_overflow    core  shr-overflow         0        -  -  1.78  1.97
    core::panicking::panic_const::panic_const_div_by_zero     core  div-by-zero          0        -  -  1.78  1.97
    core::panicking::panic_const::panic_const_rem_by_zero     core  rem-by-zero          0        -  -  1.78  1.97
    core::panicking::panic_const::panic_const_coroutine_resumed  core  coroutine-resumed  0  -  -  1.85  1.97
    core::panicking::panic_const::panic_const_coroutine_resumed_panic  core  coroutine-resumed  0  -  -  1.85  1.97
    core::panicking::panic_const::panic_const_coroutine_resumed_drop  core  coroutine-resumed  0  -  -  1.93  1.97
    core::panicking::panic_const::panic_const_async_fn_resumed  core  coroutine-resumed  0  -  -  1.85  1.97
    core::panicking::panic_const::panic_const_async_fn_resumed_panic  core  coroutine-resumed  0  -  -  1.85  1.97
    core::panicking::panic_const::panic_const_async_fn_resumed_drop  core  coroutine-resumed  0  -  -  1.93  1.97
    core::panicking::panic_const::panic_const_async_gen_fn_resumed  core  coroutine-resumed  0  -  -  1.85  1.97
    core::panicking::panic_const::panic_const_async_gen_fn_resumed_panic  core  coroutine-resumed  0  -  -  1.85  1.97
    core::panicking::panic_const::panic_const_async_gen_fn_resumed_drop  core  coroutine-resumed  0  -  -  1.93  1.97
    core::panicking::panic_const::panic_const_gen_fn_none     core  coroutine-resumed    0        -  -  1.85  1.97
    core::panicking::panic_const::panic_const_gen_fn_none_panic  core  coroutine-resumed  0  -  -  1.85  1.97
    core::panicking::panic_const::panic_const_gen_fn_none_drop  core  coroutine-resumed  0  -  -  1.93  1.97
    # num: strict operations and const evaluation (moved under num::imp in 1.96)
    core::num::overflow_panic::add                            core  add-overflow         0        -  -  1.85  1.95
    core::num::overflow_panic::sub                            core  sub-overflow         0        -  -  1.85  1.95
    core::num::overflow_panic::mul                            core  mul-overflow         0        -  -  1.85  1.95
    core::num::overflow_panic::div                            core  div-overflow         0        -  -  1.85  1.95
    core::num::overflow_panic::rem                            core  rem-overflow         0        -  -  1.85  1.95
    core::num::overflow_panic::neg                            core  neg-overflow         0        -  -  1.85  1.95
    core::num::overflow_panic::shl                            core  shl-overflow         0        -  -  1.85  1.95
    core::num::overflow_panic::shr                            core  shr-overflow         0        -  -  1.85  1.95
    core::num::int_log10::panic_for_nonpositive_argument      core  other                0        -  -  1.85  1.95
    core::num::int_sqrt::panic_for_negative_argument          core  other                0        -  -  1.85  1.95
    core::num::imp::overflow_panic::add                       core  add-overflow         0        -  -  1.96  1.97
    core::num::imp::overflow_panic::sub                       core  sub-overflow         0        -  -  1.96  1.97
    core::num::imp::overflow_panic::mul                       core  mul-overflow         0        -  -  1.96  1.97
    core::num::imp::overflow_panic::div                       core  div-overflow         0        -  -  1.96  1.97
    core::num::imp::overflow_panic::rem                       core  rem-overflow         0        -  -  1.96  1.97
    core::num::imp::overflow_panic::neg                       core  neg-overflow         0        -  -  1.96  1.97
    core::num::imp::overflow_panic::shl                       core  shl-overflow         0        -  -  1.96  1.97
    core::num::imp::overflow_panic::shr                       core  shr-overflow         0        -  -  1.96  1.97
    core::num::imp::int_log10::panic_for_nonpositive_argument  core  other  0  -  -  1.96  1.97
    core::num::imp::int_sqrt::panic_for_negative_argument     core  other                0        -  -  1.96  1.97
    core::num::imp::overflow_panic::cast_integer              core  other                0        -  -  1.97  1.97
    core::num::from_str_radix_panic                           core  other                1        -  -  1.78  1.85
    core::num::from_str_radix_panic_ct                        core  other                1        -  -  1.78  1.83
    core::num::from_str_radix_panic_rt                        core  other                1        -  -  1.78  1.83
    core::num::from_ascii_radix_panic                         core  other                1        -  -  1.93  1.97
    # slices and strings
    core::slice::index::slice_start_index_len_fail            core  slice-index          2        -  -  1.78  1.85
    core::slice::index::slice_start_index_len_fail_ct         core  slice-index          2        -  -  1.78  1.83
    core::slice::index::slice_start_index_len_fail_rt         core  slice-index          2        -  -  1.78  1.83
    core::slice::index::slice_start_index_len_fail::do_panic  core  slice-index          2        -  -  1.85  1.85
    core::slice::index::slice_start_index_len_fail::do_panic::runtime  core  slice-index  2  -  -  1.85  1.85
    core::slice::index::slice_end_index_len_fail              core  slice-index          2        -  -  1.78  1.85
    core::slice::index::slice_end_index_len_fail_ct           core  slice-index          2        -  -  1.78  1.83
    core::slice::index::slice_end_index_len_fail_rt           core  slice-index          2        -  -  1.78  1.83
    core::slice::index::slice_end_index_len_fail::do_panic    core  slice-index          2        -  -  1.85  1.85
    core::slice::index::slice_end_index_len_fail::do_panic::runtime  core  slice-index  2  -  -  1.85  1.85
    core::slice::index::slice_index_order_fail                core  slice-index          2        -  -  1.78  1.85
    core::slice::index::slice_index_order_fail_ct             core  slice-index          2        -  -  1.78  1.83
    core::slice::index::slice_index_order_fail_rt             core  slice-index          2        -  -  1.78  1.83
    core::slice::index::slice_index_order_fail::do_panic      core  slice-index          2        -  -  1.85  1.85
    core::slice::index::slice_index_order_fail::do_panic::runtime  core  slice-index  2  -  -  1.85  1.85
    core::slice::index::slice_start_index_overflow_fail       core  slice-index          0        -  -  1.78  1.85
    core::slice::index::slice_end_index_overflow_fail         core  slice-index          0        -  -  1.78  1.85
    core::slice::index::slice_index_fail                      core  slice-index          3        -  -  1.93  1.97
    core::slice::index::slice_index_fail::do_panic            core  slice-index          2        -  -  1.93  1.97
    core::slice::index::slice_index_fail::do_panic::runtime   core  slice-index          2        -  -  1.93  1.97
    *::copy_from_slice::len_mismatch_fail                     core  slice-copy-length    2        -  -  1.78  1.85
    *::len_mismatch_fail::do_panic                            core  slice-copy-length    2        -  -  1.85  1.97
    *::len_mismatch_fail::do_panic::runtime                   core  slice-copy-length    2        -  -  1.85  1.97
    core::slice::copy_from_slice_impl::len_mismatch_fail      core  slice-copy-length    2        -  -  1.93  1.97
    core::slice::sort::shared::smallsort::panic_on_ord_violation  core  other  -  -  -  1.85  1.97
    core::str::slice_error_fail                               core  str-boundary         4        -  -  1.78  1.97
    core::str::slice_error_fail_ct                            core  str-boundary         4        -  -  1.78  1.97
    core::str::slice_error_fail_rt                            core  str-boundary         4        -  -  1.78  1.97
    core::str::traits::str_index_overflow_fail                core  str-boundary         0        -  -  1.78  1.94
    core::wtf8::slice_error_fail                              core  str-boundary         -        -  -  1.93  1.97
    # Option, Result, cells
    core::option::unwrap_failed                               core  unwrap-none          0        -  -  1.78  1.97
    core::option::expect_failed                               core  expect               2        0  -  1.78  1.97
    core::result::unwrap_failed                               core  unwrap-err           4        0  -  1.78  1.97
    core::cell::panic_already_borrowed                        core  borrow               0,1      -  -  1.78  1.97
    core::cell::panic_already_mutably_borrowed                core  borrow               0,1      -  -  1.78  1.97
    core::cell::panic_already_borrowed::do_panic              core  borrow               0,1      -  -  1.93  1.97
    core::cell::panic_already_borrowed::do_panic::runtime     core  borrow               0,1      -  -  1.93  1.97
    core::cell::panic_already_mutably_borrowed::do_panic      core  borrow               0,1      -  -  1.93  1.97
    core::cell::panic_already_mutably_borrowed::do_panic::runtime  core  borrow  0,1  -  -  1.93  1.97
    core::cell::lazy::panic_poisoned                          core  other                -        -  -  1.85  1.97
    # what the panic! macros leave in the function that used them
    *::panic_cold_explicit                                    -     explicit             0        -  -  1.78  1.85
    *::panic_cold_display                                     -     explicit             1        -  -  1.78  1.85
    *::do_panic                                               core  other                3,2,1,0  -  -  1.85  1.97
    *::do_panic::runtime                                      core  other                3,2,1,0  -  -  1.85  1.97
    # the kernel
    rust_build_error                                          -     build-error          2        0  -  1.78  1.97
    build_error::build_error  build_error  build-error  2  0  -  1.78  1.97
    # the panic handler: takes a PanicInfo, which holds the Location
    rust_begin_unwind                                         -     other                -        -  -  1.78  1.97
    __rustc::rust_begin_unwind                                __rustc  other                -        -  -  1.93  1.97
    # alloc and std, which no kernel has
    alloc::alloc::handle_alloc_error                          alloc  other                -        -  -  1.85  1.97
    alloc::alloc::handle_alloc_error::rt_error                alloc  other                -        -  -  1.85  1.97
    alloc::alloc::handle_alloc_error::ct_error                alloc  other                -        -  -  1.85  1.97
    alloc::raw_vec::capacity_overflow                         alloc  other                0        -  -  1.85  1.97
    alloc::raw_vec::handle_error                              alloc  other                0        -  -  1.85  1.97
    *::insert::assert_failed                                  alloc  bounds-check         2        -  -  1.85  1.97
    *::insert_mut::assert_failed                              alloc  bounds-check         2        -  -  1.97  1.97
    *::remove::assert_failed                                  alloc  bounds-check         2        -  -  1.85  1.97
    *::swap_remove::assert_failed                             alloc  bounds-check         2        -  -  1.85  1.97
    *::split_off::assert_failed                               alloc  bounds-check         2        -  -  1.85  1.97
    std::panicking::begin_panic                               std   explicit             -        -  -  1.85  1.97
    std::panicking::begin_panic_handler                       std   other                -        -  -  1.85  1.97
    std::panicking::panic_handler                             std   other                -        -  -  1.97  1.97
    std::panicking::resume_unwind                             std   explicit             -        -  -  1.85  1.97
    std::panic::panic_any                                     std   explicit             -        -  -  1.85  1.97
    std::panic::resume_unwind                                 std   explicit             -        -  -  1.85  1.97
    std::panicking::rust_panic_with_hook                      std   other                -        -  -  1.85  1.97
    std::alloc::rust_oom                                      std   other                -        -  -  1.85  1.97
    std::sync::lazy_lock::panic_poisoned                      std   other                -        -  -  1.85  1.97
    std::thread::local::panic_access_error                    std   other                -        -  -  1.85  1.97
    std::thread::id::exhausted                                std   other                -        -  -  1.85  1.97
    std::thread::ThreadId::new::exhausted                     std   other                -        -  -  1.85  1.85
    """;

    private PanicEntryTable() {}
}
