package dev.assay.report;

import dev.assay.check.verify.Verification;
import dev.assay.check.verify.Verification.Compared;
import dev.assay.check.verify.Verification.NotVerified;
import java.io.IOException;
import java.util.List;

/// What another disassembler says about the transfers to panic entries, for people.
public final class VerifyText {
    private VerifyText() {}

    /// Writes a line for each image, and what differs below it.
    public static void write(List<Verification> verifications, Appendable out) throws IOException {
        for (Verification verification : verifications) {
            String start = verifications.size() == 1 ? "" : Printable.of(verification.path()) + ": ";
            switch (verification) {
                case Compared compared -> compared(start, compared, out);
                case NotVerified not -> Printable.line(out, start + "not verified: " + Printable.of(not.why()));
            }
        }
    }

    private static void compared(String start, Compared compared, Appendable out) throws IOException {
        String tool = Printable.of((compared.tool() + " " + compared.version()).strip());
        int ours = compared.agreed() + compared.onlyHere().size();
        Printable.line(out, start + (compared.agrees() ? "verified with " + tool : tool + " disagrees") + ": "
                + (ours == 0 && compared.agrees() ? "it finds no transfer to a panic entry either"
                        : compared.agreed() + " of " + Count.of(ours, "transfer")
                                + (ours == 1 ? " agrees" : " agree")));
        if (compared.notCompared() > 0) {
            Printable.line(out, "  not compared: " + Count.of(compared.notCompared(), "transfer")
                    + " through registers or memory");
        }
        places("data here, code to " + tool, compared.asData(), out);
        places("only assay finds", compared.onlyHere(), out);
        places("only " + tool + " finds", compared.onlyThere(), out);
        if (!compared.agrees()) {
            Printable.line(out, "  look with: " + Printable.of(compared.command()));
        }
    }

    private static void places(String what, List<String> places, Appendable out) throws IOException {
        for (String place : places) {
            Printable.line(out, "  " + what + ": " + Printable.of(place));
        }
    }
}
