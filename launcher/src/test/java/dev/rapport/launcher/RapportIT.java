package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The documented topology, four instances with four loops each, without a model: what clients and operators see. */
@Timeout(180)
class RapportIT {
    private static final Duration RECORDS_WRITTEN = Duration.ofSeconds(30);

    @TempDir
    private static Path state;

    private static RunningRapport rapport;

    @BeforeAll
    static void start() throws Exception {
        rapport = RunningRapport.up(state, 4, 4, Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        rapport.close();
    }

    @Test
    void status_fourByFour_everyPartIsReady() throws Exception {
        RunningLauncher.Result status = rapport.launcher().run("status");

        assertThat(status.exit()).as(status.output()).isZero();
        assertThat(status.output().lines().filter(line -> line.startsWith("chat-")))
                .hasSize(4)
                .allMatch(line -> line.matches(".* 0 +yes +4"));
        assertThat(status.output().lines().filter(line -> line.startsWith("redis-")))
                .hasSize(2)
                .allMatch(line -> line.matches(".* 0 +yes +-"));
        assertThat(status.output().lines().filter(line -> line.startsWith("nginx")))
                .hasSize(1)
                .allMatch(line -> line.matches(".* 0 +yes +-"));
    }

    @Test
    void get_health_isPublic_butMetricsAndDetailsAreNot() throws Exception {
        assertThat(rapport.get(rapport.url() + "/health/ready").statusCode()).isEqualTo(200);
        assertProblem(rapport.get(rapport.url() + "/metrics"), 404);
        assertProblem(rapport.get(rapport.url() + "/health"), 404);
        assertThat(rapport.get(rapport.url(1) + "/metrics").body()).contains("rapport_loop_blocked_total");
        assertThat(new JsonObject(rapport.get(rapport.url(1) + "/health").body()).getString("status"))
                .isEqualTo("up");
    }

    @Test
    void get_page_comesThroughNginxWithItsPolicy() throws Exception {
        HttpResponse<String> page = rapport.get(rapport.url() + "/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .startsWith("default-src 'none'; script-src 'self'; connect-src 'self';");
        assertThat(page.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(page.body()).contains("<title>Rapport</title>");
        assertThat(rapport.get(rapport.url() + "/page/app.js").statusCode()).isEqualTo(200);
    }

    @Test
    void post_bodyOverTheLimit_isAProblem() throws Exception {
        String body = new JsonObject().put("message", "x".repeat(256 * 1024)).encode();

        assertProblem(rapport.post(rapport.url() + "/chat-stream", body), 413);
    }

    @Test
    void get_unknownRoute_isAProblemOfAnInstance() throws Exception {
        HttpResponse<String> response = rapport.get(rapport.url() + "/no-such-route");

        assertProblem(response, 404);
        assertThat(response.headers().firstValue("x-served-by").orElse("")).matches("[1-4]");
    }

    @Test
    void say_inANewSession_whatOnlyMemoryKnows_isAnsweredByEveryInstance() throws Exception {
        RunningRapport.Talk first = rapport.begin("ada");
        assertThat(first.say("Hello there.").done().getString("provider")).isEqualTo("local");
        assertThat(first.say("My sister lives in Porto.").done().getJsonArray("learned"))
                .hasSize(1);
        first.say("I am allergic to walnuts.").done();
        assertThat(first.end()).isEqualTo(204);
        assertThat(first.me(rapport.url()).statusCode()).isEqualTo(401);

        RunningRapport.Talk next = rapport.begin("ada");
        Answer answer = next.say("Where does my sister live?");
        assertThat(answer.text()).contains("Porto");
        assertThat(answer.servedBy()).isEqualTo(answer.done().getString("instance"));
        for (int instance = 1; instance <= 4; instance++) {
            Answer direct = next.say(rapport.url(instance), "Where does my sister live?");
            assertThat(direct.text()).contains("Porto");
            assertThat(direct.recalled()).contains("My sister lives in Porto.");
            assertThat(direct.servedBy()).isEqualTo(Integer.toString(instance));
        }
    }

    @Test
    void audit_everyRequestLeavesOneRecord_andAFlippedByteIsFound() throws Exception {
        RunningRapport.Talk talk = rapport.begin("bob");
        for (int i = 0; i < 20; i++) {
            talk.say(rapport.url(1 + i % 4), "Hello " + i).done();
        }
        assertThat(talk.say(rapport.url(), "").status()).isEqualTo(400);
        talk.end();

        rapport.awaitAuditRecords(rapport.auditedRequests(), RECORDS_WRITTEN);
        Path export = state.resolve("audit.jsonl");
        assertThat(rapport.launcher()
                        .script("audit", "export", export.toString())
                        .exit())
                .isZero();
        assertThat(rapport.launcher()
                        .script("audit", "verify", export.toString())
                        .exit())
                .isZero();
        byte[] bytes = Files.readAllBytes(export);
        bytes[bytes.length / 2] ^= 1;
        Files.write(export, bytes);
        RunningLauncher.Result flipped = rapport.launcher().script("audit", "verify", export.toString());
        assertThat(flipped.exit()).as(flipped.output()).isEqualTo(1);
        assertThat(flipped.output()).contains("BROKEN: record ");
    }

    private static void assertProblem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(new JsonObject(response.body()).getInteger("status")).isEqualTo(status);
    }
}
