package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.simulator.AnswerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page and the terminal client in front of a simulated provider that takes few requests at a time. */
@Timeout(180)
class ChatClientsIT {
    private static final String LAST_ANSWER = ".turn:last-child .answer .prose";
    private static final Duration WAIT_MAX = Duration.ofSeconds(40);

    /** Requests at one time. What a killed instance held is held until its lease is over, so there is room for as many again. */
    private static final int ROOM = 4;

    /** With two instances, none of so many is at the one that is wanted once in 4,096 runs. */
    private static final int USERS_TRIED_MAX = 12;

    private static final Pattern INSTANCE = Pattern.compile("(?s).*instance (\\d+).*");

    @TempDir
    private static Path folder;

    private static int providerPort;
    private static RunningRapport rapport;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        providerPort = RunningLauncher.freePorts(1);
        Path gateway = Files.writeString(folder.resolve("gateway.yaml"), """
                providers:
                  sim:
                    protocol: openai
                    base-url: http://127.0.0.1:%d/v1
                    in-flight-max: %d
                    concurrency: off
                    keys: [{name: only}]
                models:
                  default: {targets: [{provider: sim, model: sim}]}
                """.formatted(providerPort, ROOM));
        rapport = RunningRapport.up(folder.resolve("state"), 2, 2, Map.of("RAPPORT_GATEWAY_FILE", gateway.toString()));
        browser = new Browser(Files.createDirectory(folder.resolve("browser")));
    }

    @AfterAll
    static void stop() throws Exception {
        browser.close();
        rapport.close();
    }

    /** A provider that writes a word each tenth of a second. */
    private static SimulatedProvider provider(int tokens) {
        return SimulatedProvider.start(providerPort, new AnswerSettings(1, 100, 0, 100, 0, tokens, 0));
    }

    private static void enter(String user) throws Exception {
        browser.open("about:blank");
        browser.open(rapport.signInLink(user));
        browser.awaitText("#user-name", user);
    }

    private static Terminal terminal(String user) throws Exception {
        return new Terminal(rapport.launcher(), user);
    }

    @Test
    void page_theAnswerGrowsAsItsTokensCome() throws Exception {
        try (SimulatedProvider provider = provider(20)) {
            enter("ada");
            String message = "Tell me something. [ref page1]";
            browser.send(message);

            TreeSet<Integer> lengths = new TreeSet<>();
            RunningLauncher.await("the answer", WAIT_MAX, () -> {
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
    void instanceKilledWithinAnswers_pageAndTerminalGoOnByThemselves() throws Exception {
        enter("bea");
        try (SimulatedProvider _ = provider(5)) {
            browser.send("Hello. [ref hello]");
            browser.awaitAnswers(1);
            browser.awaitText("#why .facts", "instance");
        }
        String instance = INSTANCE.matcher(browser.text("#why .facts")).replaceAll("$1");
        try (Terminal terminal = terminalAt(instance);
                SimulatedProvider provider = provider(60)) {
            int before = terminal.out().length();
            String message = "Tell me something. [ref page2]";
            String typed = "Tell me something. [ref terminal2]";
            browser.send(message);
            terminal.say(typed);
            RunningLauncher.await(
                    "some of both answers",
                    WAIT_MAX,
                    () -> browser.text(".answer[data-state=asking] .prose").length() > 20
                            && terminal.out().length() > before + 20);

            rapport.launcher().kill("chat-" + instance);

            browser.awaitAnswers(2);
            assertThat(browser.text(LAST_ANSWER)).isEqualTo(provider.answerTo(message));
            assertThat(browser.text("#why .facts")).doesNotContain("instance " + instance);
            assertThat(terminal.end()).as(terminal.err()).isZero();
            assertThat(terminal.out().substring(before).strip()).isEqualTo(provider.answerTo(typed));
        }
    }

    /** A terminal whose session is served by this instance: NGINX chooses by the token, so users are tried. */
    private static Terminal terminalAt(String instance) throws Exception {
        for (int user = 0; user < USERS_TRIED_MAX; user++) {
            Terminal terminal = terminal("bob-" + user);
            try (SimulatedProvider _ = provider(5)) {
                terminal.say("Hello. [ref hello" + user + "]");
                terminal.awaitErr(", instance ");
            }
            if (terminal.err().contains(", instance " + instance)) {
                return terminal;
            }
            terminal.end();
        }
        throw new AssertionError("no session at instance " + instance + " among " + USERS_TRIED_MAX);
    }

    @Test
    void noRoomAtTheProvider_bothShowTheirPlaceInLine() throws Exception {
        try (SimulatedProvider provider = provider(40);
                ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
                Terminal terminal = terminal("carl")) {
            enter("cleo");
            List<Future<Answer>> ahead = IntStream.range(0, ROOM)
                    .mapToObj(number -> background.submit(
                            () -> rapport.begin("ahead-" + number).say("Tell me a story. [ref ahead" + number + "]")))
                    .toList();
            RunningLauncher.await("all places are taken", WAIT_MAX, () -> provider.inFlight() == ROOM);

            browser.send("Tell me something. [ref page3]");
            browser.awaitText(".turn:last-child .waiting .place", "1");
            assertThat(browser.text(".turn:last-child .waiting-words")).contains("Next in line");
            terminal.say("Tell me something. [ref terminal3]");
            terminal.awaitErr("waiting in line, place ");

            browser.awaitAnswers(1);
            assertThat(browser.texts(".waterfall .stage-name")).contains("Wait in line");
            assertThat(terminal.end()).as(terminal.err()).isZero();
            for (Future<Answer> answer : ahead) {
                assertThat(answer.get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS).text())
                        .isNotBlank();
            }
        }
    }

    @Test
    void terminal_interrupted_stopsTheAnswerAndNotItself() throws Exception {
        try (SimulatedProvider provider = provider(200);
                Terminal terminal = terminal("eva")) {
            terminal.say("Tell me a long story. [ref terminal4]");
            RunningLauncher.await(
                    "some of the answer", WAIT_MAX, () -> terminal.out().length() > 20);

            terminal.interrupt();

            terminal.awaitErr("stopped");
            RunningLauncher.await("the provider is left", WAIT_MAX, () -> provider.inFlight() == 0);
            assertThat(terminal.out().length())
                    .isLessThan(provider.answerTo("Tell me a long story. [ref terminal4]")
                            .length());
            terminal.say("/help");
            terminal.awaitOut("/forget ID");
            assertThat(terminal.end()).isZero();
        }
    }

    @Test
    void terminal_inAPipe_answersListsForgets_andItsExitStatusTells() throws Exception {
        try (SimulatedProvider provider = provider(5);
                Terminal terminal = terminal("finn")) {
            String told = "My sister lives in Porto. [ref terminal5]";
            terminal.say(told);
            terminal.awaitErr("learned: m_");
            assertThat(terminal.out()).isEqualTo(provider.answerTo(told) + System.lineSeparator());
            terminal.say("/conversations");
            terminal.awaitOut("  " + told);
            terminal.say("/new");
            terminal.say("Where does my sister live? [ref terminal6]");
            terminal.awaitErr("recalled: My sister lives in Porto.");
            terminal.say("/memories");
            terminal.awaitOut("m_");
            String memory = terminal.out()
                    .lines()
                    .filter(line -> line.startsWith("m_"))
                    .findFirst()
                    .orElseThrow();
            terminal.say("/forget " + memory.substring(0, memory.indexOf(' ')));
            terminal.awaitErr("Forgotten.");
            terminal.say("/memories sister");
            terminal.awaitErr("Nothing bears on that.");
            terminal.say("/forget m_0000000000000000");
            assertThat(terminal.end()).isEqualTo(1);
            assertThat(terminal.err())
                    .contains("/memories and /conversations list what there is.")
                    .doesNotContain("\u001b");
        }
    }
}
