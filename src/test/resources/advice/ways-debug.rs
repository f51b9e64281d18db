//! The same for checks that debug assertions bring.
#![no_std]

use core::ptr::NonNull;

#[panic_handler]
fn handler(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

#[inline(never)]
pub fn unsafe_precondition_after_its_test(table: &[u32], index: usize) -> u32 {
    if index < table.len() {
        // SAFETY: tested above.
        unsafe { *table.get_unchecked(index) }
    } else {
        0
    }
}

#[inline(never)]
pub fn unsafe_precondition_of_a_reference(value: &mut u32) -> NonNull<u32> {
    NonNull::from(value)
}

#[inline(never)]
pub fn misaligned_pointer_to_bytes(bytes: &[u8]) -> Option<u32> {
    bytes.first_chunk::<4>().map(|word| u32::from_le_bytes(*word))
}

/// # Safety
/// `flag` must be null or valid for reads.
#[inline(never)]
pub unsafe fn null_pointer_as_a_reference(flag: *const u8) -> Option<u8> {
    // SAFETY: by the contract of this function.
    unsafe { flag.as_ref() }.copied()
}
