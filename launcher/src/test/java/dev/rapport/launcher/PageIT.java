package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The chat page in a real browser, on the real topology, without a model: what is answered is what was remembered. */
@Timeout(180)
class PageIT {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String LAST_ANSWER = ".turn:last-child .answer .prose";
    private static final String MEMORIES = "#memory-list .memory";
    private static final Duration WAIT_MAX = Duration.ofSeconds(20);

    /** From the sign-in form to a Forget button it takes 20 or so. */
    private static final int TABS_MAX = 60;

    @TempDir
    private static Path folder;

    private static RunningRapport rapport;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        rapport = RunningRapport.up(folder.resolve("state"), 2, 2, Map.of());
        browser = browser("first");
    }

    @AfterAll
    static void stop() throws Exception {
        browser.close();
        rapport.close();
    }

    private static Browser browser(String name) throws Exception {
        return new Browser(Files.createDirectory(folder.resolve(name)));
    }

    /** Signs somebody in who was not there before; what the last one saw is gone with the page. */
    private static RunningRapport.Talk enter(Browser browser, String user) throws Exception {
        browser.open("about:blank");
        browser.show(1280, 800, "light");
        browser.open(rapport.signInLink(user));
        browser.awaitText("#user-name", user);
        browser.complaints(); // those of a test that failed before
        return rapport.begin(user);
    }

    @Test
    void page_remembersAcrossBrowsers_andShowsWhy() throws Exception {
        enter(browser, "ada");
        browser.send("My sister lives in Porto.");
        browser.awaitAnswers(1);
        assertThat(browser.text(LAST_ANSWER)).isNotBlank();
        browser.awaitText("#why", "1 new memory from what you said:");
        browser.awaitText("#known", "Porto");
        assertThat(browser.complaints()).isEmpty();
        try (Browser second = browser("second")) {
            enter(second, "ada");
            second.awaitText("#known", "Porto");
            second.send("I work as a nurse and I love hiking.");
            second.awaitAnswers(1);
            second.awaitText("#known", "nurse");
            second.send("What do you remember about me?");
            second.awaitAnswers(2);
            assertThat(second.text(LAST_ANSWER)).contains("Porto", "nurse", "hiking");
            second.send("Where does my sister live?");
            second.awaitAnswers(3);
            assertThat(second.text(LAST_ANSWER)).contains("Porto");
            second.click(".turn:last-child [data-why]");
            assertThat(second.text("#why")).contains("Recalled (1)", "My sister lives in Porto.");
            assertThat(second.texts(".waterfall .stage-name"))
                    .startsWith("Authenticate", "Extract traits", "Recall", "Compress", "Build prompt")
                    .endsWith("First token", "Streaming");
            photograph(second);
            assertThat(second.complaints()).isEmpty();
        }
    }

    private static void photograph(Browser browser) throws Exception {
        for (String scheme : List.of("light", "dark")) {
            browser.show(1280, 800, scheme);
            browser.screenshot(SCREENSHOTS.resolve("page-" + scheme + "-wide.png"));
            browser.show(390, 844, scheme);
            browser.screenshot(SCREENSHOTS.resolve("chat-" + scheme + "-narrow.png"));
        }
    }

    @Test
    void conversations_areListed_opened_begunAndDeleted() throws Exception {
        enter(browser, "ben");
        browser.send("I play the cello.");
        browser.awaitAnswers(1);
        browser.awaitCount("[data-conversation]", 1);
        browser.click("#new-conversation");
        browser.awaitCount(".turn", 0);
        browser.send("I live in Berlin.");
        browser.awaitAnswers(1);
        browser.awaitCount("[data-conversation]", 2);
        assertThat(browser.texts("[data-conversation] .title"))
                .containsExactly("I live in Berlin.", "I play the cello.");
        assertThat(browser.text("[data-conversation]:has([aria-current])")).contains("Berlin");

        browser.click("li[data-conversation]:nth-child(2) .open-it");
        browser.awaitText("#turns", "I play the cello.");
        assertThat(browser.text("#turns")).doesNotContain("Berlin");
        assertThat(browser.count(".answer[data-state=done]")).isEqualTo(1);

        browser.click("li[data-conversation]:has([aria-current]) [title=Delete]");
        browser.click(".question-box .danger");
        browser.awaitCount("[data-conversation]", 1);
        browser.awaitCount(".turn", 0);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void memories_areSearched_edited_forgotten_andBothTakenBack() throws Exception {
        RunningRapport.Talk talk = enter(browser, "cleo");
        for (String told : List.of("My brother lives in Lyon.", "I am allergic to peanuts.", "I play the cello.")) {
            talk.say(told).done();
        }
        browser.click("#tab-memories");
        browser.awaitCount(MEMORIES, 3);
        browser.find("#memory-query").sendKeys("Which instrument do I play?");
        browser.awaitText("#memory-state", "best first");
        assertThat(browser.texts(".memory-text")).first().isEqualTo("I play the cello.");
        assertThat(browser.count(MEMORIES + " .meter")).isPositive();
        browser.overwrite("");
        browser.awaitText("#memory-state", "3 memories");

        browser.click("[aria-label='Edit: I play the cello.']");
        browser.overwrite("I play the viola.");
        browser.awaitText("#undo", "Changed to “I play the viola.”");
        assertThat(browser.texts(".memory-text")).contains("I play the viola.").doesNotContain("I play the cello.");
        browser.click("#undo-button");
        browser.awaitText("#undo", "Taken back");
        browser.awaitText("#memory-list", "I play the cello.");
        assertThat(browser.text("#memory-list")).doesNotContain("viola");

        browser.click("[aria-label='Forget: I am allergic to peanuts.']");
        browser.awaitText("#undo", "Forgotten: “I am allergic to peanuts.”");
        browser.awaitCount(MEMORIES, 2);
        assertThat(talk.say("What am I allergic to?").text()).doesNotContain("peanuts");
        browser.click("#undo-button");
        browser.awaitText("#undo", "Remembered again");
        browser.awaitText("#memory-list", "I am allergic to peanuts.");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void traits_areCorrectedAndForgotten() throws Exception {
        enter(browser, "dora").say("I live in Berlin.").done();
        browser.open(rapport.url());
        browser.click("#tab-known");
        browser.click("[aria-label='Edit: Home Berlin']");
        browser.overwrite("Potsdam");
        browser.awaitText("#undo", "Changed to “Potsdam”");
        browser.awaitText("#known", "Potsdam");
        assertThat(browser.text("#known")).doesNotContain("Berlin");
        browser.click("[aria-label='History: Home Potsdam']");
        browser.awaitText("#known .history", "Berlin");
        browser.click("[aria-label='Forget: Home Potsdam']");
        browser.awaitText("#known-state", "Nothing certain yet");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void hostileText_inMessagesTitlesAndMemories_isOnlyText() throws Exception {
        RunningRapport.Talk talk = enter(browser, "eve");
        for (String hostile : HostileText.ALL) {
            talk.sayInNewConversation(rapport.url(), hostile).done();
            talk.remember(hostile);
        }
        browser.open(rapport.url());
        browser.awaitCount("[data-conversation]", HostileText.ALL.size());
        assertThat(browser.texts("[data-conversation] .title")).allMatch(HostileText.ALL::contains);
        browser.click("#tab-memories");
        browser.awaitCount(MEMORIES, HostileText.ALL.size());
        assertThat(browser.texts(".memory-text")).containsExactlyInAnyOrderElementsOf(HostileText.ALL);
        for (String hostile : HostileText.ALL) {
            browser.script(
                    "[...document.querySelectorAll('.open-it')].find((item) => item.title.startsWith(arguments[0])).click()",
                    hostile);
            RunningLauncher.await(
                    hostile, WAIT_MAX, () -> browser.texts(".said .bubble").equals(List.of(hostile)));
        }
        browser.send(String.join("\n", HostileText.ALL).replace("\n", Keys.chord(Keys.SHIFT, Keys.ENTER)));
        RunningLauncher.await("the answer", WAIT_MAX, () -> browser.count(".answer[data-state=asking]") == 0);

        assertThat(browser.count(
                        "#app :is(script, iframe, style, link, meta, base, video, details, form form, img[onerror])"))
                .isZero();
        assertThat(browser.count("#turns :is(a, img, svg:not(.icon), input, b)"))
                .isZero();
        assertThat(browser.dialogs()).isEmpty();
        assertThat(browser.foreignRequests()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void accessibility_inFourStates_nothingSeriousOrCritical() throws Exception {
        AxeCore axe = AxeCore.installed();
        enter(browser, "finn");
        browser.send("My sister lives in Porto and I am allergic to peanuts.");
        browser.awaitAnswers(1);
        browser.awaitText("#why", "Streaming");
        assertAccessible(axe, "conversation");
        browser.click("#tab-memories");
        browser.awaitCount(MEMORIES, 1);
        assertAccessible(axe, "memory panel");
        browser.show(1280, 800, "dark");
        assertAccessible(axe, "dark");
        browser.show(390, 844, "light");
        browser.click("#panel-button");
        assertAccessible(axe, "narrow, panel open");
        browser.press(Keys.ESCAPE);
        assertAccessible(axe, "narrow");
    }

    private static void assertAccessible(AxeCore axe, String state) {
        List<String> findings = axe.findings(browser);
        System.out.println("axe-core, " + state + ": " + AxeCore.counts(findings));
        assertThat(findings).as(state).noneMatch(finding -> finding.matches("(?s)(serious|critical) .*"));
    }

    /** From signed out to a forgotten memory with nothing but keys; wherever the focus goes it can be seen. */
    @Test
    void keyboardAlone_signsIn_sends_andForgets() throws Exception {
        String link = rapport.signInLink("gwen");
        browser.open("about:blank");
        browser.show(1280, 800, "light");
        browser.open(rapport.url());
        browser.script("localStorage.clear(); sessionStorage.clear()");
        browser.open("about:blank");
        browser.open(rapport.url());
        browser.awaitText("#sign-in-title", "Welcome");
        assertThat(browser.focused()).isEqualTo("pasted");
        browser.press(link, Keys.ENTER);
        browser.awaitText("#user-name", "gwen");
        RunningLauncher.await(
                "the message box", WAIT_MAX, () -> browser.focused().equals("message"));
        browser.press("I am allergic to peanuts.", Keys.ENTER);
        browser.awaitAnswers(1);

        browser.pressAlt("m");
        assertThat(browser.focused()).isEqualTo("memory-query");
        browser.awaitCount(MEMORIES, 1);
        tabTo("Forget: I am allergic to peanuts.");
        browser.press(Keys.ENTER);
        browser.awaitCount(MEMORIES, 0);
        assertThat(browser.focused()).isEqualTo("undo-button");
        browser.press(Keys.ENTER);
        browser.awaitCount(MEMORIES, 1);
        browser.pressAlt("k");
        browser.awaitText("#keys[open]", "Keyboard shortcuts");
        browser.press(Keys.ESCAPE);
        browser.awaitCount("#keys[open]", 0);
        browser.pressAlt("n");
        browser.awaitCount(".turn", 0);
        assertThat(browser.focused()).isEqualTo("message");
    }

    private static void tabTo(String label) {
        for (int tabs = 0; tabs < TABS_MAX; tabs++) {
            browser.press(Keys.TAB);
            assertThat(browser.script("""
                    const at = document.activeElement;
                    return at.matches('input, textarea') || getComputedStyle(at).outlineStyle !== 'none'"""))
                    .as("the focus on %s can be seen", browser.focused())
                    .isEqualTo(true);
            if (browser.focused().equals(label)) {
                return;
            }
        }
        throw new AssertionError(label + ": not reached with " + TABS_MAX + " tabs");
    }

    @Test
    void export_thenErasure_asksForTheName_andShowsTheReceipt() throws Exception {
        enter(browser, "hugo");
        browser.send("My sister lives in Porto.");
        browser.awaitAnswers(1);
        browser.click("#tab-known");
        browser.script("HTMLAnchorElement.prototype.click = function () { window.saved = this.download; }");
        browser.click("#export-button");
        browser.awaitText("#yours-state", "Ready");
        assertThat(browser.script("return window.saved").toString()).matches("rapport-hugo-export-.*\\.ndjson");

        browser.click("#erase-button");
        browser.awaitText("#erase[open]", "1 memory");
        browser.press("hug");
        assertThat(browser.find("#erase .danger").isEnabled()).isFalse();
        browser.press("o", Keys.ENTER);
        browser.awaitText("#erase", "This is the receipt");
        assertThat(browser.text("#erase")).contains("deleted").contains("rescan");
        browser.press(Keys.ENTER);
        browser.awaitText("#sign-in-message", "Everything about hugo was erased.");
        enter(browser, "hugo");
        browser.click("#tab-memories");
        browser.awaitText("#memory-state", "Nothing yet");
    }
}
