// SPDX-License-Identifier: Apache-2.0

//! A driver for a temperature sensor with a small queue of readings: short, but with the kinds of panics that drivers
//! have. It needs no kernel to build. `build.sh` makes `sensor.ko` of it, in which `assay panics` finds them.
#![no_std]

/// Registers of the device, as its bus gives them.
pub struct Registers<'a> {
    bytes: &'a [u8],
}

impl Registers<'_> {
    /// Two bytes, the low one first.
    #[inline]
    fn read16(&self, offset: usize) -> u16 {
        let low = self.bytes[offset];
        let high = self.bytes[offset + 1];
        u16::from_le_bytes([low, high])
    }
}

/// The last readings, oldest first, in thousandths of a degree.
pub struct Queue {
    readings: [i32; 32],
    count: usize,
}

impl Queue {
    fn push(&mut self, reading: i32) {
        if self.count == self.readings.len() {
            self.readings.copy_within(1.., 0);
            self.count -= 1;
        }
        // PANIC: `count` is below 32, as the branch above saw to.
        self.readings[self.count] = reading;
        self.count += 1;
    }

    fn average(&self) -> i32 {
        let sum: i32 = self.readings[..self.count].iter().sum();
        sum / self.count as i32
    }
}

pub struct Sensor<'a> {
    registers: Registers<'a>,
    queue: Queue,
    scale: Option<u32>,
}

impl Sensor<'_> {
    /// Takes one reading.
    #[inline(never)]
    pub fn sample(&mut self, channel: usize) -> i32 {
        let raw = self.registers.read16(0x10 + channel * 2);
        let scale = self.scale.expect("calibrated in sensor_probe");
        let reading = (raw as u32 * scale) as i32;
        self.queue.push(reading);
        reading
    }

    /// Copies the serial number, which the caller's buffer must fit.
    #[inline(never)]
    pub fn serial(&self, out: &mut [u8]) {
        let length = self.registers.bytes[0] as usize;
        out.copy_from_slice(&self.registers.bytes[1..][..length]);
    }

    #[inline(never)]
    pub fn average(&self) -> i32 {
        self.queue.average()
    }
}

/// What the bus calls when it finds the device.
///
/// # Safety
///
/// `registers` points to 256 bytes.
#[no_mangle]
#[link_section = ".init.text"]
pub unsafe extern "C" fn sensor_probe(registers: *const u8, channel: u32) -> i32 {
    // SAFETY: the caller says so.
    let bytes = unsafe { core::slice::from_raw_parts(registers, 256) };
    let scale = 1000u32.checked_shr(bytes[2] as u32);
    let queue = Queue { readings: [0; 32], count: 0 };
    let mut sensor = Sensor { registers: Registers { bytes }, queue, scale };
    let reading = sensor.sample(channel as usize);
    if reading < -55_000 {
        unreachable!("colder than the sensor can measure: {}", reading);
    }
    reading
}

/// What `modinfo` reads.
#[link_section = ".modinfo"]
#[used]
static MODINFO: [u8; 69] = *b"license=Apache-2.0\0name=sensor\0vermagic=7.3.4 SMP preempt mod_unload\0";

/// What a bus knows of a driver, as C has it.
#[repr(C)]
pub struct BusDriver {
    name: *const u8,
    probe: unsafe extern "C" fn(*const u8, u32) -> i32,
}

// SAFETY: nothing of it ever changes.
unsafe impl Sync for BusDriver {}

/// Where the bus finds `sensor_probe`. Nothing in this module calls that, so `assay why` starts here.
#[no_mangle]
pub static SENSOR_DRIVER: BusDriver = BusDriver { name: c"sensor".as_ptr().cast(), probe: sensor_probe };
