package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.assay.cli.ShowRequest.Listing;
import dev.assay.cli.ShowRequest.Site;
import dev.assay.cli.ShowRequest.Spot;
import dev.assay.cli.ShowRequest.Subject;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ShowCommandTest {
    private static final Command COMMAND = new ShowCommand((request, terminal) -> ExitStatus.OK);
    private static final Path FILE = Path.of("a.ko");

    private static ShowRequest parse(String... args) {
        return ShowCommand.request(Shell.parse(COMMAND, List.of(args)));
    }

    private static void refused(String message, String... args) {
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> parse(args)).withMessage(message);
    }

    @Test
    void everySubjectIsListed() {
        for (Subject subject : Subject.values()) {
            assertThat(parse(subject.name().toLowerCase(Locale.ROOT), "a.ko"))
                    .isEqualTo(new Listing(subject, FILE, List.of(), false));
        }
    }

    @Test
    void optionsMayStandAnywhere() {
        assertThat(parse("units", "--debug", "d1", "a.ko", "--debug", "d2", "--allow-unknown"))
                .isEqualTo(new Listing(Subject.UNITS, FILE, List.of(Path.of("d1"), Path.of("d2")), true));
    }

    @Test
    void aSiteIsAnAddressOrASectionAndOffset() {
        assertThat(parse("site", "a.ko", "0xffffffff81af151e"))
                .isEqualTo(new Site(FILE, List.of(), new Spot(null, 0xffffffff81af151eL)));
        assertThat(parse("site", "a.ko", "81AF")).isEqualTo(new Site(FILE, List.of(), new Spot(null, 0x81af)));
        assertThat(parse("site", "a.ko", ".text+0x4d2"))
                .isEqualTo(new Site(FILE, List.of(), new Spot(".text", 0x4d2)));
        assertThat(parse("site", "a.ko", ".text.a+b+10"))
                .isEqualTo(new Site(FILE, List.of(), new Spot(".text.a+b", 0x10)));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        refused("nothing to show given: one of sections, symbols, functions, units, site");
        refused("unknown subject 'symbol'; did you mean 'symbols'?", "symbol", "a.ko");
        refused("'show symbols' takes one file, found 0 arguments", "symbols");
        refused("'show symbols' takes one file, found 2 arguments", "symbols", "a.ko", "b.ko");
        refused("'show site' takes a file and an address, found 1 argument", "site", "a.ko");
        for (String bad : List.of("", "0x", "+10", "main", ".text+", "0x12345678123456781", "-1x")) {
            assertThatExceptionOfType(UsageException.class).isThrownBy(() -> parse("site", "a.ko", "--", bad))
                    .withMessage("'%s' is not an address: expected 0x… or SECTION+0x…", bad);
        }
    }
}
