package dev.rapport.chat.store;

import dev.rapport.chat.auth.KeptSession;
import dev.rapport.chat.auth.SessionStore;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sessions in the volatile Redis, each a hash that ends with its token. */
public final class RedisSessions implements SessionStore {
    private static final String CONVERSATION = "conversation";
    private static final String PLAN = "plan";

    private final RedisLink link;

    public RedisSessions(RedisLink link) {
        this.link = link;
    }

    @Override
    public Future<Void> begin(Owner owner, String sessionId, KeptSession session, Duration life) {
        String key = key(owner, sessionId);
        return link.batch(List.of(
                        Request.cmd(Command.HSET)
                                .arg(key)
                                .arg(CONVERSATION)
                                .arg(session.conversation())
                                .arg(PLAN)
                                .arg(session.plan()),
                        Request.cmd(Command.PEXPIRE).arg(key).arg(life.toMillis())))
                .mapEmpty();
    }

    @Override
    public Future<Optional<KeptSession>> find(Owner owner, String sessionId) {
        return link.send(Request.cmd(Command.HMGET)
                        .arg(key(owner, sessionId))
                        .arg(CONVERSATION)
                        .arg(PLAN))
                .map(RedisSessions::kept);
    }

    private static Optional<KeptSession> kept(@Nullable Response reply) {
        if (reply == null || reply.get(0) == null) {
            return Optional.empty();
        }
        Response plan = reply.get(1); // not there in sessions from before there were plans
        return Optional.of(new KeptSession(reply.get(0).toString(), plan == null ? "" : plan.toString()));
    }

    @Override
    public Future<Void> end(Owner owner, String sessionId) {
        return link.send(Request.cmd(Command.DEL).arg(key(owner, sessionId))).mapEmpty();
    }

    @Override
    public Future<Void> invite(Owner owner, String ticketDigest, Duration life) {
        return link.send(Request.cmd(Command.SET)
                        .arg(owner.key("invite:" + ticketDigest))
                        .arg("")
                        .arg("PX")
                        .arg(life.toMillis()))
                .mapEmpty();
    }

    @Override
    public Future<Boolean> isInvited(Owner owner, String ticketDigest) {
        return link.send(Request.cmd(Command.EXISTS).arg(owner.key("invite:" + ticketDigest)))
                .map(reply -> reply != null && reply.toString().equals("1"));
    }

    private static String key(Owner owner, String sessionId) {
        return owner.key("sess:" + sessionId);
    }
}
