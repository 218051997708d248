package dev.rapport.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** The machine's own Chromium with the chat page in it, and a fresh profile. Nothing is downloaded. */
final class Browser implements AutoCloseable {
    private static final Duration WAIT_MAX = Duration.ofSeconds(20);

    private final ChromeDriver driver;

    /** @param profile an empty folder */
    Browser(Path profile) {
        Programs programs = Programs.onPath(System.getenv().getOrDefault("PATH", ""));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program(programs, "chromedriver").toFile())
                .usingAnyFreePort()
                .withLogFile(profile.resolve("chromedriver.log").toFile())
                .build();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program(programs, "chromium").toFile());
        options.addArguments(
                "--headless=new",
                "--window-size=1280,900", // wide enough that the side panel is always in view
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-quic",
                "--no-first-run",
                "--user-data-dir=" + profile.resolve("profile"));
        options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "ALL"));
        driver = new ChromeDriver(service, options);
        // A dialog would mean that hostile text has run; each is counted, and none waits for an answer.
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", """
                window.dialogs = [];
                for (const name of ['alert', 'confirm', 'prompt', 'print']) {
                  window[name] = (text) => { window.dialogs.push(`${name}: ${text}`); };
                }
                """));
    }

    private static Path program(Programs programs, String name) {
        return programs.find(name)
                .orElseThrow(() -> new IllegalStateException(
                        name + ": not found (expected: the packages chromium and chromium-driver)"));
    }

    void open(String url) {
        driver.get(url);
    }

    /** Writes a message and sends it. */
    void send(String message) {
        WebElement box = find("#message");
        box.sendKeys(message);
        box.sendKeys(Keys.ENTER);
    }

    void click(String selector) {
        find(selector).click();
    }

    /** The first that matches, once it can be seen. */
    WebElement find(String selector) {
        RunningLauncher.await(
                selector + " is shown",
                WAIT_MAX,
                () -> driver.findElements(By.cssSelector(selector)).stream().anyMatch(WebElement::isDisplayed));
        return driver.findElement(By.cssSelector(selector));
    }

    /** Waits until an element shows a text. */
    void awaitText(String selector, String text) {
        try {
            RunningLauncher.await(
                    text + " in " + selector, WAIT_MAX, () -> text(selector).contains(text));
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "; there is: " + text(selector), late);
        }
    }

    /** What an element says; nothing if it is not there. */
    String text(String selector) {
        Object text = driver.executeScript("return document.querySelector(arguments[0])?.innerText ?? ''", selector);
        return String.valueOf(text);
    }

    /** How many elements match. */
    int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    /** Runs a script in the page, which gets the arguments and may return something. */
    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Runs a script that calls its last argument with what it returns, later. */
    Object laterScript(String script, Object... arguments) {
        return driver.executeAsyncScript(script, arguments);
    }

    /** What all elements that match say. */
    List<String> texts(String selector) {
        Object texts = driver.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map((node) => node.textContent)", selector);
        return ((List<?>) texts).stream().map(String::valueOf).toList();
    }

    /** Waits until so many elements match. */
    void awaitCount(String selector, int count) {
        RunningLauncher.await(count + " x " + selector, WAIT_MAX, () -> count(selector) == count);
    }

    /** Presses keys, wherever the focus is. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Puts a text, and then Enter, in the place of what stands where the focus is. */
    void overwrite(String text) {
        new Actions(driver)
                .keyDown(Keys.CONTROL)
                .sendKeys("a")
                .keyUp(Keys.CONTROL)
                .sendKeys(Keys.DELETE, text, Keys.ENTER)
                .perform();
    }

    /** Presses a letter together with Alt. */
    void pressAlt(String letter) {
        new Actions(driver).keyDown(Keys.ALT).sendKeys(letter).keyUp(Keys.ALT).perform();
    }

    /** What has the focus: its id, else its label, else its tag. */
    String focused() {
        return String.valueOf(driver.executeScript(
                "const at = document.activeElement; return at.id || at.getAttribute('aria-label') || at.tagName"));
    }

    /** Dialogs that some script of the page wanted to open. */
    List<?> dialogs() {
        return (List<?>) driver.executeScript("return window.dialogs");
    }

    /** What the page has loaded, or tried to, from anywhere but where it came from. */
    List<?> foreignRequests() {
        return (List<?>) driver.executeScript("""
                return performance.getEntriesByType('resource').map((entry) => entry.name)
                  .filter((name) => !name.startsWith(`${location.origin}/`) && !name.startsWith('blob:'))""");
    }

    /** Waits until so many answers are complete. */
    void awaitAnswers(int answers) {
        awaitAnswers(answers, WAIT_MAX);
    }

    void awaitAnswers(int answers, Duration longest) {
        try {
            RunningLauncher.await(answers + " answers", longest, () -> count(".answer[data-state=done]") == answers);
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "; there is: " + text("#turns") + complaints(), late);
        }
    }

    /** As on a screen of this size and colour scheme. */
    void show(int width, int height, String colorScheme) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", colorScheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    void screenshot(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** What the browser's console has to complain about. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
