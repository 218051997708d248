package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole topology, started by the launcher itself: real Redis and NGINX, stand-in instances. */
class TopologyIT {
    @TempDir
    private static Path state;

    private static RunningLauncher launcher;
    private static RunningLauncher.Result up;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws Exception {
        launcher = RunningLauncher.ofStandIns(state);
        up = launcher.run("up");
        assertThat(up.exit()).as(up.output()).isZero();
    }

    @AfterAll
    static void stop() throws Exception {
        RunningLauncher.Result down = launcher.run("down");
        assertThat(down.exit()).as(down.output()).isZero();
        assertThat(launcher.processes()).isEmpty();
        assertThat(launcher.run("down").output()).startsWith("Nothing runs in ");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(launcher.url() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, byte[] body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(launcher.url() + path))
                        .header("X-Request-Id", "chosen-by-the-client")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> response, int status) throws IOException {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(Json.readObject(response.body())).containsEntry("status", (long) status);
    }

    @Test
    void up_printsWhereAndWhatAnswers() {
        assertThat(up.output())
                .contains(
                        "redis-durable   ready",
                        "chat-1          ready",
                        "chat-2          ready",
                        "nginx           ready")
                .contains("Rapport runs:  " + launcher.url() + System.lineSeparator())
                .contains("Sign in as ada: " + launcher.url() + "/#invite=invite-of-")
                .contains("Answers:       a stand-in for tests")
                .contains("2 instances x 4 event loops");
    }

    @Test
    void up_again_isHarmless() throws Exception {
        long supervisor = launcher.status().supervisor();

        RunningLauncher.Result again = launcher.run("up");

        assertThat(again.exit()).isZero();
        assertThat(again.output()).contains("already running").contains(launcher.url());
        assertThat(launcher.status().supervisor()).isEqualTo(supervisor);
    }

    @Test
    void status_showsEveryPartAndTheLoopsThatInstancesReport() throws Exception {
        RunningLauncher.Result status = launcher.run("status");

        assertThat(status.exit()).as(status.output()).isZero();
        assertThat(status.output().lines().filter(line -> line.startsWith("chat-")))
                .hasSize(2)
                .allMatch(line -> line.endsWith("yes    4"));
        assertThat(status.output()).contains("supervisor", "redis-durable", "redis-volatile", "nginx");
    }

    @Test
    void token_printsNothingElse() throws Exception {
        assertThat(launcher.run("token", "ada").output()).matches("token-of-[12]\\R");
        assertThat(launcher.run("url").output()).isEqualTo(launcher.url() + System.lineSeparator());
    }

    @Test
    void secrets_areReadableByTheirOwnerOnly() throws Exception {
        for (String name : List.of("application.key", "redis.password", "redis-operator.password")) {
            assertThat(Files.getPosixFilePermissions(state.resolve("secrets").resolve(name)))
                    .hasSize(2);
        }
        assertThat(Files.getPosixFilePermissions(state.resolve("secrets"))).hasSize(3);
    }

    @Test
    void nginx_healthOfTheService_isPublicButNotItsDetails() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        for (String hidden : List.of("/health", "/health/", "/metrics", "/metrics/", "//metrics", "/%6detrics")) {
            assertProblem(get(hidden), 404);
        }
    }

    @Test
    void nginx_bodyAtTheLimit_passes_andOneByteMoreIsAProblem() throws Exception {
        HttpResponse<String> largest = post("/echo", new byte[256 * 1024]);

        assertThat(largest.body()).contains("size=262144").doesNotContain("chosen-by-the-client");
        assertProblem(post("/echo", new byte[256 * 1024 + 1]), 413);
    }

    @Test
    void nginx_malformedRequest_isAProblem() throws Exception {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(launcher.url()).getPort())) {
            socket.getOutputStream().write("NONSENSE\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("Content-Type: application/problem+json");
        }
    }

    @Test
    void nginx_everyInstanceBusy_theirOwnAnswerPasses_andNobodyElseIsTurnedAway() throws Exception {
        for (int i = 0; i < 10; i++) {
            HttpResponse<String> busy = get("/busy");
            assertThat(busy.statusCode()).isEqualTo(503);
            assertThat(busy.body()).contains("the instance");
        }
        assertThat(get("/echo").statusCode()).isEqualTo(200);
    }

    @Test
    void instance_killedWhileRequestsWaitForTheirFirstToken_failsNone() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> waiting = IntStream.range(0, 20)
                .mapToObj(user -> http.sendAsync(
                        HttpRequest.newBuilder(URI.create(launcher.url() + "/slow?millis=2000"))
                                .header("Authorization", "Bearer " + user)
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString()))
                .toList();
        RunningLauncher.await("the requests", Duration.ofSeconds(5), () -> get("chat-1", "/waiting") > 0);

        Duration back = launcher.killAndAwaitReturn("chat-1", Duration.ofSeconds(15));

        assertThat(back).isLessThan(Duration.ofSeconds(10));
        assertThat(waiting).allSatisfy(answer -> {
            assertThat(answer.join().statusCode()).isEqualTo(200);
            assertThat(answer.join().body()).endsWith("data: [DONE]\n\n");
        });
        assertThat(launcher.part("chat-1").restarts()).isPositive();
    }

    private static long get(String instance, String path) {
        try {
            String url = "http://127.0.0.1:" + launcher.part(instance).port() + path;
            return Long.parseLong(Http.get(url, Duration.ofSeconds(1)).body());
        } catch (IOException _) {
            return 0;
        }
    }

    @Test
    void redis_withoutAPassword_refuses() throws Exception {
        for (String name : List.of("redis-durable", "redis-volatile")) {
            try (Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(), launcher.part(name).port())) {
                socket.getOutputStream()
                        .write("KEYS *\r\nAUTH default \r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));

                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("-NOAUTH ")
                        .contains("-WRONGPASS ");
            }
        }
    }

    @Test
    void redis_killed_isBack() {
        for (String name : List.of("redis-durable", "redis-volatile")) {
            assertThat(launcher.killAndAwaitReturn(name, Duration.ofSeconds(10)))
                    .as(name)
                    .isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void nginx_masterKilled_isBackAlthoughItsWorkersHoldThePort() throws Exception {
        launcher.killAndAwaitReturn("nginx", Duration.ofSeconds(15));

        RunningLauncher.await("only workers of the new master", Duration.ofSeconds(10), () -> {
            long master = launcher.part("nginx").pid();
            List<OwnProcesses.Own> workers = launcher.processes().stream()
                    .filter(own -> own.what() == OwnProcesses.What.NGINX_WORKER)
                    .toList();
            return !workers.isEmpty()
                    && workers.stream()
                            .allMatch(worker -> worker.handle()
                                    .parent()
                                    .map(parent -> parent.pid() == master)
                                    .orElse(false));
        });
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void supervisor_killed_theNextUpClearsAwayWhatItLeft() throws Exception {
        List<Long> before =
                launcher.processes().stream().map(own -> own.handle().pid()).toList();
        ProcessHandle supervisor =
                ProcessHandle.of(launcher.status().supervisor()).orElseThrow();
        supervisor.destroyForcibly();
        supervisor.onExit().join();
        assertThat(launcher.run("status").exit()).isEqualTo(1);

        RunningLauncher.Result again = launcher.run("up");

        assertThat(again.exit()).as(again.output()).isZero();
        assertThat(again.output()).contains("An earlier supervisor died and left");
        assertThat(launcher.processes())
                .extracting(own -> own.handle().pid())
                .hasSize(before.size())
                .doesNotContainAnyElementsOf(before);
    }
}
