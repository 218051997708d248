package dev.rapport.chat.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.chat.AccessLists;
import dev.rapport.chat.audit.AuditStore.Last;
import dev.rapport.chat.audit.AuditStore.Linked;
import dev.rapport.memory.log.RedisProcess;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The chain in a real Redis, as the user that the service is there. */
@Timeout(60)
class RedisAuditIT {
    @TempDir
    private Path folder;

    private RedisProcess redis;
    private Vertx vertx;
    private Context loop;
    private RedisLink operator;
    private RedisAudit audit;

    @BeforeEach
    void start() throws Exception {
        redis = AccessLists.start(folder, "durable");
        vertx = Vertx.vertx();
        loop = vertx.getOrCreateContext();
        RedisLink link = link("chat");
        operator = link("operator");
        audit = new RedisAudit(link, "1");
        onLoop(() -> link.open().compose(_ -> operator.open()));
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
        redis.close();
    }

    private RedisLink link(String user) {
        return new RedisLink(vertx, "durable", redis.uri(user), new SplittableRandom(1), (_, _, _) -> {});
    }

    private <T> T onLoop(Supplier<Future<T>> call) throws Exception {
        Promise<T> result = Promise.promise();
        loop.runOnContext(_ -> call.get().onComplete(result));
        return result.future().await(30, TimeUnit.SECONDS);
    }

    private int append(Linked... records) throws Exception {
        return onLoop(() -> audit.append(List.of(records)));
    }

    private static Linked record(long number) {
        return new Linked(number, "{\"seq\":" + number + "}", "hash " + number);
    }

    @Test
    void append_sentAgain_changesNothing() throws Exception {
        assertThat(onLoop(audit::last)).isEmpty();
        assertThat(append(record(1), record(2))).isEqualTo(2);
        assertThat(append(record(1), record(2), record(3))).isEqualTo(3);
        assertThat(onLoop(audit::last)).hasValue(new Last(3, "hash 3"));
        assertLength(3);
    }

    @Test
    void append_whereAnotherRecordIs_saysSo() throws Exception {
        append(record(1), record(2));
        assertThat(append(record(1), new Linked(2, "{}", "hash of another"), record(3)))
                .isEqualTo(1);
        assertLength(2);
    }

    @Test
    void append_whereTheChainIsPastIt_saysSo() throws Exception {
        append(record(2));
        assertThat(append(record(1), record(2))).isZero();
        assertLength(1);
    }

    @Test
    void append_toAStoreThatIsFull_failsAsAWhole_andCanBeSentAgain() throws Exception {
        append(record(1));
        configure("maxmemory", "1");
        assertThatThrownBy(() -> append(record(2), record(3))).hasStackTraceContaining("Unavailable");
        configure("maxmemory", "0");
        assertLength(1);
        assertThat(append(record(2), record(3))).isEqualTo(2);
        assertLength(3);
    }

    private void configure(String name, String value) throws Exception {
        onLoop(() ->
                operator.send(Request.cmd(Command.CONFIG).arg("SET").arg(name).arg(value)));
    }

    private void assertLength(int expected) throws Exception {
        assertThat(onLoop(() -> operator.send(Request.cmd(Command.XLEN).arg("audit:1")))
                        .toInteger())
                .isEqualTo(expected);
    }
}
