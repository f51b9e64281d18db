package dev.assay.machine;

/// LoongArch: `b`, `bl`, the conditional branches, and pairs of `pcaddu18i` (or its kin) and `jirl`.
final class LoongArchTransferPatterns implements TransferPatterns {
    @Override
    public void find(byte[] bytes, int length, int steps, long address, Sink sink) {
        for (int i = 0; i + 4 <= length && i < steps; i += 4) {
            int word = TransferPatterns.s32(bytes, i);
            switch (word >>> 26) {
                case 0b010000, 0b010001, 0b010010 -> sink.candidate(i, address + i + LoongArchFields.offset21(word));
                case 0b010100, 0b010101 -> sink.candidate(i, address + i + LoongArchFields.offset26(word));
                case 0b010110, 0b010111, 0b011000, 0b011001, 0b011010, 0b011011 ->
                        sink.candidate(i, address + i + LoongArchFields.offset16(word));
                case 0b000110, 0b000111 -> {
                    int next = i + 8 <= length ? TransferPatterns.s32(bytes, i + 4) : 0;
                    if (next >>> 26 == 0b010011 && LoongArchFields.isPair(word, next)) {
                        sink.candidate(i + 4, LoongArchFields.pcRelative(word, address + i)
                                + LoongArchFields.offset16(next));
                    }
                }
                default -> {}
            }
        }
    }
}
