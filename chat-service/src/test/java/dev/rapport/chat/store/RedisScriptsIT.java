package dev.rapport.chat.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.llm.limit.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts, errors and rights in a real Redis, as the user that the service is there. */
@Timeout(60)
class RedisScriptsIT {
    private static final List<String> KEYS = List.of("limit:{p:a}", "limit:{p:a}:open");
    private static final Script ECHO = new Script("echo", "return {7, KEYS[1], ARGV[1]}");
    private static final Script WRITE = new Script("write", "redis.call('HSET', KEYS[1], 'f', ARGV[1]) return {1}");

    @TempDir
    private Path folder;

    private LinkedRedis redis;
    private RedisLink link;
    private RedisLink operator;
    private RedisScripts scripts;

    @BeforeEach
    void start() throws Exception {
        redis = LinkedRedis.withUsers(folder, "volatile");
        link = redis.opened(redis.link("chat"));
        operator = redis.opened(redis.link("operator"));
        scripts = new RedisScripts(link);
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private void operator(Command command, String... words) throws Exception {
        Request request = Request.cmd(command);
        List.of(words).forEach(request::arg);
        redis.onLoop(() -> operator.send(request));
    }

    @Test
    void run_unknownScript_isLoadedAndRuns() throws Exception {
        assertThat(redis.onLoop(() -> scripts.run(ECHO, KEYS, List.of("ä b"))))
                .containsExactly(7L, "limit:{p:a}", "ä b");
        operator(Command.SCRIPT, "FLUSH");
        assertThat(redis.onLoop(() -> scripts.run(ECHO, KEYS, List.of("2")))).containsExactly(7L, "limit:{p:a}", "2");
    }

    @Test
    void run_severalUnknownAtOnce_runEachOnce_inOrder() throws Exception {
        Script add = new Script(
                "add",
                "redis.call('HSET', KEYS[1], 'f', (redis.call('HGET', KEYS[1], 'f') or '')"
                        + " .. ARGV[1]) return {redis.call('HGET', KEYS[1], 'f')}");
        List<Object> last = redis.onLoop(() -> {
            scripts.run(add, KEYS, List.of("a"));
            scripts.run(add, KEYS, List.of("b"));
            return scripts.run(add, KEYS, List.of("c"));
        });
        assertThat(last).containsExactly("abc");
    }

    @Test
    void run_scriptThatFails_isOurBug_andIsNotSentAgain() {
        Script wrong = new Script("wrong", "return redis.call('HSET', KEYS[1], 'f')");
        assertThatThrownBy(() -> redis.onLoop(() -> scripts.run(wrong, KEYS, List.of())))
                .isNotInstanceOf(TurnFailed.class)
                .hasMessageContaining("Wrong number of args");
    }

    @Test
    void fullStore_isUnavailable_inABatchToo() throws Exception {
        redis.onLoop(() -> scripts.run(WRITE, KEYS, List.of("1"))); // Redis counts it before it is full
        operator(Command.CONFIG, "SET", "maxmemory", "1");
        assertUnavailable(() -> scripts.run(WRITE, KEYS, List.of("2")));
        assertUnavailable(() -> link.batch(
                List.of(Request.cmd(Command.PING), set("{a}:sess:1"), Request.cmd(Command.PING), set("{a}:sess:2"))));
        operator(Command.CONFIG, "SET", "maxmemory", "0");
        assertThat(redis.onLoop(() -> scripts.run(WRITE, KEYS, List.of("3")))).containsExactly(1L);
    }

    @Test
    void batch_withOneRealError_isOurBug() throws Exception {
        redis.onLoop(() -> link.send(set("{a}:sess:1")));
        operator(Command.CONFIG, "SET", "maxmemory", "1");
        assertThatThrownBy(() -> redis.onLoop(() -> link.batch(
                        List.of(set("{a}:sess:2"), Request.cmd(Command.HGETALL).arg("{a}:sess:1")))))
                .isNotInstanceOf(TurnFailed.class)
                .hasMessageContaining("WRONGTYPE");
    }

    @Test
    void connectionThatIsLostMeanwhile_isUnavailable() throws Exception {
        redis.process.pause();
        Future<?>[] sent = new Future<?>[1];
        redis.onLoop(() -> {
            sent[0] = link.batch(List.of(Request.cmd(Command.PING), Request.cmd(Command.PING)));
            return Future.succeededFuture();
        });
        redis.process.kill();
        assertThatThrownBy(() -> sent[0].await(10, TimeUnit.SECONDS)).isInstanceOf(TurnFailed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EVAL|return 1|0",
                "SCRIPT|FLUSH",
                "SCRIPT|KILL",
                "FUNCTION|LIST",
                "KEYS|*",
                "FLUSHALL",
                "CONFIG|GET|*",
                "ACL|LIST",
                "PUBLISH|a|b",
                "CLIENT|LIST",
                "HGETALL|{a}:traits",
                "SET|other|1",
                "XADD|{a}:mem|*|f|v",
                "XDEL|{a}:gen:1:events|1-0"
            })
    void chatUser_anythingThatItsCodeDoesNotDo_isRefused(String words) {
        String[] each = words.split("\\|", -1);
        Request request = Request.cmd(Command.create(each[0]));
        List.of(each).subList(1, each.length).forEach(request::arg);
        assertThatThrownBy(() -> redis.onLoop(() -> link.send(request))).hasMessageContaining("NOPERM");
    }

    private static Request set(String key) {
        return Request.cmd(Command.SET).arg(key).arg("x".repeat(100));
    }

    private void assertUnavailable(Supplier<Future<?>> call) {
        assertThatThrownBy(() -> redis.onLoop(() -> call.get().mapEmpty()))
                .isInstanceOf(TurnFailed.class)
                .hasMessageContaining("volatile");
    }
}
