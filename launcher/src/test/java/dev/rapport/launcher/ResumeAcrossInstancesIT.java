package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.simulator.AnswerSettings;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Four instances behind NGINX and a simulated provider: connections are cut, instances are killed, and no answer suffers. */
@Timeout(600)
class ResumeAcrossInstancesIT {
    private static final int INSTANCES = 4;
    private static final int TOKENS = 60;

    /** {@code -Dresume.streams=300} cuts as many as the claim has; the default keeps CI short. */
    private static final int CUT_STREAMS = Integer.getInteger("resume.streams", 60);

    /** {@code -Dresume.kills=6 -Dresume.open=200}, likewise. */
    private static final int KILLS = Integer.getInteger("resume.kills", 1);

    private static final int OPEN_STREAMS = Integer.getInteger("resume.open", 40);

    private static final Duration WAIT_MAX = Duration.ofSeconds(60);

    @TempDir
    private static Path state;

    private static int providerPort;
    private static RunningRapport rapport;
    private static HttpClient http;
    private static final AtomicInteger begun = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        providerPort = RunningLauncher.freePorts(1);
        Map<String, String> settings = new HashMap<>(SimulatedProvider.settings(providerPort));
        settings.put("RAPPORT_RECALL_TIMEOUT_MS", "2000"); // young processes on a busy machine
        rapport = RunningRapport.up(state, INSTANCES, 2, settings);
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    static void stop() throws Exception {
        http.close();
        rapport.close();
    }

    @Test
    void connectionsCutAtAnyByte_resumedOnAnyInstance_theAnswersAreTheSame() throws Exception {
        try (SimulatedProvider provider = provider(50, 10);
                ExecutorService clients = Executors.newFixedThreadPool(32)) {
            List<RunningRapport.Talk> talks = talks("cut-", 16);
            List<Future<ResumingClient.Told>> told = IntStream.range(0, CUT_STREAMS)
                    .mapToObj(stream -> clients.submit(() -> {
                        Random random = new Random(stream);
                        return client(talks.get(stream % talks.size()))
                                .say(
                                        message("cut", stream),
                                        _ -> rapport.url(1 + random.nextInt(INSTANCES)),
                                        connection -> connection < 2 ? (long) random.nextInt(6_000) : Long.MAX_VALUE);
                    }))
                    .toList();

            int connections = 0;
            for (int stream = 0; stream < CUT_STREAMS; stream++) {
                ResumingClient.Told answer = told.get(stream).get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
                assertWhole(answer, provider.answerTo(message("cut", stream)));
                connections += answer.connections();
            }
            System.out.printf(
                    "%,d streams of %d tokens over %,d connections: 0 lost, 0 repeated%n",
                    CUT_STREAMS, TOKENS, connections);
        }
    }

    @Test
    void instanceKilled_underOpenStreams_allGoOnElsewhere() throws Exception {
        List<Long> gapMillis = new ArrayList<>();
        int hit = 0;
        int failed = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            String killed = "chat-" + (1 + kill % INSTANCES);
            try (SimulatedProvider provider = provider(50, 60);
                    ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                int round = kill;
                begun.set(0);
                List<RunningRapport.Talk> talks = talks("kill-" + kill + "-", OPEN_STREAMS);
                List<Future<ResumingClient.Told>> told = IntStream.range(0, OPEN_STREAMS)
                        .mapToObj(stream -> clients.submit(() -> client(talks.get(stream))
                                .say(message("kill" + round, stream), _ -> rapport.url(), _ -> Long.MAX_VALUE)))
                        .toList();
                RunningLauncher.await("all answers have begun", WAIT_MAX, () -> begun.get() == OPEN_STREAMS);

                rapport.launcher().killAndAwaitReturn(killed, WAIT_MAX);

                for (int stream = 0; stream < OPEN_STREAMS; stream++) {
                    ResumingClient.Told answer = told.get(stream).get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
                    if (answer.connections() > 1) {
                        hit++;
                        gapMillis.add(answer.gapNanos() / 1_000_000);
                    }
                    if (answer.last().equals("done")) {
                        assertWhole(answer, provider.answerTo(message("kill" + round, stream)));
                    } else {
                        assertThat(answer.last()).as("%s", answer).isEqualTo("error");
                        failed++;
                    }
                }
            }
        }
        gapMillis.sort(null);
        System.out.printf(
                "%d kills under %d streams each: %d hit, %d of them ended in a typed error, gap p50 %d, p99 %d, max %d ms%n",
                KILLS,
                OPEN_STREAMS,
                hit,
                failed,
                percentile(gapMillis, 50),
                percentile(gapMillis, 99),
                percentile(gapMillis, 100));
        assertThat(hit).as("streams that a kill hit").isPositive();
        assertThat(failed).as("of the streams hit").isLessThanOrEqualTo(hit / 1_000);
    }

    private static long percentile(List<Long> sorted, int percent) {
        return sorted.isEmpty() ? -1 : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    private static void assertWhole(ResumingClient.Told answer, String expected) {
        assertThat(answer.last()).as("%s", answer).isEqualTo("done");
        assertThat(answer.text()).as(() -> String.join(" ", answer.ids())).isEqualTo(expected);
        String stream = answer.ids().getFirst().replaceFirst("-1$", "");
        assertThat(answer.ids())
                .isEqualTo(IntStream.rangeClosed(1, answer.ids().size())
                        .mapToObj(sequence -> stream + "-" + sequence)
                        .toList());
    }

    private static SimulatedProvider provider(long firstTokenMillis, long gapMillis) {
        return SimulatedProvider.start(
                providerPort, new AnswerSettings(1, firstTokenMillis, 0.05, gapMillis, 0, TOKENS, 0));
    }

    private static ResumingClient client(RunningRapport.Talk talk) {
        return new ResumingClient(http, talk.token(), begun::incrementAndGet);
    }

    private static List<RunningRapport.Talk> talks(String prefix, int count) throws Exception {
        List<RunningRapport.Talk> talks = new ArrayList<>();
        for (int user = 0; user < count; user++) {
            talks.add(rapport.begin(prefix + user));
        }
        return talks;
    }

    private static String message(String kind, int stream) {
        return "Tell me something. [ref " + kind + stream + "]";
    }
}
