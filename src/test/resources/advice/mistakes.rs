//! What the advice says still panics, or panics too: each function has a site of the kind that its name begins with.
#![no_std]

use core::future::Future;
use core::num::NonZeroI32;

#[panic_handler]
fn handler(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

#[inline(never)]
pub fn bounds_check_behind_a_debug_assertion(table: &[u32], index: usize) -> u32 {
    debug_assert!(index < table.len());
    table[index]
}

#[inline(never)]
pub fn add_overflow_in_a_comparison(offset: usize, len: usize, size: usize) -> bool {
    offset + len > size
}

#[inline(never)]
pub fn add_overflow_in_a_range(bytes: &[u8], start: usize, len: usize) -> Option<&[u8]> {
    bytes.get(start..start + len)
}

#[inline(never)]
pub fn add_overflow_in_an_iterator(numbers: &[u32]) -> u32 {
    numbers.iter().sum()
}

#[inline(never)]
pub fn neg_overflow_of_abs(value: i32) -> i32 {
    value.abs()
}

#[inline(never)]
pub fn div_overflow_by_what_is_not_zero(value: i32, divisor: NonZeroI32) -> i32 {
    value / divisor.get()
}

#[inline(never)]
pub fn div_by_zero_saturating(value: i32, divisor: i32) -> i32 {
    value.saturating_div(divisor)
}

#[inline(never)]
pub fn div_by_zero_wrapping(value: i32, divisor: i32) -> i32 {
    value.wrapping_div(divisor)
}

#[inline(never)]
pub fn div_by_zero_overflowing(value: i32, divisor: i32) -> (i32, bool) {
    value.overflowing_div(divisor)
}

#[inline(never)]
pub fn div_by_zero_rounding_up(value: u32, divisor: u32) -> u32 {
    value.div_ceil(divisor)
}

#[inline(never)]
pub fn rem_overflow_by_what_is_not_zero(value: i32, divisor: NonZeroI32) -> i32 {
    value % divisor.get()
}

#[inline(never)]
pub fn rem_by_zero_wrapping(value: i32, divisor: i32) -> i32 {
    value.wrapping_rem(divisor)
}

#[inline(never)]
pub fn rem_by_zero_euclidean(value: u32, divisor: u32) -> u32 {
    value.rem_euclid(divisor)
}

#[inline(never)]
pub fn slice_index_of_a_copy_within(bytes: &mut [u8], start: usize) {
    bytes.copy_within(start.., 0);
}

#[inline(never)]
pub fn assert_instead_of_the_length(buffer: &mut [u8], data: &[u8]) {
    assert_eq!(buffer.len(), data.len());
    buffer.copy_from_slice(data);
}

#[inline(never)]
pub fn assert_without_a_message(found: u32) {
    assert!(found == 1);
}

#[inline(never)]
pub fn explicit_in_an_assertion_with_a_message(found: u32) {
    assert!(found == 1, "not the first");
}

#[inline(never)]
pub fn explicit_in_split_at(bytes: &[u8], at: usize) -> (&[u8], &[u8]) {
    bytes.split_at(at)
}

#[inline(never)]
pub fn explicit_in_chunks_exact(bytes: &[u8], size: usize) -> usize {
    bytes.chunks_exact(size).len()
}

#[inline(never)]
pub fn assert_in_step_by(step: usize) -> usize {
    (0..9usize).step_by(step).len()
}

#[inline(never)]
pub fn expect_of_a_result(found: Result<u32, u8>) -> u32 {
    found.expect("found")
}

#[inline(never)]
pub fn other_of_a_logarithm(value: u32) -> u32 {
    value.ilog10()
}

#[inline(never)]
pub fn str_boundary_behind_its_test(name: &str, len: usize) -> &str {
    if name.is_char_boundary(len) { &name[..len] } else { name }
}

#[inline(never)]
pub fn coroutine_resumed_behind_a_flag(done: &mut bool, context: &mut core::task::Context<'_>) {
    async fn answer() -> u32 {
        42
    }
    let mut future = core::pin::pin!(answer());
    while !*done {
        *done = future.as_mut().poll(context).is_pending();
    }
}
