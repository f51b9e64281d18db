package dev.assay.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.testing.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.print.PrintOptions;

/// The page in a real browser, opened from disk.
@Tag("browser")
@Tag("slow")
class BrowserTest {
    private static final String ROWS = "#table > tbody > tr:not(.detail):not(.rest)";

    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.start(1360, 900);
    }

    @AfterAll
    static void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void asAlways() {
        browser.media("", "light");
        browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    }

    @AfterEach
    void nothingOnTheConsole() {
        assertThat(browser.console()).as("what the console got").isEmpty();
    }

    private static void open(Page page) throws IOException {
        open(page, "");
    }

    private static void open(Page page, String hash) throws IOException {
        browser.open(Pages.text(page), hash);
        browser.await("the page is ready", "document.documentElement.classList.contains('ready')");
    }

    private static String shown() {
        return browser.one("#shown").getText();
    }

    private static List<String> column(String style) {
        return browser.texts(ROWS + " ." + style);
    }

    private static void choose(String menu, String value) {
        browser.one("select[name=%s] option[value='%s']".formatted(menu, value)).click();
    }

    private static void type(String text) {
        browser.one("input[name=q]").sendKeys(text);
    }

    @Test
    void filtersNarrowWhatIsShown() throws IOException {
        open(Pages.many(100));
        assertThat(shown()).isEqualTo("100");
        assertThat(browser.all(ROWS)).hasSize(100);
        choose("kind", "add-overflow");
        assertThat(shown()).isEqualTo("15 of 100");
        assertThat(column("kind")).hasSize(15).containsOnly("add-overflow");
        assertThat(browser.texts("select[name=crate] option")).contains("driver9 (3)", "driver0 (0)");
        choose("crate", "driver9");
        assertThat(shown()).isEqualTo("3 of 100");
        assertThat(browser.run("return location.hash")).isEqualTo("#kind=add-overflow&crate=driver9");
        browser.driver().navigate().back();
        assertThat(shown()).as("one step back").isEqualTo("15 of 100");
        type("F98");
        browser.await("the text filters", "document.getElementById('shown').textContent === '0 of 100'");
        assertThat(browser.one("#table .rest").getText()).isEqualTo("No site fits this filter.");
        browser.one("button[type=reset]").click();
        assertThat(shown()).isEqualTo("100");
        assertThat(browser.run("return location.hash")).isEmpty();
        type("driver5 f30");
        browser.await("all words must fit", "document.getElementById('shown').textContent === '1 of 100'");
        assertThat(column("function")).containsExactly("driver5::module::f30");
    }

    @Test
    void theAddressKeepsTheFilter() throws IOException {
        open(Pages.many(100), "#kind=add-overflow&crate=driver9&sort=-place&q=f9");
        assertThat(shown()).isEqualTo("2 of 100");
        assertThat(browser.one("input[name=q]").getDomProperty("value")).isEqualTo("f9");
        assertThat(browser.one("select[name=crate] option:checked").getText()).isEqualTo("driver9 (2)");
        assertThat(browser.one("th[data-sort=place]").getDomAttribute("aria-sort")).isEqualTo("descending");
    }

    @Test
    void columnsSort() throws IOException {
        open(Pages.many(100));
        browser.one("th[data-sort=function] button").click();
        List<String> ascending = column("function");
        // Number by number: f2 comes before f10.
        assertThat(ascending).startsWith("driver0::module::f0", "driver1::module::f1", "driver1::module::f2")
                .endsWith("driver9::module::f98", "driver9::module::f99");
        assertThat(browser.one("th[data-sort=function]").getDomAttribute("aria-sort")).isEqualTo("ascending");
        browser.one("th[data-sort=function] button").click();
        List<String> descending = new ArrayList<>(column("function"));
        Collections.reverse(descending);
        assertThat(descending).isEqualTo(ascending);
        browser.one("th[data-sort=kind] button").click();
        assertThat(column("kind")).isSorted();
    }

    @Test
    void theMapFilters() throws IOException {
        open(Pages.many(100));
        browser.run("document.querySelector('.tile[data-crate=driver9][data-kind=add-overflow]')"
                + ".dispatchEvent(new MouseEvent('click', {bubbles: true}))");
        browser.await("the filter holds", "document.getElementById('shown').textContent === '3 of 100'");
        assertThat(browser.all(".tile:not(.off)")).hasSize(1);
        browser.one(".map .crate[data-crate=driver9]").sendKeys(Keys.ENTER);
        browser.await("the crate's sites", "document.getElementById('shown').textContent === '19 of 100'");
        browser.one(".readings a").click();
        browser.await("all of them", "document.getElementById('shown').textContent === '100'");
    }

    @Test
    void detailsOpenByMouseAndByKey() throws IOException {
        open(Pages.many(3));
        WebElement first = browser.one(ROWS + " button");
        assertThat(first.getAccessibleName()).isEqualTo("Details of drivers/driver0/file0.rs:1:5");
        browser.one(ROWS + " .function").click();
        assertThat(first.getDomAttribute("aria-expanded")).isEqualTo("true");
        String details = browser.one(".detail").getText();
        assertThat(details).contains("driver0::module::f0", "_Rdriver0::module::f0", "core::panicking::panic",
                "0xffffffff81000001", "objdump -d --start-address=0xffffffff81000001");
        assertThat(browser.one("#" + first.getDomAttribute("aria-controls")).isDisplayed()).isTrue();
        first.sendKeys(Keys.SPACE);
        assertThat(browser.all(".detail")).isEmpty();
        first.sendKeys(Keys.ARROW_DOWN);
        WebElement second = browser.driver().switchTo().activeElement();
        assertThat(second.getAccessibleName()).contains("file1.rs");
        second.sendKeys(Keys.ENTER);
        assertThat(browser.one(".detail").getText()).contains("driver1::module::f1");
        second.sendKeys("/");
        assertThat(browser.driver().switchTo().activeElement().getDomAttribute("name")).isEqualTo("q");
    }

    @Test
    void aFingerprintIsCopiedAndLeadsBackToItsSite() throws IOException {
        open(Pages.many(400));
        browser.one(ROWS + " .function").click();
        browser.driver().executeCdpCommand("Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        browser.one(".detail .copy").click();
        browser.await("it says so", "document.querySelector('.detail .copy').textContent === 'copied'");
        SiteLine last = SiteLine.of(Pages.many(400).findings().findings()).getLast();
        open(Pages.many(400), "#site=" + last.id());
        assertThat(browser.one(".detail").getText()).contains("driver9::module::f399").contains(last.id());
        assertThat(browser.one(".detail").isDisplayed()).isTrue();
    }

    @Test
    void moreLinesComeAsTheyAreLookedAt() throws IOException {
        open(Pages.many(2000));
        assertThat(browser.all(ROWS)).hasSizeLessThan(1000);
        browser.await("all of them", "(scrollTo(0, document.body.scrollHeight), document.querySelectorAll('"
                + ROWS + "').length === 2000)");
    }

    @Test
    void aComparisonBeginsWithWhatChanged() throws IOException {
        open(Pages.diff());
        assertThat(shown()).isEqualTo("2 of 4");
        assertThat(column("state")).containsExactly("new", "removed");
        browser.one("button[type=reset]").click();
        assertThat(shown()).isEqualTo("4");
        choose("state", "unchanged");
        assertThat(column("function")).containsExactly("tyr::same");
    }

    @Test
    void aGateShowsEachSitesRule() throws IOException {
        open(Pages.gate(List.of("a unit was skipped")));
        assertThat(browser.one(".verdict").getText()).contains("REFUSED", "rule 'budget'", "a unit was skipped");
        assertThat(column("rule")).containsExactly("error rule 'no explicit panics' forbids explicit",
                "warning the exception of rule 'overflow' ends in 3 days", "note allowed by rule 'borrow'");
        choose("level", "error");
        assertThat(column("kind")).containsExactly("explicit");
    }

    @Test
    void hostileNamesDoNothing() throws IOException {
        open(Pages.hostile());
        browser.one(ROWS + " .place").click();
        browser.one("th[data-sort=function] button").click();
        type("<script>");
        browser.await("it is found", "document.getElementById('shown').textContent === '1'");
        assertThat(browser.run("return window.pwned === undefined")).isEqualTo("true");
        assertThat(browser.all("img, iframe, object, embed, script:not([id]):not(head script):not(body > script)"))
                .isEmpty();
        assertThat(browser.all("script")).hasSize(3);
        assertThat(browser.one("h1").getText()).isEqualTo(Pages.HOSTILE_SHOWN);
        assertThat(browser.one(".detail").getText()).contains(Pages.HOSTILE_SHOWN).contains("x.unwrap()");
        assertThat(browser.run("return document.title")).startsWith(Pages.HOSTILE_SHOWN);
        assertThat(
                browser.run("return /[\\u0000-\\u0008\\u000b-\\u001f\\u202e\\u2028]/.test(document.body.textContent)"))
                .isEqualTo("false");
        assertThat(browser.all("[onerror], [onclick], body [style]")).isEmpty();
    }

    /// Should an escape ever be forgotten, the page's policy is what is left.
    @Test
    void markupThatGotInIsNotRun() throws IOException {
        String page = Pages.text(Pages.many(3));
        browser.open(
                page.replace("<main>", "<main><script>window.pwned = 1</script><img src=x onerror='window.pwned = 2'>"
                        + "<style>h1 { display: none }</style><p onclick='window.pwned = 3'>here</p>"));
        browser.one("main p").click();
        assertThat(browser.run("return window.pwned === undefined")).isEqualTo("true");
        assertThat(browser.one("h1").isDisplayed()).isTrue();
        assertThat(browser.console()).isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("Content Security Policy"));
    }

    @Test
    void coloursFollowTheSystemAndTheSwitch() throws IOException {
        open(Pages.many(3));
        String light = browser.one("body").getCssValue("color");
        browser.media("", "dark");
        String dark = browser.one("body").getCssValue("color");
        assertThat(dark).isNotEqualTo(light);
        browser.one(".theme input[value=light] + span").click();
        assertThat(browser.one("body").getCssValue("color")).isEqualTo(light);
        browser.one(".theme input[value=''] + span").click();
        assertThat(browser.one("body").getCssValue("color")).isEqualTo(dark);
    }

    /// WCAG 2.2, success criterion 1.4.3: 4.5 to 1.
    @Test
    void everyTextStandsOutFromWhatIsBehindIt() throws IOException {
        String script = Files.readString(Path.of("src/test/resources/report/contrast.js"), UTF_8);
        for (Page page : List.of(Pages.many(60), Pages.gate(List.of("unknown")), Pages.diff())) {
            for (String scheme : List.of("light", "dark")) {
                browser.media("", scheme);
                open(page);
                browser.one(ROWS + " .function").click();
                assertThat(browser.run(script)).as("%s, %s", page.title(), scheme).isEmpty();
            }
        }
    }

    @Test
    void everyControlHasAName() throws IOException {
        open(Pages.gate(List.of()));
        for (WebElement control : browser.all("button, input, select, a, summary, [role]")) {
            if (!control.isDisplayed() && !control.getTagName().equals("input")) {
                continue;
            }
            assertThat(control.getAccessibleName() + control.getText()).as(control.getDomProperty("outerHTML"))
                    .isNotBlank();
        }
        assertThat(browser.all("#table th:not([scope])")).isEmpty();
        assertThat(browser.texts("h1")).hasSize(1);
    }

    @Test
    void paperGetsEveryLineAndNoButtons() throws IOException {
        open(Pages.many(400));
        byte[] pdf = Base64.getDecoder().decode(browser.driver().print(new PrintOptions()).getContent());
        assertThat(new String(pdf, 0, 5, UTF_8)).isEqualTo("%PDF-");
        assertThat(browser.all(ROWS)).as("lines on paper").hasSize(400);
        browser.media("print", "dark");
        assertThat(browser.one(".filter").isDisplayed()).isFalse();
        assertThat(browser.one(".tools").isDisplayed()).isFalse();
        assertThat(browser.one("#shown").isDisplayed()).isTrue();
        assertThat(browser.one("html").getCssValue("background-color")).contains("255, 255, 255");
    }

    @Test
    void theTablesAreReadableWithoutScript() throws IOException {
        browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        browser.open(Pages.text(Pages.many(300)));
        Object snapshot = browser.driver().executeCdpCommand("DOMSnapshot.captureSnapshot",
                Map.of("computedStyles", List.of("visibility")));
        String laidOut = snapshot.toString();
        assertThat(laidOut).contains("driver9::module::f299").contains("need JavaScript");
    }

    @Test
    void aNarrowScreenDoesNotScrollSideways() throws IOException {
        browser.driver().executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", 400, "height", 800, "deviceScaleFactor", 1, "mobile", true));
        open(Pages.gate(List.of("unknown")));
        browser.one(ROWS + " .function").click();
        assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth")).isEqualTo("true");
        browser.driver().executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    /// The pictures of docs/report.md: `mvn test -Dtest=BrowserTest -Dscreenshots=FILE` of a page that was made before.
    @Test
    void picturesForTheManual() throws IOException {
        String file = System.getProperty("screenshots");
        assumeTrue(file != null, "skipped: -Dscreenshots=PAGE makes the pictures of docs/report.md from a page");
        try (Browser tall = Browser.start(1280, 1440)) {
            for (String scheme : List.of("light", "dark")) {
                tall.media("", scheme);
                tall.open(Files.readString(Path.of(Objects.requireNonNull(file)), UTF_8),
                        "#reach=reached&justified=not+justified");
                tall.one(ROWS + ":nth-of-type(2) button").click();
                Files.write(Path.of("docs/report-" + scheme + ".png"), tall.picture());
            }
        }
    }
}
