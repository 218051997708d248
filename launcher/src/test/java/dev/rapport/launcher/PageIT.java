package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.simulator.AnswerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The chat page in a real browser, on the real topology. */
@Timeout(180)
class PageIT {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String LAST_ANSWER = ".turn:last-child .answer .prose";

    @TempDir
    private Path folder;

    private Browser browser(String name) throws Exception {
        return new Browser(Files.createDirectory(folder.resolve(name)));
    }

    @Test
    void page_withoutAModel_remembersAcrossBrowsers_andShowsWhy() throws Exception {
        try (RunningRapport rapport = RunningRapport.up(folder.resolve("state"), 2, 2, Map.of())) {
            try (Browser browser = browser("first")) {
                browser.open(rapport.signInLink("ada"));
                browser.send("My sister lives in Porto.");
                browser.awaitAnswers(1);
                assertThat(browser.text(LAST_ANSWER)).isNotBlank();
                browser.awaitText("#why", "1 new memory from what you said:");
                browser.awaitText("#known", "Porto");
                assertThat(browser.complaints()).isEmpty();
            }
            try (Browser browser = browser("second")) {
                browser.open(rapport.signInLink("ada"));
                browser.awaitText("#known", "Porto");
                browser.send("I work as a nurse and I love hiking.");
                browser.awaitAnswers(1);
                browser.awaitText("#known", "nurse");
                browser.send("What do you remember about me?");
                browser.awaitAnswers(2);
                assertThat(browser.text(LAST_ANSWER)).contains("Porto", "nurse", "hiking");
                browser.send("Where does my sister live?");
                browser.awaitAnswers(3);
                assertThat(browser.text(LAST_ANSWER)).contains("Porto");
                browser.click(".turn:last-child [data-why]");
                assertThat(browser.text("#why")).contains("Recalled (1)", "My sister lives in Porto.");
                photograph(browser);
                assertThat(browser.complaints()).isEmpty();
            }
        }
    }

    private static void photograph(Browser browser) throws Exception {
        for (String scheme : new String[] {"light", "dark"}) {
            browser.show(1280, 800, scheme);
            browser.screenshot(SCREENSHOTS.resolve("page-" + scheme + "-wide.png"));
        }
        for (String scheme : new String[] {"light", "dark"}) {
            browser.show(390, 844, scheme);
            browser.screenshot(SCREENSHOTS.resolve("chat-" + scheme + "-narrow.png"));
            browser.click("#panel-button");
            browser.screenshot(SCREENSHOTS.resolve("page-" + scheme + "-narrow.png"));
            browser.click("#panel-close");
        }
    }

    @Test
    void page_withAModel_theAnswerGrowsAsItsTokensCome() throws Exception {
        int port = RunningLauncher.freePorts(1);
        AnswerSettings everyTenthOfASecond = new AnswerSettings(1, 100, 0, 100, 0, 20, 0);
        try (SimulatedProvider provider = SimulatedProvider.start(port, everyTenthOfASecond);
                RunningRapport rapport =
                        RunningRapport.up(folder.resolve("state"), 1, 2, SimulatedProvider.settings(port));
                Browser browser = browser("browser")) {
            browser.open(rapport.signInLink("ada"));
            String message = "Tell me something. [ref page1]";
            browser.send(message);

            TreeSet<Integer> lengths = new TreeSet<>();
            RunningLauncher.await("the answer", Duration.ofSeconds(20), () -> {
                String text = browser.text(".answer[data-state=asking] .prose");
                if (!text.isEmpty()) {
                    lengths.add(text.length());
                }
                return browser.count(".answer[data-state=done]") == 1;
            });

            String complete = provider.answerTo(message);
            assertThat(browser.text(LAST_ANSWER)).isEqualTo(complete);
            assertThat(lengths.headSet(complete.length())).hasSizeGreaterThanOrEqualTo(3);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void page_instanceKilledWithinAnAnswer_theAnswerGoesOnByItself() throws Exception {
        int port = RunningLauncher.freePorts(1);
        AnswerSettings everyTenthOfASecond = new AnswerSettings(1, 100, 0, 100, 0, 60, 0);
        try (SimulatedProvider provider = SimulatedProvider.start(port, everyTenthOfASecond);
                RunningRapport rapport =
                        RunningRapport.up(folder.resolve("state"), 1, 2, SimulatedProvider.settings(port));
                Browser browser = browser("browser")) {
            browser.open(rapport.signInLink("ada"));
            String message = "Tell me something. [ref page2]";
            browser.send(message);
            RunningLauncher.await(
                    "some of the answer",
                    Duration.ofSeconds(20),
                    () -> browser.text(".answer[data-state=asking] .prose").length() > 20);

            rapport.launcher().killAndAwaitReturn("chat-1", Duration.ofSeconds(30));

            browser.awaitAnswers(1);
            assertThat(browser.text(LAST_ANSWER)).isEqualTo(provider.answerTo(message));
        }
    }
}
