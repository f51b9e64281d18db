//! A stand-in for the `kernel` crate of Linux 7.3: what the examples of the advice use of it, with the same signatures
//! and of our own making, so that they compile without a kernel. `file:` names where each item is in the kernel's
//! source; a test on a source tree compares the signatures that follow, up to the next blank line or `file:`.
#![no_std]
#![allow(clippy::all)]

pub mod build_assert {
    // file: rust/build_error.rs
    #[export_name = "rust_build_error"]
    #[track_caller]
    pub const fn build_error(msg: &'static str) -> ! {
        panic!("{}", msg)
    }
}

// file: rust/kernel/build_assert.rs
#[macro_export]
macro_rules! static_assert {
    ($condition:expr $(,$arg:literal)?) => {
        const _: () = assert!($condition $(, $arg)?);
    };
}

// file: rust/kernel/build_assert.rs
#[macro_export]
macro_rules! const_assert {
    ($condition:expr $(,$arg:literal)?) => {
        const { assert!($condition $(, $arg)?) }
    };
}

// file: rust/kernel/build_assert.rs
#[macro_export]
macro_rules! build_assert_macro {
    ($cond:expr $(,)?) => {
        if !$cond {
            $crate::build_assert::build_error(stringify!($cond));
        }
    };
}

pub mod error {
    use core::num::{NonZeroI32, TryFromIntError};

    #[derive(Clone, Copy, PartialEq, Eq)]
    // file: rust/kernel/error.rs
    pub struct Error(NonZeroI32);

    // file: rust/kernel/error.rs
    pub type Result<T = (), E = Error> = core::result::Result<T, E>;

    // file: rust/kernel/error.rs
    impl From<TryFromIntError> for Error {
        fn from(_: TryFromIntError) -> Error {
            code::EINVAL
        }
    }

    pub mod code {
        use super::Error;
        use core::num::NonZeroI32;

        const fn of(number: i32) -> Error {
            Error(NonZeroI32::new(-number).unwrap())
        }

        pub const EIO: Error = of(5);
        pub const ENODEV: Error = of(19);
        pub const EINVAL: Error = of(22);
        pub const EOVERFLOW: Error = of(75);
    }
}

pub mod bits {
    /// `n` is below 32, or there is no such bit. The kernel makes it and its kin with a macro.
    pub fn checked_bit_u32(n: u32) -> Option<u32> {
        1u32.checked_shl(n)
    }
}

pub mod num {
    use core::ops::{Deref, Shl, Shr};

    /// What `Bounded` needs of an integer; of our own, and shorter than the kernel's.
    pub trait Integer: Copy + PartialEq + Shl<u32, Output = Self> + Shr<u32, Output = Self> {
        const BITS: u32;
    }

    impl Integer for u8 {
        const BITS: u32 = 8;
    }

    impl Integer for u32 {
        const BITS: u32 = 32;
    }

    impl Integer for usize {
        const BITS: u32 = usize::BITS;
    }

    #[derive(Clone, Copy)]
    // file: rust/kernel/num/bounded.rs
    pub struct Bounded<T: Integer, const N: u32>(T);

    fn fits<T: Integer>(value: T, bits: u32) -> bool {
        let unused = T::BITS - bits;
        value << unused >> unused == value
    }

    // file: rust/kernel/num/bounded.rs
    impl<T, const N: u32> Bounded<T, N>
    where
        T: Integer,
    {
        // file: rust/kernel/num/bounded.rs
        pub fn try_new(value: T) -> Option<Self> {
            fits(value, N).then_some(Self(value))
        }

        // file: rust/kernel/num/bounded.rs
        pub const fn get(self) -> T {
            self.0
        }
    }

    // file: rust/kernel/num/bounded.rs
    impl<T, const N: u32> Deref for Bounded<T, N>
    where
        T: Integer,
    {
        type Target = T;

        // file: rust/kernel/num/bounded.rs
        fn deref(&self) -> &Self::Target {
            if !fits(self.0, N) {
                // SAFETY: `try_new` makes only values that fit.
                unsafe { core::hint::unreachable_unchecked() }
            }
            &self.0
        }
    }
}

pub mod prelude {
    pub use crate::build_assert_macro as build_assert;
    pub use crate::error::code::*;
    pub use crate::error::{Error, Result};
    pub use crate::{const_assert, static_assert};
}
