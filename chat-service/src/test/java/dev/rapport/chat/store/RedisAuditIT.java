package dev.rapport.chat.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.chat.audit.AuditStore.Last;
import dev.rapport.chat.audit.AuditStore.Linked;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.util.List;
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

    private LinkedRedis redis;
    private RedisLink operator;
    private RedisAudit audit;

    @BeforeEach
    void start() throws Exception {
        redis = LinkedRedis.withUsers(folder, "durable");
        RedisLink link = redis.opened(redis.link("chat"));
        operator = redis.opened(redis.link("operator"));
        audit = new RedisAudit(link, "1");
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private int append(Linked... records) throws Exception {
        return redis.onLoop(() -> audit.append(List.of(records)));
    }

    private static Linked record(long number) {
        return new Linked(number, "{\"seq\":" + number + "}", "hash " + number);
    }

    @Test
    void append_sentAgain_changesNothing() throws Exception {
        assertThat(redis.onLoop(audit::last)).isEmpty();
        assertThat(append(record(1), record(2))).isEqualTo(2);
        assertThat(append(record(1), record(2), record(3))).isEqualTo(3);
        assertThat(redis.onLoop(audit::last)).hasValue(new Last(3, "hash 3"));
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
        redis.onLoop(() ->
                operator.send(Request.cmd(Command.CONFIG).arg("SET").arg(name).arg(value)));
    }

    private void assertLength(int expected) throws Exception {
        assertThat(redis.onLoop(() -> operator.send(Request.cmd(Command.XLEN).arg("audit:1")))
                        .toInteger())
                .isEqualTo(expected);
    }
}
