package dev.assay.report;

import dev.assay.check.reach.Proof;
import dev.assay.check.reach.Step;
import dev.assay.check.reach.Way;
import java.io.IOException;
import java.util.List;

/// The answer to `assay prove` for people: the verdict on each function, and what it rests on.
public final class ProveText {

    private final WhyView view;
    private final Style style;
    private final Appendable out;

    private ProveText(WhyView view, Appendable out) {
        this.view = view;
        this.style = view.style();
        this.out = out;
    }

    /// Writes the whole answer. Text from the files is escaped.
    public static void write(List<Proof> proofs, WhyView view, Appendable out) throws IOException {
        ProveText text = new ProveText(view, out);
        boolean first = true;
        for (Proof proof : proofs) {
            if (!first) {
                Printable.line(out, "");
            }
            text.proof(proof);
            first = false;
        }
    }

    private void proof(Proof proof) throws IOException {
        String verdict = verdict(proof);
        String followed = " (followed " + Count.of(proof.followed(), "function") + ")";
        String image = proof.image() == null ? "" : "  [" + WayText.file(proof.image()) + "]";
        int taken = verdict.length() + 2 + followed.length() + image.length();
        Printable.line(out, (proof.verdict() == Proof.Verdict.FREE ? style.bold(verdict) : style.warning(verdict))
                + ": " + view.function(proof.function(), taken) + style.dim(followed + image));
        for (String assumed : proof.assumed()) {
            Printable.line(out, "  assuming that this cannot panic: " + Printable.of(assumed));
        }
        WayText ways = new WayText(view, out);
        for (Proof.Reached reached : proof.sites()) {
            Printable.line(out, "");
            SiteText.print(reached.site(), "  ", view, out);
            if (leads(reached.way())) {
                ways.print(List.of(reached.way()), false);
            }
        }
        for (Proof.Unknown unknown : proof.unknown()) {
            Printable.line(out, "");
            Printable.line(out, "  " + style.warning("unknown: ") + Printable.of(unknown.why()));
            ways.print(List.of(unknown.way()), false);
        }
        int more = proof.unknownCount() - proof.unknown().size();
        if (more > 0) {
            Printable.line(out, "");
            Printable.line(out, "  " + style.warning("unknown: ") + "and " + Count.of(more, "more edge")
                    + ", farther away");
        }
    }

    private static String verdict(Proof proof) {
        return switch (proof.verdict()) {
            case FREE -> "proved free" + (proof.assumed().isEmpty() ? "" : ", with assumptions");
            case REACHES -> "reaches " + Count.of(proof.sites().size(), "panic site")
                    + (proof.unknownCount() == 0 ? "" : " and " + Count.of(proof.unknownCount(), "unknown edge"));
            case CANNOT_TELL -> "cannot tell, because of " + Count.of(proof.unknownCount(), "unknown edge");
        };
    }

    /// Whether a way says more than the site at its end.
    private static boolean leads(Way way) {
        Step.Leaving leaves = way.steps().getFirst().leaves();
        return way.steps().size() > 1 || (leaves != null && leaves.frames().size() > 1);
    }
}
