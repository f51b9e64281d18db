//! What the advice says the compiler leaves no check of: nothing here may have a panic site, whatever the name says the
//! site would be.
#![no_std]

use core::num::{NonZeroU32, NonZeroUsize};
use kernel::num::Bounded;
use kernel::prelude::*;

#[panic_handler]
fn handler(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

#[inline(never)]
pub fn bounds_check_of_a_bounded_index(table: &[u32; 16], index: Bounded<usize, 4>) -> u32 {
    table[*index]
}

#[inline(never)]
pub fn bounds_check_of_a_masked_index(table: &[u32; 16], index: usize) -> u32 {
    table[index & 15]
}

#[inline(never)]
pub fn bounds_check_after_a_comparison(table: &[u32], index: usize) -> u32 {
    if index < table.len() { table[index] } else { 0 }
}

#[inline(never)]
pub fn bounds_check_in_a_loop_over_all(table: &mut [u32]) {
    for index in 0..table.len() {
        table[index] = 7;
    }
}

#[inline(never)]
pub fn bounds_check_of_a_matched_shape(bytes: &[u8]) -> Result<(u8, u8)> {
    let [low, high, ..] = bytes else {
        return Err(EINVAL);
    };
    Ok((*low, *high))
}

#[inline(never)]
pub fn bounds_check_of_constants_in_an_array(bytes: &[u8]) -> Result<(u8, u8)> {
    let head: &[u8; 8] = bytes.first_chunk().ok_or(EINVAL)?;
    Ok((head[1], head[7]))
}

#[inline(never)]
pub fn bounds_check_in_exact_chunks(bytes: &[u8], mut each: impl FnMut(u8)) {
    for word in bytes.chunks_exact(4) {
        each(word[3]);
    }
}

#[inline(never)]
pub fn bounds_check_in_exact_chunks_of_one_type(bytes: &[u8]) -> u8 {
    let mut all = 0;
    bounds_check_in_exact_chunks(bytes, |byte| all ^= byte);
    all
}

#[inline(never)]
pub fn add_overflow_of_wider_operands(one: u32, other: u32) -> u64 {
    u64::from(one) + u64::from(other)
}

#[inline(never)]
pub fn add_overflow_of_a_checked_sum(numbers: &[u32]) -> Option<u32> {
    numbers.iter().try_fold(0u32, |sum, number| sum.checked_add(*number))
}

#[inline(never)]
pub fn sub_overflow_after_the_offset_is_tested(offset: usize, len: usize, size: usize) -> bool {
    offset <= size && len > size - offset
}

#[inline(never)]
pub fn sub_overflow_after_a_comparison(capacity: usize, used: usize) -> usize {
    if used <= capacity { capacity - used } else { 0 }
}

#[inline(never)]
pub fn sub_overflow_of_a_distance(one: u32, other: u32) -> u32 {
    one.abs_diff(other)
}

#[inline(never)]
pub fn mul_overflow_of_wider_operands(one: u32, other: u32) -> u64 {
    u64::from(one) * u64::from(other)
}

#[inline(never)]
pub fn mul_overflow_in_a_chain(n: usize, size: usize, header: usize) -> Option<usize> {
    n.checked_mul(size).and_then(|bytes| bytes.checked_add(header))
}

#[inline(never)]
pub fn neg_overflow_saturating(value: i32) -> i32 {
    value.saturating_neg()
}

#[inline(never)]
pub fn shl_overflow_of_a_masked_distance(value: u32, number: u32) -> u32 {
    value << (number & 31)
}

#[inline(never)]
pub fn shr_overflow_by_the_logarithm_of_what_is_not_zero(value: usize, divisor: NonZeroUsize) -> usize {
    value >> divisor.ilog2()
}

#[inline(never)]
pub fn shr_overflow_to_zero(value: u32, distance: u32) -> u32 {
    value.checked_shr(distance).unwrap_or(0)
}

#[inline(never)]
pub fn div_overflow_of_a_positive_constant(value: i32) -> i32 {
    value / 10
}

#[inline(never)]
pub fn div_by_zero_after_an_early_return(sum: u32, count: u32) -> u32 {
    if count == 0 {
        return 0;
    }
    sum / count
}

#[inline(never)]
pub fn div_by_zero_of_a_number_made_not_zero(sum: u32, count: u32) -> Result<u32> {
    let count = NonZeroU32::new(count).ok_or(EINVAL)?;
    Ok(sum / count)
}

const SLOTS: usize = 64;
static_assert!(SLOTS.is_power_of_two());

#[inline(never)]
pub fn rem_by_zero_by_a_mask(index: usize) -> usize {
    index & (SLOTS - 1)
}

#[inline(never)]
pub fn slice_copy_length_of_arrays(to: &mut [u8; 32], from: &[u8; 32]) {
    *to = *from;
}

#[inline(never)]
pub fn slice_copy_length_of_a_zip(buffer: &mut [u8], data: &[u8]) {
    for (to, from) in buffer.iter_mut().zip(data) {
        *to = *from;
    }
}

#[inline(never)]
pub fn str_boundary_of_a_split(name: &str) -> Option<&str> {
    name.split_once('.').map(|(name, _)| name)
}

#[inline(never)]
pub fn unwrap_none_of_a_constant() -> u32 {
    const { NonZeroU32::new(64).unwrap() }.get()
}

#[inline(never)]
pub fn explicit_after_a_mask(code: u8) -> u32 {
    match code & 3 {
        0 => 8,
        1 => 16,
        2 => 32,
        3 => 64,
        _ => unreachable!(),
    }
}

#[inline(never)]
pub fn build_error_after_a_mask(value: u32) -> u32 {
    let value = value & 15;
    build_assert!(value < 16);
    value
}

#[inline(never)]
pub fn other_of_a_checked_logarithm(value: u32) -> Option<u32> {
    value.checked_ilog10()
}
