package dev.assay.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/// A real Chromium without a window, with a profile of its own. Nothing is downloaded: browser and driver are those of
/// the machine, and what looks for others is not used.
public final class Browser implements AutoCloseable {
    private static final List<String> FLAGS = List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--hide-scrollbars", "--force-device-scale-factor=1", "--disable-dev-shm-usage");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;
    private final ChromeDriver driver;

    private Browser(Path folder, ChromeDriver driver) {
        this.folder = folder;
        this.driver = driver;
    }

    /// Skips the calling test, visibly, where there is no browser; fails it if `ASSAY_BROWSER` says there has to be one.
    public static Browser start(int width, int height) throws IOException {
        if ("required".equals(System.getenv("ASSAY_BROWSER"))) {
            assertThat(Tools.find("chromium").isPresent() && Tools.find("chromedriver").isPresent())
                    .as("chromium and chromedriver are on the path").isTrue();
        }
        Path chromium = Tools.require("chromium");
        Path chromedriver = Tools.require("chromedriver");
        // Its first look at the protocol's version complains on standard error about every browser newer than itself.
        Logger.getLogger("org.openqa.selenium").setLevel(Level.SEVERE);
        Path folder = Files.createTempDirectory("assay-browser");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments(FLAGS);
        options.addArguments("--user-data-dir=" + folder.resolve("profile"), "--window-size=" + width + "," + height);
        LoggingPreferences logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logging);
        // With these, nobody looks elsewhere for a driver. The class that takes them as arguments names an annotation that
        // its library does not bring, of which the compiler complains.
        System.setProperty("webdriver.chrome.driver", chromedriver.toString());
        System.setProperty("webdriver.chrome.silentOutput", "true");
        return new Browser(folder, new ChromeDriver(options));
    }

    /// Puts a page on disk and opens it from there.
    public void open(String page) {
        open(page, "");
    }

    /// The same with a filter in the address.
    ///
    /// @param hash `#` and what follows; may be empty
    public void open(String page, String hash) {
        try {
            Path file = Files.createTempFile(folder, "page", ".html");
            Files.writeString(file, page);
            driver.get(file.toUri() + hash);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ChromeDriver driver() {
        return driver;
    }

    /// What the script returns.
    public String run(String script) {
        return String.valueOf(driver.executeScript(script));
    }

    public WebElement one(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    public List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /// The visible texts of elements.
    public List<String> texts(String selector) {
        return all(selector).stream().map(WebElement::getText).toList();
    }

    /// Waits until the script returns true.
    public void await(String what, String script) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!"true".equals(run("return " + script))) {
            assertThat(System.nanoTime() - end).as("%s, within %s: %s", what, PATIENCE, script).isNegative();
            Thread.onSpinWait();
        }
    }

    /// What the console got since it was last asked.
    public List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage).toList();
    }

    /// As a reader's system prefers it.
    ///
    /// @param media  `print`, or empty for a screen
    /// @param scheme `light` or `dark`
    public void media(String media, String scheme) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", media, "features",
                List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    public byte[] picture() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed)
                    throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
