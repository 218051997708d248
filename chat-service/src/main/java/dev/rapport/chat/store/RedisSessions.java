package dev.rapport.chat.store;

import dev.rapport.chat.auth.KeptSession;
import dev.rapport.chat.auth.SessionStore;
import dev.rapport.chat.turn.Session;
import dev.rapport.llm.limit.Script;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sessions and invites in the volatile Redis, each a hash that ends with its token or ticket, and a list of each user's, so that all
 * can be ended at once. A session is good as long as its hash is there: a request looks for that only.
 */
public final class RedisSessions implements SessionStore {
    private static final String CONVERSATION = "conversation";
    private static final String PLAN = "plan";

    /** Sessions and invites of one user; with one more, the one that would end first ends. Bounds the scripts. */
    static final int COUNT_MAX = 1_000;

    /** No session or invite is longer: the list of them must outlive all. */
    private static final Duration KEPT_MAX = Duration.ofHours(25);

    private static final Script KEEP = RedisScripts.named("session-keep");
    private static final Script END = RedisScripts.named("session-end");

    private final RedisLink link;
    private final RedisScripts scripts;

    public RedisSessions(RedisLink link) {
        this.link = link;
        this.scripts = new RedisScripts(link);
    }

    @Override
    public Future<Void> begin(Owner owner, String sessionId, KeptSession session, Duration life) {
        return keep(List.of(key(owner, sessionId), all(owner)), life, fields(session))
                .mapEmpty();
    }

    @Override
    public Future<Boolean> beginInvited(
            Owner owner, String ticketDigest, String sessionId, KeptSession session, Duration life) {
        return keep(List.of(key(owner, sessionId), all(owner), invite(owner, ticketDigest)), life, fields(session));
    }

    private static List<String> fields(KeptSession session) {
        return List.of(CONVERSATION, session.conversation(), PLAN, session.plan());
    }

    /* False if an invite is among the keys and is not there. */
    private Future<Boolean> keep(List<String> keys, Duration life, List<String> fields) {
        List<String> arguments = new ArrayList<>(List.of(
                Long.toString(life.toMillis()), Long.toString(KEPT_MAX.toMillis()), Integer.toString(COUNT_MAX)));
        arguments.addAll(fields);
        return scripts.run(KEEP, keys, arguments).map(reply -> reply.getFirst().equals(1L));
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
        return scripts.run(END, List.of(all(owner)), List.of(key(owner, sessionId)))
                .mapEmpty();
    }

    @Override
    public Future<Void> endAll(Owner owner) {
        return scripts.run(END, List.of(all(owner)), List.of()).mapEmpty();
    }

    @Override
    public Future<List<Boolean>> areRunning(List<Session> sessions) {
        return link.batch(sessions.stream()
                        .map(session -> Request.cmd(Command.EXISTS).arg(key(session.owner(), session.id())))
                        .toList())
                .map(replies -> replies.stream()
                        .map(reply -> reply != null && reply.toString().equals("1"))
                        .toList());
    }

    @Override
    public Future<Void> invite(Owner owner, String ticketDigest, String plan, Duration life) {
        return keep(List.of(invite(owner, ticketDigest), all(owner)), life, List.of(PLAN, plan))
                .mapEmpty();
    }

    @Override
    public Future<Optional<String>> invited(Owner owner, String ticketDigest) {
        return link.send(Request.cmd(Command.HGET)
                        .arg(invite(owner, ticketDigest))
                        .arg(PLAN))
                .map(plan -> Optional.ofNullable(plan).map(Response::toString));
    }

    private static String invite(Owner owner, String ticketDigest) {
        return owner.key("invite:" + ticketDigest);
    }

    private static String key(Owner owner, String sessionId) {
        return owner.key("sess:" + sessionId);
    }

    /* No id of a session looks so: they begin with s_. */
    private static String all(Owner owner) {
        return owner.key("sess:all");
    }
}
