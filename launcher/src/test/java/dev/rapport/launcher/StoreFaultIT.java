package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The store that loses nothing is killed under the running topology. */
@Timeout(120)
class StoreFaultIT {
    private static final Duration BACK = Duration.ofSeconds(30);

    @TempDir
    private Path state;

    private RunningRapport rapport;

    @BeforeEach
    void start() throws Exception {
        rapport = RunningRapport.up(state, 2, 2, Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        rapport.close();
    }

    @Test
    void durableRedisKilled_afterAnAcknowledgedMemory_chatGoesOnAndTheMemoryIsBack() throws Exception {
        RunningRapport.Talk talk = rapport.begin("ada");
        talk.say(rapport.url(2), "Hello there.").done();
        Answer told = talk.say("My sister lives in Porto.");
        assertThat(told.done().getJsonArray("learned")).hasSize(1);
        long killed = rapport.launcher().part("redis-durable").pid();
        // Without its configuration the store cannot start again: it stays down for as long as the test looks.
        Path configuration = rapport.launcher().folder().redisConfiguration(RedisRole.DURABLE);
        Path aside = Files.move(configuration, configuration.resolveSibling("aside.conf"));
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
        RunningLauncher.await(
                "the store is gone",
                BACK,
                () -> !ProcessHandle.of(killed).map(ProcessHandle::isAlive).orElse(false));

        for (int instance = 1; instance <= 2; instance++) {
            Answer meanwhile = talk.say(rapport.url(instance), "Where does my sister live?");
            assertThat(meanwhile.dropped()).contains("recall");
            assertThat(meanwhile.text()).isNotBlank();
        }

        Files.move(aside, configuration);
        RunningLauncher.await(
                "the store is back",
                BACK,
                () -> rapport.launcher().part("redis-durable").ready());
        assertThat(rapport.launcher().part("redis-durable").restarts()).isPositive();
        RunningRapport.Talk next = rapport.begin("ada");
        for (int instance = 1; instance <= 2; instance++) {
            Answer after = untilNothingIsDropped(next, rapport.url(instance));
            assertThat(after.text()).as(after.body()).contains("Porto");
        }
        rapport.awaitAuditRecords(rapport.auditedRequests(), BACK);
    }

    private static Answer untilNothingIsDropped(RunningRapport.Talk talk, String url) throws Exception {
        long deadline = System.nanoTime() + BACK.toNanos();
        while (true) {
            Answer answer = talk.say(url, "Where does my sister live?");
            if (answer.dropped().isEmpty()) {
                return answer;
            }
            assertThat(System.nanoTime()).as("still without memory").isLessThan(deadline);
        }
    }
}
