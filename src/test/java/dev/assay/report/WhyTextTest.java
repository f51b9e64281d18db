package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.reach.Attributed;
import dev.assay.check.reach.Proof;
import dev.assay.check.reach.ReachClass;
import dev.assay.check.reach.Via;
import dev.assay.check.reach.Why;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhyTextTest {
    private static final WhyView PLAIN = WhyView.plain();

    @Test
    void waysToASiteWithDebugInformation() throws IOException {
        Golden.compare("why-tyr.txt", print(ReachModels.tyr(), PLAIN));
    }

    @Test
    void everyEdgeAndEveryClassWithoutDebugInformation() throws IOException {
        Golden.compare("why-rare.txt", print(ReachModels.rare(), PLAIN));
    }

    @Test
    void colouredAndShortenedOnATerminal() throws IOException {
        String terminal = print(ReachModels.tyr(), WhyView.onTerminal(100));
        Golden.compare("why-terminal.txt", terminal.replace("\u001b", "␛"));
        assertThat(Plain.withoutColours(terminal).lines())
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(100));
        assertThat(print(ReachModels.tyr(), PLAIN)).doesNotContain("\u001b", "…");
    }

    @Test
    void framesAreInTheOrderInWhichTheyRun() throws IOException {
        assertThat(print(ReachModels.tyr(), PLAIN).lines().filter(line -> line.startsWith("    ")))
                .containsSubsequence(
                        "    drivers/gpu/drm/tyr/fw.rs:224:9      <tyr::fw::Firmware>::new",
                        "    drivers/gpu/drm/tyr/mmu.rs:?           inlined <tyr::mmu::Mmu>::activate_vm");
    }

    @Test
    void whatIsNotKnownToBeReachedIsUnmistakable() throws IOException {
        String text = print(ReachModels.rare(), PLAIN);
        assertThat(text)
                .contains("\n  only through unknown edges, from 7 roots, the nearest of them\n")
                .contains("\n  ? .text+0x1a ")
                .contains("\n  not reached by anything known\n")
                .contains("4 targets: 2 reached, 1 only through unknown edges, 1 not reached by anything known\n");
        assertThat(print(ReachModels.tyr(), PLAIN)).doesNotContain("unknown", "  ? ");
    }

    @Test
    void everyClassAndEveryEdgeHasItsWords() {
        for (ReachClass reach : ReachClass.values()) {
            Why.Target target = new Why.Target("f", "f", null, null, null, reach, 0, List.of());
            assertThat(WhyText.reached(target)).isNotBlank();
        }
        for (Via via : Via.values()) {
            assertThat(WayText.note(via).isEmpty()).isEqualTo(via == Via.CALL);
        }
    }

    @Test
    void nothingFits() throws IOException {
        assertThat(print(ReachModels.nothing(), PLAIN)).isEqualTo("no function or panic site fits\n");
    }

    @Test
    void proofs() throws IOException {
        Golden.compare("prove.txt", prove(ReachModels.proofs(), PLAIN));
        assertThat(prove(ReachModels.proofs(), PLAIN))
                .startsWith("proved free: <tyr::regs::Version>::major (followed 1 function)\n")
                .contains("  assuming that this cannot panic: kfree\n");
        String terminal = prove(ReachModels.proofs(), WhyView.onTerminal(90));
        assertThat(Plain.withoutColours(terminal).lines())
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(90));
    }

    @Test
    void ofManyUnknownEdgesTheNearestArePrintedAndTheOthersCounted() throws IOException {
        Proof one = ReachModels.hostileProofs().getFirst();
        List<Proof.Unknown> many = Collections.nCopies(10, one.unknown().getFirst());
        Proof proof = new Proof("tyr::probe", "tyr_probe", null, Proof.Verdict.CANNOT_TELL, List.of(), many, 12,
                List.of(), 40);
        String text = prove(List.of(proof), PLAIN);

        assertThat(text).startsWith("cannot tell, because of 12 unknown edges: tyr::probe")
                .endsWith("\n\n  unknown: and 2 more edges, farther away\n");
        assertThat(text.split("\n  unknown: ", -1)).hasSize(12);
    }

    @Test
    void attributed() throws IOException {
        Golden.compare("attributed.txt",
                attribute(ReachModels.attributed(), List.of("not scanned: driver::start"), PLAIN));
        String terminal = attribute(ReachModels.attributed(), List.of(), WhyView.onTerminal(140));
        Golden.compare("attributed-terminal.txt", Plain.withoutColours(terminal));
        assertThat(Plain.withoutColours(terminal).lines())
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(140));
    }

    @Test
    void nothingAttributedIsNotCleanWhereSomethingIsUnknown() throws IOException {
        Attributed quiet = new Attributed("a::f", "_Ra", "a", null, List.of());
        assertThat(attribute(List.of(quiet), List.of(), PLAIN)).endsWith("\nno panics in 1 function\n");
        assertThat(attribute(List.of(quiet), List.of("a gap"), PLAIN))
                .endsWith("\nno panics found in 1 function, but not everything could be told\nunknown: a gap\n");
    }

    @Test
    void hostileNames() throws IOException {
        String text = print(ReachModels.hostile(), PLAIN)
                + prove(ReachModels.hostileProofs(), PLAIN)
                + attribute(ReachModels.hostileAttributed(), List.of(ReachModels.HOSTILE), PLAIN);
        Golden.compare("why-hostile.txt", text);
        Plain.assertHarmless(text);
        WhyView narrow = WhyView.onTerminal(20);
        Plain.assertHarmless(Plain.withoutColours(print(ReachModels.hostile(), narrow)
                + prove(ReachModels.hostileProofs(), narrow)
                + attribute(ReachModels.hostileAttributed(), List.of(), narrow)));
    }

    private static String print(Why why, WhyView view) throws IOException {
        StringBuilder out = new StringBuilder();
        WhyText.write(why, view, out);
        return out.toString();
    }

    private static String prove(List<Proof> proofs, WhyView view) throws IOException {
        StringBuilder out = new StringBuilder();
        ProveText.write(proofs, view, out);
        return out.toString();
    }

    private static String attribute(List<Attributed> functions, List<String> unknown, WhyView view)
            throws IOException {
        StringBuilder out = new StringBuilder();
        AttributedText.write(functions, unknown, view, out);
        return out.toString();
    }
}
