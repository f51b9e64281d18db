package dev.assay.check.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "call   ffffffff8128d5f0 <_RNvfoo>|ffffffff8128d5f0",
        "callq 0xffffffff8128d5f0 <_RNvfoo+0x4>|ffffffff8128d5f0",
        "jmp    40 <f+0x40>|40",
        "jne,pn 40 <f+0x40>|40",
        "bnd jmp 40 <f+0x40>|40",
        "cs jmp 40|40",
        "rex.W call 40 <f>|40",
        "loopne 7 <f+0x7>|7",
        "jrcxz  7 <f+0x7>|7",
        "bl 0xffff8000800207c0 <f>|ffff8000800207c0",
        "b 40 <f+0x40>|40",
        "b.ne 40 <f+0x40>  // b.any|40",
        "cbz x0, 0x40 <f+0x40>|40",
        "tbnz w8, #31, 0x40 <f+0x40>|40",
        "tbz w0, #3, 40 <f<a, b>+0x40>|40"
    })
    void namesItsDestination(String text, String destination) {
        assertThat(TransferText.isTransfer(text)).isTrue();
        assertThat(TransferText.isIndirect(text)).isFalse();
        assertThat(TransferText.destination(text))
                .isEqualTo(OptionalLong.of(Long.parseUnsignedLong(destination, 16)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bfi w0, w1, #2, #3", "bic x0, x1, x2", "br x16", "blr x8", "mov %rax,%rdi", "ret",
        "bnd ret",
        "cs nopw 0x0(%rax,%rax,1)", "rex.W", "", "brk #0x1", "(bad)"})
    void isNoTransferThatNamesADestination(String text) {
        assertThat(TransferText.isTransfer(text)).isFalse();
    }

    @Test
    void registersAndMemoryNameNone() {
        assertThat(TransferText.isIndirect("call   *%rax")).isTrue();
        assertThat(TransferText.isIndirect("notrack jmp *0x0(,%rax,8)")).isTrue();
        assertThat(TransferText.destination("call rax")).isEmpty();
        assertThat(TransferText.destination("call 12345678123456781")).isEmpty();
    }
}
