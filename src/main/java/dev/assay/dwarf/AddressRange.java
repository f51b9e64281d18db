package dev.assay.dwarf;

/// Where some code lies: from `low` up to, but not including, `high`.
///
/// Kernel addresses are negative as Java numbers; every comparison here is unsigned.
///
/// @param low  address of the first byte
/// @param high address behind the last byte
public record AddressRange(long low, long high) {
    public boolean contains(long address) {
        return Long.compareUnsigned(address, low) >= 0 && Long.compareUnsigned(address, high) < 0;
    }

    @Override
    public String toString() {
        return "0x%x-0x%x".formatted(low, high);
    }
}
