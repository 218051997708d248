package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The chat page in a real browser when replies come late, in another order, or for somebody who has left. */
@Timeout(60)
class PageRacesIT {
    private static final Duration WAIT_MAX = Duration.ofSeconds(10);
    private static final String MESSAGES = "GET /v1/conversations/c_1/messages";
    private static final String FORGET_FIRST = "[aria-label='Forget: The first.']";

    @TempDir
    private static Path folder;

    private static ScriptedService service;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        service = new ScriptedService();
        browser = new Browser(Files.createDirectory(folder.resolve("browser")));
        browser.show(1280, 800, "light");
    }

    @AfterAll
    static void stop() {
        browser.close();
        service.close();
    }

    /** Signed in as ada, in the conversation c_1. */
    @BeforeEach
    void enter() {
        service.forget();
        browser.open(service.url() + "page/icon.svg"); // of the same origin, and nothing runs in it
        browser.script("localStorage.clear(); sessionStorage.clear()");
        keepSession("ada", "c_1");
        open();
    }

    private static void open() {
        browser.open(service.url());
        browser.awaitText("#user-name", "ada");
    }

    /** As another tab does when it signs somebody in or opens a conversation. */
    private static void keepSession(String user, String conversation) {
        browser.script(
                "localStorage.setItem('rapport.session', arguments[0])",
                new JsonObject()
                        .put("token", "token-of-" + user)
                        .put("session", "s_" + user)
                        .put("conversation", conversation)
                        .encode());
    }

    private static void await(String what, BooleanSupplier is) {
        RunningLauncher.await(what, WAIT_MAX, is);
    }

    private static CountDownLatch open(boolean open) {
        return new CountDownLatch(open ? 0 : 1);
    }

    /** A page of so many turns, newest first, the oldest with this number. */
    private static JsonArray turns(int first, int count) {
        JsonArray messages = new JsonArray();
        IntStream.range(0, count).map(at -> first + count - 1 - at).forEach(number -> {
            JsonObject turn = new JsonObject().put("turn", "gen_old" + number).put("at", "2026-11-30T10:00:00Z");
            messages.add(turn.copy().put("role", "assistant").put("text", "Answer " + number));
            messages.add(turn.copy().put("role", "user").put("text", "Question " + number));
        });
        return messages;
    }

    @Test
    void reload_ofAConversationWithOlderMessages_stillLeadsToThem() {
        service.on(MESSAGES, (asked, exchange) -> {
            boolean first = !asked.query().contains("after");
            JsonObject page = new JsonObject().put("messages", first ? turns(16, 15) : turns(1, 15));
            ScriptedService.json(first ? page.put("next", "older") : page).answer(asked, exchange);
        });
        service.on(
                "GET /v1/conversations",
                ScriptedService.json(new JsonObject()
                        .put("conversations", new JsonArray().add(new JsonObject().put("id", "c_1")))));
        service.on("POST /chat-stream", ScriptedService.stream("c_1", open(true)));
        open();
        browser.awaitText("#turns", "Question 16");
        browser.send("One more.");
        browser.awaitAnswers(16);

        open();
        browser.awaitAnswers(16);
        browser.find("#earlier").sendKeys(Keys.ENTER);
        browser.awaitText("#turns", "Question 1\n");
        browser.awaitAnswers(31);
        assertThat(browser.focused()).isEqualTo("turns");
        browser.send("Once more.");
        assertThat(browser.texts(".said")).startsWith("Question 1", "Question 2");
    }

    @Test
    void reload_whenAnotherTabHasGoneElsewhere_goesOnWhereThisOneWas() {
        service.on("POST /chat-stream", ScriptedService.stream("c_1", open(true)));
        browser.send("Here.");
        browser.awaitAnswers(1);
        keepSession("ada", "c_2");

        open();
        browser.awaitText("#turns", "Here.");
        browser.send("And here.");
        browser.awaitAnswers(2);
        assertThat(service.asked("POST /chat-stream"))
                .extracting(asked -> asked.json().getString("conversation"))
                .containsExactly("c_1", "c_1");
    }

    @Test
    void reload_whenAnotherTabHasSignedSomebodyElseIn_showsAndSendsNothingOfTheFirst() {
        service.on("POST /chat-stream", ScriptedService.stream("c_1", open(false)));
        browser.send("Ada's secret.");
        browser.awaitText("#turns", "Well.");
        keepSession("ben", "c_9");
        service.on("GET /v1/me", ScriptedService.json(new JsonObject().put("user", "ben")));

        browser.open(service.url());
        browser.awaitText("#user-name", "ben");
        assertThat(browser.text("#turns")).isEmpty();
        assertThat(service.asked("POST /chat-stream"))
                .extracting(ScriptedService.Asked::token)
                .containsExactly("Bearer token-of-ada");
    }

    @Test
    void stop_ofTheFirstMessage_theNextOneIsInTheSameConversation() {
        service.on("POST /chat-stream", ScriptedService.stream("c_new", open(false)));
        service.on("DELETE /v1/streams/gen_1", (_, exchange) -> ScriptedService.reply(exchange, 202, "", ""));
        browser.click("#new-conversation");
        browser.send("Tell me a story.");
        browser.awaitText("#turns", "Well.");
        browser.press(Keys.ESCAPE);
        browser.awaitText("#turns", "stopped by you");
        browser.send("A shorter one.");
        await("the second", () -> service.asked("POST /chat-stream").size() == 2);

        assertThat(service.asked("POST /chat-stream"))
                .extracting(asked -> asked.json().getString("conversation"))
                .containsExactly("new", "c_new");
    }

    @Test
    void answerEnds_whileAMemoryIsEdited_theEditIsLeftAlone() {
        CountDownLatch end = open(false);
        service.on("POST /chat-stream", ScriptedService.stream("c_1", end));
        browser.click("#tab-memories");
        browser.send("Something new.");
        browser.awaitText("#turns", "Well.");
        browser.click("[aria-label='Edit: The first.']");
        browser.press(" And more.");
        service.on("GET /v1/memories", ScriptedService.json(ScriptedService.memories("The third.", "The first.")));
        int before = service.asked("GET /v1/traits").size();
        end.countDown();
        browser.awaitAnswers(1);
        await("what is known", () -> service.asked("GET /v1/traits").size() > before);

        assertThat(browser.script("return document.querySelector('.in-place textarea')?.value"))
                .isEqualTo("The first. And more.");
        browser.press(Keys.ESCAPE);
        browser.awaitText("#memory-list", "The third.");
    }

    @Test
    void answerEnds_whileATraitIsEdited_theEditIsLeftAlone() {
        CountDownLatch end = open(false);
        service.on("POST /chat-stream", ScriptedService.stream("c_1", end));
        service.on("GET /v1/traits", ScriptedService.json(traits("Berlin")));
        open();
        browser.click("#tab-known");
        browser.send("Something new.");
        browser.awaitText("#turns", "Well.");
        browser.click("[aria-label='Edit: Home Berlin']");
        browser.press("!");
        service.on("GET /v1/traits", ScriptedService.json(traits("Berlin", "Porto")));
        int before = service.asked("GET /v1/conversations").size();
        end.countDown();
        browser.awaitAnswers(1);
        await("the lists", () -> service.asked("GET /v1/conversations").size() > before);
        browser.laterScript("fetch('/v1/traits').then(() => setTimeout(arguments[0], 50))");

        assertThat(browser.script("return document.querySelector('.in-place textarea')?.value"))
                .isEqualTo("Berlin!");
        browser.press(Keys.ESCAPE);
        browser.awaitText("#known", "Porto");
    }

    private static JsonObject traits(String... homes) {
        JsonArray traits = new JsonArray();
        for (String home : homes) {
            traits.add(new JsonObject().put("attribute", "home").put("value", home));
        }
        return new JsonObject().put("traits", traits);
    }

    @Test
    void delete_whileTheConversationsLoad_staysDeleted() {
        JsonObject both = new JsonObject()
                .put(
                        "conversations",
                        new JsonArray()
                                .add(new JsonObject().put("id", "c_2").put("title", "Tea"))
                                .add(new JsonObject().put("id", "c_3").put("title", "Boats")));
        service.on("GET /v1/conversations", ScriptedService.json(both));
        service.on("POST /chat-stream", ScriptedService.stream("c_1", open(true)));
        service.on("DELETE /v1/conversations/c_3", (_, exchange) -> ScriptedService.reply(exchange, 204, "", ""));
        open();
        browser.awaitCount("[data-conversation]", 2);
        CountDownLatch late = open(false);
        service.on("GET /v1/conversations", ScriptedService.held(late, ScriptedService.json(both.copy())));
        int before = service.asked("GET /v1/conversations").size();
        browser.send("Load them."); // at its end
        await("the list", () -> service.asked("GET /v1/conversations").size() > before);
        both.getJsonArray("conversations").remove(1);
        service.on("GET /v1/conversations", ScriptedService.json(both));
        browser.script("document.querySelector('[data-conversation=c_3] [title=Delete]').click()");
        browser.click(".question-box .danger");
        browser.awaitCount("[data-conversation]", 1);
        late.countDown();
        browser.laterScript("fetch('/v1/traits').then(() => setTimeout(arguments[0], 50))");

        assertThat(browser.count("[data-conversation]")).isEqualTo(1);
    }

    @Test
    void keys_openedFromTheMenu_giveTheFocusBackToIt() {
        browser.click("#menu-button");
        browser.press(Keys.ARROW_DOWN, Keys.ENTER);
        browser.awaitText("#keys[open]", "Keyboard shortcuts");
        browser.press(Keys.ESCAPE);
        browser.awaitCount("#keys[open]", 0);
        await("the menu's button", () -> browser.focused().equals("menu-button"));
    }

    @Test
    void save_pressedTwice_isOneChange() {
        CountDownLatch reply = open(false);
        String first = "PATCH /v1/memories/m_" + "The first.".hashCode();
        service.on(
                first,
                ScriptedService.held(
                        reply,
                        ScriptedService.json(new JsonObject().put("id", "m_new").put("text", "The first one."))));
        browser.click("#tab-memories");
        browser.click("[aria-label='Edit: The first.']");
        browser.press(Keys.BACK_SPACE, " one.", Keys.ENTER, Keys.ENTER);
        reply.countDown();
        browser.awaitText("#undo", "Changed to “The first one.”");
        assertThat(service.asked(first)).hasSize(1);
    }

    @Test
    void forget_whileTheListLoads_staysForgottenAndIsCounted() {
        browser.click("#tab-memories");
        browser.awaitText("#memory-state", "2 memories");
        CountDownLatch late = open(false);
        service.on(
                "GET /v1/memories",
                ScriptedService.held(
                        late, ScriptedService.json(ScriptedService.memories("The first.", "The second."))));
        service.on(
                "DELETE /v1/memories/m_" + "The first.".hashCode(),
                (_, exchange) -> ScriptedService.reply(exchange, 204, "", ""));
        service.on("POST /v1/memories", ScriptedService.json(new JsonObject().put("id", "m_again")));
        browser.click("#memory-all"); // loads, with what was there before
        await("the list", () -> service.asked("GET /v1/memories").size() >= 3);
        browser.click(FORGET_FIRST);
        browser.awaitText("#undo", "Forgotten");
        assertThat(browser.text("#memory-state")).isEqualTo("1 memory, newest first");
        late.countDown();
        await("the count", () -> browser.texts("[data-memory]").size() == 1);
        browser.awaitText("#memory-state", "1 memory");
        assertThat(browser.text("#memory-list")).doesNotContain("The first.");

        assertThat(browser.focused()).isEqualTo("undo-button");
        browser.press(Keys.ENTER);
        browser.awaitText("#undo", "Remembered again");
        assertThat(browser.focused()).isEqualTo("undo");
    }

    @Test
    void signOut_whileAMemoryIsForgotten_whoComesNextSeesNothingOfIt() {
        CountDownLatch reply = open(false);
        service.on(
                "DELETE /v1/memories/m_" + "The first.".hashCode(),
                ScriptedService.held(reply, (_, exchange) -> ScriptedService.reply(exchange, 204, "", "")));
        browser.click("#tab-memories");
        browser.click(FORGET_FIRST);
        await("forgetting", () -> browser.count("[aria-busy=true][data-memory]") == 1);
        browser.click("#menu-button");
        browser.click("#sign-out");
        service.on("GET /v1/me", ScriptedService.json(new JsonObject().put("user", "ben")));
        browser.find("#pasted").sendKeys("token-of-ben", Keys.ENTER);
        browser.awaitText("#user-name", "ben");
        reply.countDown();
        browser.laterScript(
                "fetch('/v1/traits').then(() => setTimeout(arguments[0], 50))"); // the reply is here by then

        assertThat(browser.text("#undo")).isEmpty();
    }

    @Test
    void erasure_dialogIsClosedMeanwhile_theReceiptIsShown() {
        CountDownLatch reply = open(false);
        service.on(
                "POST /v1/me/erasure",
                ScriptedService.held(
                        reply,
                        ScriptedService.json(new JsonObject()
                                .put("user", "ada")
                                .put("deleted", new JsonObject().put("memories", 2)))));
        browser.click("#tab-known");
        browser.click("#erase-button");
        browser.press("ada", Keys.ENTER);
        browser.awaitText("#erase", "this can take a minute");
        browser.press(Keys.ESCAPE);
        browser.awaitCount("#erase[open]", 0);
        reply.countDown();
        browser.awaitText("#erase[open]", "This is the receipt");
        browser.press(Keys.ENTER);
        browser.awaitText("#sign-in-message", "Everything about ada was erased.");
    }

    @Test
    void usedLink_whileAnAnswerIsWritten_theAnswerStillEnds() {
        CountDownLatch end = open(false);
        service.on("POST /chat-stream", ScriptedService.stream("c_1", end));
        service.on("POST /session", ScriptedService.problem(401, "Not signed in"));
        browser.send("Go on.");
        browser.awaitText("#turns", "Well.");
        browser.script("location.hash = '#invite=used'");
        browser.awaitText("#flash", "That link was not accepted");
        end.countDown();
        browser.awaitAnswers(1);
    }

    @Test
    void tryAgain_keepsTheFocusAtTheAnswer_andADeletedConversationIsSaidToBeOne() {
        service.on("POST /chat-stream", ScriptedService.problem(500, "Internal error"));
        browser.send("Hello.");
        browser.awaitText(".trouble", "Internal error");
        service.on("POST /chat-stream", ScriptedService.problem(404, "Not found"));
        browser.find(".trouble .outlined").sendKeys(Keys.ENTER);
        browser.awaitText(".trouble", "This conversation was deleted.");
        assertThat(browser.focused()).isEqualTo("Answer");
    }

    @Test
    void rightToLeft_textIs_butCodeIsNot() {
        service.on(
                "GET /v1/conversations",
                ScriptedService.json(new JsonObject()
                        .put("conversations", new JsonArray().add(new JsonObject().put("id", "c_1")))));
        service.on(
                MESSAGES,
                ScriptedService.json(new JsonObject()
                        .put(
                                "messages",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("turn", "gen_old")
                                                .put("role", "assistant")
                                                .put("text", "مرحبا `a();`\n\n```js\nfoo();\n```")))));
        open();
        browser.awaitText("#turns", "foo();");
        String direction =
                "return [...document.querySelectorAll(arguments[0])].map((at) => getComputedStyle(at).direction).join()";
        assertThat(browser.script(direction, ".prose p")).isEqualTo("rtl");
        assertThat(browser.script(direction, ".prose pre, .prose p code")).isEqualTo("ltr,ltr");
        browser.find("#message").sendKeys("مرحبا");
        assertThat(browser.script(direction, "#message")).isEqualTo("rtl");
    }
}
