package dev.rapport.loadtest.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rapport.loadtest.profile.Tier;
import dev.rapport.loadtest.record.Json;
import dev.rapport.loadtest.record.RunFolder;
import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.Word;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line from its arguments to its exit code, against a service that is there already. */
class LoadCommandTest {
    private static final String ROOT = "rapport.root";

    private final MemorySuite suite = new MemorySuite();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final String rootBefore = System.getProperty(ROOT, "");

    @TempDir
    private Path root = Path.of("");

    @BeforeEach
    void makeCheckout() throws IOException {
        System.setProperty(ROOT, root.toString());
        Files.createDirectories(root.resolve("loadtest/profiles"));
        Files.writeString(root.resolve("key"), "secret");
        profile("alpha", "");
        profile("beta", "");
    }

    @AfterEach
    void restoreRoot() {
        if (rootBefore.isEmpty()) {
            System.clearProperty(ROOT);
        } else {
            System.setProperty(ROOT, rootBefore);
        }
    }

    private void profile(String id, String more) throws IOException {
        Files.writeString(root.resolve("loadtest/profiles/" + id + ".yaml"), """
            id: %s
            summary: %s in short
            seed: 1
            %s
            system: {instances: 1, loops: 1}
            provider: {options: {seed: 1}}
            behaviours:
              talker:
                pause: 1s..3s
                tasks:
                  - {do: chat, message: short}
            phases:
              - name: talk
                for: {smoke: 10s, ci: 60s, full: 600s}
                closed: {users: {smoke: 10, ci: 50, full: 500}, behave: talker}
            limits:
              strict:
                - {metric: chat.success, min: 99%%}
            """.formatted(id, id, more));
    }

    private int load(String... arguments) {
        return LoadCommand.commandLine(suite)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    /** Against a target to which nothing is sent, as the suite's runs take no time. */
    private int run(String... arguments) {
        return runAt("http://127.0.0.1:1", arguments);
    }

    private int runAt(String target, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--target=" + target, "--key-file=" + root.resolve("key"), "--out=" + reports()));
        return load(all.toArray(String[]::new));
    }

    private Path reports() {
        return root.resolve("reports");
    }

    @Test
    void list_checkout_namesEachProfileAndWhatItNeeds() throws IOException {
        profile("gamma", "needs: [websocket]");

        assertThat(load("list")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "alpha                    alpha in short",
                        "beta                     beta in short",
                        "gamma                    gamma in short (needs: websocket)");
    }

    @Test
    void list_profileThatCannotBeUsed_failsAndListsTheOthers() throws IOException {
        Files.writeString(root.resolve("loadtest/profiles/bad.yaml"), "id: bad\nsummary: [\n");

        assertThat(load("list")).isEqualTo(Exit.FAIL);
        assertThat(out.toString()).contains("alpha in short", "bad                      unusable: ", "beta in short");
    }

    @Test
    void load_unknownProfile_isWrongUsageAndNamesTheIds() {
        assertThat(run("gamma")).isEqualTo(64);
        assertThat(err.toString()).contains("profile: gamma (expected: a file, or one of alpha, beta)");
        assertThat(suite.ran).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alpha --tier=fast",
                "alpha --users=0",
                "alpha --users=20001",
                "alpha --seed=x",
                "alpha --no-such-option",
                "all --only=gamma",
                "all --skip=gamma",
                "report no-such-folder",
                "compare no-such-folder other"
            })
    void load_argumentsThatDoNotFit_areWrongUsage(String line) {
        assertThat(load(line.isEmpty() ? new String[0] : line.split(" ", -1))).isEqualTo(64);
        assertThat(err.toString()).contains("Usage: ");
        assertThat(suite.ran).isEmpty();
    }

    @Test
    void load_targetWithoutKeyOrKeyWithoutTarget_isWrongUsage() {
        assertThat(load("alpha", "--target=http://127.0.0.1:1")).isEqualTo(64);
        assertThat(err.toString()).contains("--key-file: (expected: a file with the application key of --target)");
        assertThat(load("alpha", "--key-file=key")).isEqualTo(64);
        assertThat(err.toString()).contains("(expected: only together with --target)");
    }

    @ParameterizedTest
    @CsvSource({"smoke,SMOKE,10", "CI,CI,50", "Full,FULL,500"})
    void load_tierWord_isReadInAnyCase(String word, Tier tier, int users) {
        assertThat(run("alpha", "--tier=" + word)).isZero();
        assertThat(suite.tiers).containsExactly(tier);
        assertThat(users()).isEqualTo(users);
    }

    private int users() {
        return Objects.requireNonNull(
                        suite.ran.getFirst().profile().phases().getFirst().closed())
                .users();
    }

    @Test
    void load_withoutTier_isCi() {
        run("alpha");

        assertThat(suite.tiers).containsExactly(Tier.CI);
    }

    @Test
    void load_usersAndSeed_changeTheProfileAndItsHash() {
        run("alpha", "--users=3", "--seed=9");
        run("alpha");

        Suite.Loaded changed = suite.ran.getFirst();
        Suite.Loaded plain = suite.ran.getLast();
        assertThat(users()).isEqualTo(3);
        assertThat(changed.profile().seed()).isEqualTo(9);
        assertThat(changed.yaml()).startsWith(plain.yaml()).contains("# --seed 9\n# --users 3\n");
        assertThat(changed.hash()).isNotEqualTo(plain.hash()).hasSize(64);
    }

    @ParameterizedTest
    @CsvSource({"PASS,0", "FAIL,1", "INCONCLUSIVE,2", "INVALID,3"})
    void load_verdict_isTheExitCode(Word word, int exitCode) {
        suite.words.put("alpha", word);

        assertThat(run("alpha")).isEqualTo(exitCode);
    }

    @Test
    void load_gateNotMet_isInvalidWhateverTheWord() {
        suite.disturbed.add("alpha");

        assertThat(run("alpha")).isEqualTo(Exit.INVALID);
    }

    @Test
    void load_run_leavesItsFormsAndLogsAndSaysThatTheTargetWasGiven() throws IOException {
        run("alpha");

        Report report = Json.MAPPER.readValue(reports().resolve("report.json").toFile(), Report.class);
        assertThat(report.profile().id()).isEqualTo("alpha");
        assertThat(report.notes())
                .anySatisfy(note -> assertThat(note).startsWith("The service at http://127.0.0.1:1 was there already"));
        assertThat(reports().resolve("report.html")).exists();
        assertThat(reports().resolve("hdr/chat-e2e.hlog")).content().contains("\nTag=steady,10.000,1.000,");
        assertThat(out.toString())
                .contains(
                        "alpha (ci): alpha in short",
                        "text of alpha",
                        "Report: " + reports().resolve("report.html"));
    }

    @Test
    void load_runThatCannotBeMade_isInvalidAndSaysWhy() {
        suite.broken.add("alpha");

        assertThat(run("alpha")).isEqualTo(Exit.INVALID);
        assertThat(out.toString()).contains("alpha: INVALID. the service did not come up");
    }

    @Test
    void load_partThatIsNotThere_isInvalidAndNotRun() throws IOException {
        profile("gamma", "needs: [memory_api]");
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            boolean live = exchange.getRequestURI().getPath().equals("/health/live");
            exchange.sendResponseHeaders(live ? 200 : 404, -1);
            exchange.close();
        });
        service.start();
        try {
            assertThat(runAt("http://127.0.0.1:" + service.getAddress().getPort(), "gamma"))
                    .isEqualTo(Exit.INVALID);
        } finally {
            service.stop(0);
        }
        assertThat(out.toString()).contains("gamma: not present: memory_api");
        assertThat(suite.ran).isEmpty();
    }

    @Test
    void all_profiles_runInOrderWithoutTheTrainingAndTheWorstCounts() throws IOException {
        profile("train", "");
        suite.words.put("alpha", Word.FAIL);
        suite.broken.add("beta");

        assertThat(run("all")).isEqualTo(Exit.FAIL); // a failure is known; what is invalid must not hide it
        assertThat(suite.ran).extracting(loaded -> loaded.profile().id()).containsExactly("alpha", "beta");
        assertThat(suite.warmUps).isOne();
        assertThat(out.toString().lines().map(String::strip))
                .containsSubsequence(
                        "profile                  seed          beat          strict",
                        "alpha                    FAIL          -             PASS",
                        "beta                     -             -             -             the service did not come up");
        assertThat(reports().resolve("alpha").resolve("report.json")).exists();
    }

    @Test
    void all_onlyAndSkip_choose() throws IOException {
        profile("train", "");
        suite.words.put("alpha", Word.INCONCLUSIVE);

        assertThat(run("all", "--skip=alpha")).isZero();
        assertThat(run("all", "--only=train,alpha")).isEqualTo(Exit.INCONCLUSIVE);
        assertThat(suite.ran).extracting(loaded -> loaded.profile().id()).containsExactly("beta", "train", "alpha");
    }

    @Test
    void all_gateNotMet_isInTheTable() {
        suite.disturbed.add("beta");

        assertThat(run("all")).isEqualTo(Exit.INVALID);
        assertThat(out.toString()).contains("harness CPU 3 % (expected: <= 80 %)");
    }

    @Test
    void report_folderOfARun_isJudgedAgain() throws IOException {
        MemorySuite.written(new RunFolder(reports()), "alpha", 100);
        suite.words.put("alpha", Word.FAIL);

        assertThat(load("report", reports().toString())).isEqualTo(Exit.FAIL);
        assertThat(reports().resolve("report.json")).exists();
    }

    @Test
    void report_folderWithoutSamples_isInvalidAndSaysSo() throws IOException {
        MemorySuite.written(new RunFolder(reports()), "alpha", 100);
        Files.delete(reports().resolve(RunFolder.SAMPLES));

        assertThat(load("report", reports().toString())).isEqualTo(Exit.INVALID);
        assertThat(err.toString()).contains("The run could not be judged: ");
    }

    @Test
    void compare_twins_isTheClosedLoopsBias() throws IOException {
        String closed = judged("alpha", 100);
        String open = judged("alpha-open", 200);
        Path page = root.resolve("twins.html");

        assertThat(load("compare", closed, open, "--out=" + page)).isZero();
        assertThat(out.toString())
                .contains("Closed-loop bias: alpha and alpha-open", "B is slower at p5, p10, p25, p50", "A, ms")
                .contains("Comparison: " + page);
        assertThat(page).content().contains("Closed-loop bias");
    }

    @Test
    void compare_runsOfOneProfile_findsNoDifferenceInTheSame() throws IOException {
        String one = judged("alpha", 100);

        assertThat(load("compare", one, one, "--out=" + root.resolve("same.html")))
                .isZero();
        assertThat(out.toString()).contains("Comparison: alpha and alpha", "No difference shown");
    }

    private String judged(String id, double millis) throws IOException {
        RunFolder folder = new RunFolder(root.resolve("run-" + id));
        MemorySuite.written(folder, id, millis);
        load("report", folder.path().toString());
        return folder.path().toString();
    }
}
