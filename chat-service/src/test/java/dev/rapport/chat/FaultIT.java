package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.audit.AuditToolRun;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens when a store dies. */
@Timeout(120)
class FaultIT {
    @TempDir
    private Path folder;

    private RunningService service;

    @BeforeEach
    void start() throws Exception {
        service = new RunningService(folder, 1);
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    @Test
    void durableStoreDies_chatGoesOn_andWhatWasAcknowledgedIsThereAfterwards() throws Exception {
        RunningService.Talk talk = service.begin(1, "ada");
        assertThat(talk.say(1, "My sister lives in Porto.").done().getJsonArray("learned"))
                .hasSize(1);
        service.durable.kill();

        JsonObject meanwhile = talk.say(1, "Where does my sister live?").done();
        assertThat(meanwhile.getJsonObject("timing_ms").getJsonArray("dropped"))
                .isEqualTo(new JsonArray().add("recall").add("conversation"));

        service.durable.startAgain();
        RunningService.Answer after = untilNothingIsDropped(talk, "Where does my sister live?");
        assertThat(after.text()).contains("Porto");
    }

    @Test
    void sessionStoreDies_isATypedRefusal_andComesBack() throws Exception {
        RunningService.Talk talk = service.begin(1, "ada");
        service.sessions.kill();
        HttpResponse<String> refused = talk.say(1, "Hello").response();
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
        untilNotReady(talk);

        service.sessions.startAgain();
        untilNothingIsDropped(talk, "Hello");
    }

    @Test
    void audit_oneRecordForEachRequest_chainHolds_andAFlippedByteIsFound() throws Exception {
        RunningService.Talk talk = service.begin(1, "ada");
        for (int i = 0; i < 20; i++) {
            talk.say(1, "Hello " + i).done();
        }
        talk.say(1, new JsonObject().put("message", ""), "");
        talk.end(1);

        Path export = folder.resolve("audit.jsonl");
        AuditToolRun verified =
                AuditToolRun.until("23 records in 1 chains; all verified", service.config, "export", export.toString());
        assertThat(verified.exitCode()).isZero();

        byte[] bytes = Files.readAllBytes(export);
        bytes[bytes.length / 2] ^= 1;
        Files.write(export, bytes);
        AuditToolRun flipped = AuditToolRun.of(service.config, "verify", export.toString());
        assertThat(flipped.exitCode()).as(flipped.output()).isEqualTo(1);
        assertThat(flipped.output()).contains("BROKEN: record ");
    }

    /* Each loop has a connection of its own, and hears of its end when it hears of it. */
    private static void untilNotReady(RunningService.Talk talk) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(10));
        while (talk.get(1, "/health/ready").statusCode() != 503) {
            assertThat(Instant.now()).isBefore(end);
        }
    }

    private static RunningService.Answer untilNothingIsDropped(RunningService.Talk talk, String message)
            throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (Instant.now().isBefore(end)) {
            RunningService.Answer answer =
                    talk.say(1, new JsonObject().put("message", message).put("conversation", "new"), "");
            if (answer.response().statusCode() == 200
                    && answer.done()
                            .getJsonObject("timing_ms")
                            .getJsonArray("dropped")
                            .isEmpty()) {
                return answer;
            }
        }
        throw new AssertionError("not back within 30 s");
    }
}
