package dev.rapport.chat.store;

import dev.rapport.chat.audit.AuditStore;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Optional;

/**
 * The audit chain of one process, a stream in the durable Redis. Entry ids are the sequence numbers, so Redis itself
 * refuses a second record of one number.
 */
public final class RedisAudit implements AuditStore {
    /** Fields of an entry. */
    public static final String LINE = "record";

    public static final String HASH = "hash";

    private static final String ALREADY_THERE = "equal or smaller";

    private final RedisLink link;
    private final String key;

    public RedisAudit(RedisLink link, String instance) {
        this.link = link;
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
    public Future<Void> append(long sequence, String line, String hash) {
        return link.send(Request.cmd(Command.XADD)
                        .arg(key)
                        .arg(sequence + "-0")
                        .arg(LINE)
                        .arg(line)
                        .arg(HASH)
                        .arg(hash))
                .<Void>mapEmpty()
                .recover(failure -> String.valueOf(failure.getMessage()).contains(ALREADY_THERE)
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure));
    }
}
