package dev.rapport.loadtest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.system.ServiceUnderTest;
import dev.rapport.loadtest.system.ServiceUnderTest.Part;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watches this test's own process, and a page of metrics that it serves. */
class WatcherIT {
    private static final String PAGE = """
            jvm_memory_used_bytes{area="heap",id="Tenured Gen"} 1234
            rapport_loop_blocked_total 2
            """;

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<Gauge> read = new LinkedBlockingQueue<>();
    private final long pid = ProcessHandle.current().pid();

    @TempDir
    Path folder;

    @AfterEach
    void closeVertx() {
        vertx.close().await();
    }

    private URI page(int status) {
        int port = vertx.createHttpServer()
                .requestHandler(
                        request -> request.response().setStatusCode(status).end(PAGE))
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        return URI.create("http://127.0.0.1:" + port + "/metrics");
    }

    private static ServiceUnderTest service(Part part, Path status) {
        return new ServiceUnderTest(URI.create("http://127.0.0.1:1"), "", null, List.of(part), status);
    }

    private Gauge await(Predicate<Gauge> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            Gauge gauge = read.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertThat(gauge).as("a reading like that within 30 s").isNotNull();
            if (gauge != null && wanted.test(gauge)) {
                return gauge;
            }
        }
    }

    private Gauge await(String source, String name) throws InterruptedException {
        return await(gauge -> gauge.source().equals(source) && gauge.name().equals(name));
    }

    @Test
    void start_instanceOnThisMachine_readsItsUseItsPageAndOurs() throws Exception {
        Part instance = new Part("chat-1", "instance", pid, page(200));
        Watcher watcher =
                Watcher.start(service(instance, folder.resolve("none")), Duration.ZERO, System.nanoTime(), read::add);

        assertThat(await("chat-1", Gauge.CPU).value()).isPositive();
        assertThat(await("chat-1", Gauge.RSS).value()).isGreaterThan(10_000_000);
        assertThat(await("chat-1", Gauge.THREADS).value()).isGreaterThan(5);
        assertThat(await("chat-1", Gauge.FILES).value()).isGreaterThan(5);
        Gauge heap = await("chat-1", Gauge.HEAP_USED);
        assertThat(heap.value()).isEqualTo(1234);
        assertThat(heap.atNanos()).isGreaterThan(900_000_000);
        assertThat(await("chat-1", Gauge.LOOP_BLOCKED).value()).isEqualTo(2);
        assertThat(await("harness", Gauge.CPU).value()).isPositive();
        assertThat(await("harness", Gauge.HEAP_USED).value()).isPositive();
        assertThat(await(Gauge.MACHINE, Gauge.STOLEN).value()).isNotNegative();
        watcher.stop();
        read.clear();
        assertThat(watcher.problems()).isEmpty();
    }

    @Test
    void start_statusFileNamesAnotherProcess_readsThatAndItsRestarts() throws Exception {
        Path status = Files.writeString(folder.resolve("status.json"), """
                {"supervisor": 1, "local_url": "http://127.0.0.1:1", "parts": [
                  {"name": "nginx", "kind": "NGINX", "pid": %d, "port": 1, "restarts": 3, "ready": true}]}
                """.formatted(pid));
        Part before = new Part("nginx", "nginx", 0, null);
        Watcher watcher = Watcher.start(service(before, status), Duration.ZERO, System.nanoTime(), read::add);

        assertThat(await("nginx", Gauge.RSS).value()).isGreaterThan(10_000_000);
        assertThat(await("nginx", Gauge.RESTARTS).value()).isEqualTo(3);
        watcher.stop();
    }

    @Test
    void start_forcedCollections_readTheHeapAfterEach() throws Exception {
        Part instance = new Part("chat-1", "instance", pid, page(200));
        Watcher watcher = Watcher.start(
                service(instance, folder.resolve("none")), Duration.ofSeconds(2), System.nanoTime(), read::add);

        assertThat(await("chat-1", Gauge.HEAP_AFTER_GC).value()).isEqualTo(1234);
        // It was this process that was told to collect, and its own collector told of it.
        assertThat(await("harness", Gauge.HEAP_AFTER_GC).value()).isPositive();
        watcher.stop();
        assertThat(watcher.problems()).isEmpty();
    }

    @Test
    void retarget_pageThatCannotBeRead_isAProblemAndTheRestGoesOn() throws Exception {
        URI broken = page(500);
        Watcher watcher = Watcher.start(
                service(new Part("chat-1", "instance", pid, page(200)), folder.resolve("none")),
                Duration.ZERO,
                System.nanoTime(),
                read::add);
        await("chat-1", Gauge.HEAP_USED);

        watcher.retarget(service(new Part("chat-9", "instance", pid, broken), folder.resolve("none")));

        await("chat-9", Gauge.CPU);
        await("harness", Gauge.CPU);
        watcher.stop();
        assertThat(watcher.problems())
                .hasSize(1)
                .first()
                .asString()
                .startsWith(broken + ": status 500 (expected: 200)");
    }
}
