package dev.rapport.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Takes the pictures of the documents anew. No test: it runs only when it is named (docs/PAGE.md says how). */
class PagePictures {
    private static final Path IMAGES = RunningLauncher.ROOT.resolve("docs/images");
    private static final Duration WORD_EVERY = Duration.ofMillis(9);
    private static final Duration SLOW_WORD_EVERY = Duration.ofMillis(300);
    private static final int ROOM = 3;
    private static final int AHEAD = 3;
    private static final Duration WAIT_MAX = Duration.ofSeconds(40);

    private static final String QUESTION =
            "I would like to spend a weekend in Porto with Ana. What should we see if it rains?";

    private static final String ANSWER = """
            Porto suits a rainy weekend. Ana lives there and is an architect, so I would begin with **Casa da Música** and the Serralves museum:

            1. **Saturday**: the Soares dos Reis museum, then lunch in Bolhão market
            2. **Sunday**: Livraria Lello early, before the queues
            3. In the evening a concert; you play the cello, so look at the chamber series

            Bakeries there like almonds and peanuts: ask before you order.""";

    private static final List<String> SAID = List.of(
            "My sister Ana lives in Porto. She is an architect.",
            "I am allergic to peanuts.",
            "I play the cello, and on Thursdays I rehearse with a quartet.",
            "I moved to Berlin and I work as a nurse.",
            "I love hiking.");

    @TempDir
    private Path folder;

    @Test
    void take() throws Exception {
        HttpServer provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        provider.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        provider.createContext("/", PagePictures::answer);
        provider.start();
        Path gateway = Files.writeString(folder.resolve("gateway.yaml"), """
                providers:
                  openai:
                    protocol: openai
                    base-url: http://127.0.0.1:%d/v1
                    in-flight-max: %d
                    concurrency: off
                    keys: [{name: only}]
                models:
                  default: {targets: [{provider: openai, model: gpt-5.4-mini}]}
                """.formatted(
                        provider.getAddress().getPort(), ROOM));
        try (RunningRapport rapport = RunningRapport.up(
                        folder.resolve("state"), 2, 2, Map.of("RAPPORT_GATEWAY_FILE", gateway.toString()));
                Browser browser = new Browser(Files.createDirectory(folder.resolve("browser")))) {
            RunningRapport.Talk mia = rapport.begin("mia");
            for (String message : SAID) {
                mia.sayInNewConversation(rapport.url(), message).done();
            }
            browser.show(1280, 800, "light");
            browser.open(rapport.signInLink("mia"));
            browser.send(QUESTION);
            browser.awaitAnswers(1);
            browser.awaitText("#why", "Streaming");
            wide(browser);
            narrow(browser);
            queue(rapport, browser);
        } finally {
            provider.stop(0);
        }
    }

    private static void wide(Browser browser) throws IOException {
        browser.screenshot(IMAGES.resolve("conversation.png"));
        browser.script("document.querySelector('.axis').scrollIntoView({block: 'end'})");
        browser.screenshot(IMAGES.resolve("waterfall.png"));
        browser.click("#tab-memories");
        browser.awaitText("#memory-list", "peanuts");
        browser.click("[aria-label='History: I am allergic to peanuts.']");
        browser.awaitText("#memory-list .history:not([hidden])", "told");
        browser.click("[aria-label='Edit: I love hiking.']");
        browser.overwrite("I love hiking in the mountains.");
        browser.awaitText("#undo", "Changed");
        browser.screenshot(IMAGES.resolve("memory-panel.png"));
        browser.click("#tab-known");
        browser.awaitText("#known", "nurse");
        browser.script("document.activeElement.blur(); document.getElementById('undo').hidden = true");
        browser.show(1280, 800, "dark");
        browser.screenshot(IMAGES.resolve("dark.png"));
    }

    private static void narrow(Browser browser) throws IOException {
        browser.show(390, 844, "dark");
        browser.find("#message").sendKeys(Keys.END);
        browser.script("document.getElementById('scroll').scrollTop = 0");
        browser.screenshot(IMAGES.resolve("narrow.png"));
    }

    private static void queue(RunningRapport rapport, Browser browser) throws Exception {
        browser.show(1280, 800, "light");
        try (ExecutorService ahead = Executors.newVirtualThreadPerTaskExecutor()) {
            Set<String> waiting = ConcurrentHashMap.newKeySet();
            List<Future<Answer>> answers = IntStream.range(0, ROOM + AHEAD)
                    .mapToObj(number -> ahead.submit(() -> {
                        String user = "ahead-" + number;
                        return rapport.begin(user).say(rapport.url(), "Slow, please. " + number, event -> {
                            if (event.name().equals("queued")) {
                                waiting.add(user);
                            }
                        });
                    }))
                    .toList();
            RunningLauncher.await(AHEAD + " wait", WAIT_MAX, () -> waiting.size() >= AHEAD);
            browser.click("#tab-why");
            browser.send("And what if the sun comes out?");
            browser.awaitText(".turn:last-child .waiting-words", "in line");
            browser.screenshot(IMAGES.resolve("queue-position.png"));
            for (Future<Answer> answer : answers) {
                answer.get();
            }
        }
    }

    /* Says the answer word by word, as OpenAI's protocol has it. */
    private static void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        JsonArray messages = new JsonObject(body).getJsonArray("messages");
        String asked = messages == null ? "" : String.valueOf(messages.getValue(messages.size() - 1));
        boolean slow = asked.contains("Slow, please.");
        exchange.getResponseHeaders().add("content-type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        LockSupport.parkNanos(Duration.ofMillis(240).toNanos());
        try (OutputStream out = exchange.getResponseBody()) {
            for (String word :
                    (slow || asked.contains(QUESTION) ? ANSWER : "I will remember that.").split("(?<= )", -1)) {
                write(out, delta(new JsonObject().put("content", word), null));
                LockSupport.parkNanos((slow ? SLOW_WORD_EVERY : WORD_EVERY).toNanos());
            }
            write(
                    out,
                    delta(new JsonObject(), "stop")
                            .put(
                                    "usage",
                                    new JsonObject()
                                            .put("prompt_tokens", 318)
                                            .put("completion_tokens", 96)
                                            .put("total_tokens", 414)));
            out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static JsonObject delta(JsonObject delta, @Nullable String finish) {
        return new JsonObject()
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion.chunk")
                .put("model", "gpt-5.4-mini")
                .put(
                        "choices",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("index", 0)
                                        .put("delta", delta)
                                        .put("finish_reason", finish)));
    }

    private static void write(OutputStream out, JsonObject event) throws IOException {
        out.write(("data: " + event.encode() + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
