package dev.assay.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.assay.bytes.Memory;
import dev.assay.bytes.Slice;
import dev.assay.elf.Section;
import dev.assay.elf.SectionType;
import dev.assay.machine.Decoder;
import dev.assay.machine.Flow;
import dev.assay.machine.Machine;
import dev.assay.machine.X86_64;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Data flow over small functions, assembled by hand: the comment beside each line is what it disassembles to.
class ValueFlowTest {
    private static final long ADDRESS = 0xffffffff81000000L;
    private static final int RBX = 3;
    private static final int RSI = 6;
    private static final int RDI = 7;
    private static final Memory NOTHING = new Memory() {
        @Override
        public Optional<Slice> at(long address) {
            return Optional.empty();
        }

        @Override
        public boolean isConstant(long address) {
            return false;
        }
    };
    private static final Machine MACHINE = new X86_64();

    @Test
    void bothConstantsReachAMergedCall() {
        State state = atLast(Flow.CALL, """
                74 07             je   9
                bf 01 00 00 00    mov  $1,%edi
                eb 05             jmp  e
                bf 02 00 00 00    mov  $2,%edi
                e8 00 00 00 00    call 13
                c3                ret
                """);
        assertThat(state.register(RDI).constants()).containsExactly(1, 2);
        assertThat(state.register(RDI).open()).isFalse();
    }

    @Test
    void aValueIsFollowedThroughTheStackAndACallThatPreservesIt() {
        State state = atLast(Flow.CALL, """
                53                push %rbx
                48 83 ec 10       sub  $0x10,%rsp
                48 89 7c 24 08    mov  %rdi,0x8(%rsp)
                bb 07 00 00 00    mov  $7,%ebx
                e8 00 00 00 00    call 14
                48 8b 74 24 08    mov  0x8(%rsp),%rsi
                48 89 df          mov  %rbx,%rdi
                e8 00 00 00 00    call 21
                c3                ret
                """);
        assertThat(state.register(RDI).constants()).containsExactly(7);
        assertThat(state.register(RSI).atoms()).containsExactly(new Value.Atom(RDI, 0));
    }

    @Test
    void aCallForgetsWhatItMayChange() {
        State state = atLast(Flow.CALL, """
                bf 01 00 00 00    mov  $1,%edi
                e8 00 00 00 00    call a
                e8 00 00 00 00    call f
                c3                ret
                """);
        assertThat(state.register(RDI)).isEqualTo(Value.UNKNOWN);
    }

    /// Two paths around a loop: one counts, so that the register is given up at the head; the other brings a constant
    /// back to the head each time, which must not look like news.
    @Test
    void aLoopThatCountsComesToAnEnd() {
        State state = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> atLast(Flow.RETURN, """
                48 85 ff          test %rdi,%rdi
                74 07             je   c
                bb 01 00 00 00    mov  $1,%ebx
                eb f4             jmp  0
                48 83 c3 01       add  $1,%rbx
                48 85 f6          test %rsi,%rsi
                75 eb             jne  0
                c3                ret
                """));
        assertThat(state.register(RBX).open()).isTrue();
        assertThat(state.register(RDI).atoms()).containsExactly(new Value.Atom(RDI, 0));
    }

    /// The kernel patches such code in; nothing is known where it begins.
    @Test
    void codeThatNoBranchLeadsToIsEnteredWithNothingKnown() {
        State state = atLast(Flow.CALL, """
                bf 01 00 00 00    mov  $1,%edi
                c3                ret
                be 02 00 00 00    mov  $2,%esi
                e8 00 00 00 00    call 10
                """);
        assertThat(state.isReached()).isFalse();
        assertThat(state.register(RDI)).isEqualTo(Value.UNKNOWN);
        assertThat(state.register(RSI).constants()).containsExactly(2);
    }

    private static State atLast(Flow flow, String listing) {
        StringBuilder digits = new StringBuilder();
        listing.lines().forEach(line -> digits.append(line, 0, 18));
        byte[] bytes = HexFormat.of().parseHex(digits.toString().replace(" ", ""));
        MemorySegment memory = Arena.ofAuto().allocate(bytes.length);
        memory.copyFrom(MemorySegment.ofArray(bytes));
        Section text = new Section(1, ".text", SectionType.PROGBITS, 6, ADDRESS, 0, bytes.length, 0, 0, 16, 0);
        Function function = new Function(ADDRESS, bytes.length, text, List.of("f"));
        Decoder decoder = MACHINE.decoder();
        Code code = Code.decode(function, Slice.of("test", ".text", memory), MACHINE, decoder, NOTHING);
        int last = -1;
        for (int i = 0; i < code.count(); i++) {
            last = code.flow(i) == flow ? i : last;
        }
        int wanted = last;
        Map<Integer, State> states = ValueFlow.states(code, MACHINE, decoder, NOTHING, address -> false,
                i -> i == wanted);
        return Objects.requireNonNull(states.get(wanted), "no state at the last " + flow);
    }
}
