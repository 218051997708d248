package dev.rapport.chat.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.rapport.llm.limit.Script;
import dev.rapport.llm.limit.Scripts;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Scripts in one Redis, which knows them by their digests. Belongs to the event loop of its link. */
public final class RedisScripts implements Scripts {
    private final RedisLink link;
    private final Map<String, String> digests = new HashMap<>(); // text to digest; as many as there are scripts

    public RedisScripts(RedisLink link) {
        this.link = link;
    }

    /** Reads a script that lies beside this class. */
    static Script named(String name) {
        try (InputStream in = requireNonNull(RedisScripts.class.getResourceAsStream(name + ".lua"), name)) {
            return new Script(name, new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it. A Redis that does not know it, since it is new or was restarted, is given it, once. */
    @Override
    public Future<List<Object>> run(Script script, List<String> keys, List<String> arguments) {
        return reply(script, keys, call -> arguments.forEach(call::arg)).map(RedisScripts::read);
    }

    private Future<Response> reply(Script script, List<String> keys, Consumer<Request> arguments) {
        return link.send(call(script, keys, arguments))
                .recover(failure -> RedisError.codes(failure).equals(Set.of(RedisError.UNKNOWN_SCRIPT))
                        ? link.batch(List.of(load(script), call(script, keys, arguments)))
                                .map(replies -> replies.get(1))
                        : Future.failedFuture(failure))
                .map(reply -> requireNonNull(reply, "a script's reply"));
    }

    /** The same with arguments of any bytes, and a reply of {@link Long} and {@code byte[]}. */
    Future<List<Object>> runBinary(Script script, List<String> keys, List<byte[]> arguments) {
        return reply(script, keys, call -> arguments.forEach(call::arg))
                .map(reply -> reply.stream()
                        .<Object>map(word -> word.type() == ResponseType.NUMBER ? word.toLong() : word.toBytes())
                        .toList());
    }

    @Override
    public boolean up() {
        return link.up();
    }

    private Request call(Script script, List<String> keys, Consumer<Request> arguments) {
        Request call = Request.cmd(Command.EVALSHA)
                .arg(digests.computeIfAbsent(script.text(), RedisScripts::digest))
                .arg(keys.size());
        keys.forEach(call::arg);
        arguments.accept(call);
        return call;
    }

    private static Request load(Script script) {
        return Request.cmd(Command.SCRIPT).arg("LOAD").arg(script.text());
    }

    private static List<Object> read(Response reply) {
        return reply.stream()
                .<Object>map(word -> word.type() == ResponseType.NUMBER ? word.toLong() : word.toString())
                .toList();
    }

    @SuppressWarnings("InsecureCryptoUsage") // Redis names scripts so; nothing is protected by it
    private static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
