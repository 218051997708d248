package dev.rapport.chat.store;

import dev.rapport.chat.audit.AuditStore;
import dev.rapport.llm.limit.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The audit chain of one process, a stream in the durable Redis. Entry ids are the sequence numbers, so Redis itself
 * refuses a second record of one number. A batch is one script: by commands of its own a record could be refused, as the store is full for
 * a moment, and the next one taken, which would leave a hole that nothing fills.
 */
public final class RedisAudit implements AuditStore {
    /** Fields of an entry. */
    public static final String LINE = "record";

    public static final String HASH = "hash";

    private static final Script APPEND = RedisScripts.named("audit-append");

    private final RedisLink link;
    private final RedisScripts scripts;
    private final String key;

    public RedisAudit(RedisLink link, String instance) {
        this.link = link;
        this.scripts = new RedisScripts(link);
        this.key = "audit:" + instance;
    }

    @Override
    public Future<Optional<Last>> last() {
        return link.send(Request.cmd(Command.XREVRANGE)
                        .arg(key)
                        .arg("+")
                        .arg("-")
                        .arg("COUNT")
                        .arg(1))
                .map(reply -> {
                    if (reply == null || reply.size() == 0) {
                        return Optional.empty();
                    }
                    Response entry = reply.get(0);
                    String id = entry.get(0).toString();
                    Response fields = entry.get(1);
                    return Optional.of(
                            new Last(Long.parseLong(id.substring(0, id.indexOf('-'))), RedisFields.text(fields, HASH)));
                });
    }

    @Override
    public Future<Integer> append(List<Linked> records) {
        List<String> arguments = new ArrayList<>();
        for (Linked record : records) {
            arguments.add(Long.toString(record.sequence()));
            arguments.add(record.line());
            arguments.add(record.hash());
        }
        return scripts.run(APPEND, List.of(key), arguments).map(reply -> Math.toIntExact((long) reply.getFirst()));
    }
}
