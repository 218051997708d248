package dev.rapport.chat.http;

import dev.rapport.chat.audit.AuditRecord;
import dev.rapport.chat.stream.AnswerLog;
import dev.rapport.chat.stream.HttpTurnClient;
import dev.rapport.chat.turn.Session;
import dev.rapport.chat.turn.TurnEnd;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.llm.Part;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One request and its response: its id, what becomes of it, and the audit record of that. Confined to its loop. */
final class Exchange implements HttpTurnClient.Listener {
    private static final String KEY = Exchange.class.getName();
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final String IDEMPOTENCY_KEY = "idempotency-key";
    private static final Pattern KEY_FORM = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final System.Logger LOG = System.getLogger(Exchange.class.getName());

    private final RoutingContext context;
    private final String id;
    private final Instant receivedAt;
    private final String instance;
    private String user = "-";
    private String key = "";
    private @Nullable String authorization;
    private @Nullable String said;
    private String outcome = "ok";
    private @Nullable TurnEnd turn;
    private List<Part> parts = List.of();
    private boolean turnBegun;
    private OpenStreams.@Nullable Watch watch;

    private Exchange(RoutingContext context, String instance, Instant receivedAt, String id) {
        this.context = context;
        this.instance = instance;
        this.receivedAt = receivedAt;
        this.id = id;
    }

    private static String newId() {
        return "req_" + UUID.randomUUID().toString().replace("-", "");
    }

    /** Begins the exchange; every response carries its id and who served it. */
    static Exchange begin(RoutingContext context, String instance, Instant now) {
        String given = context.request().getHeader("x-request-id");
        String id = given != null && ID.matcher(given).matches() ? given : newId();
        Exchange exchange = new Exchange(context, instance, now, id);
        context.put(KEY, exchange);
        context.response().putHeader("x-request-id", exchange.id).putHeader("x-served-by", instance);
        return exchange;
    }

    /** Begins an exchange within a connection that is a socket by now. */
    static Exchange onSocket(RoutingContext context, String authorization, Instant now) {
        Exchange connection = of(context);
        Exchange exchange = new Exchange(context, connection.instance, now, newId());
        exchange.authorization = authorization;
        exchange.user = connection.user;
        return exchange;
    }

    /** Whether the routes' first handler has seen it; what cannot be a path is refused before. */
    static boolean isBegun(RoutingContext context) {
        return context.get(KEY) != null;
    }

    static Exchange of(RoutingContext context) {
        Exchange exchange = context.get(KEY);
        if (exchange == null) {
            throw new IllegalStateException("a route before the first handler");
        }
        return exchange;
    }

    String id() {
        return id;
    }

    Instant receivedAt() {
        return receivedAt;
    }

    /** A header that may come once. */
    String header(String name) {
        if (context.request().headers().getAll(name).size() > 1) {
            throw new TurnFailed(new TurnFailure.BadRequest(name, "more than one header", "one"));
        }
        String value = context.request().getHeader(name);
        return value == null ? "" : value;
    }

    /**
     * The same for every attempt at this request. NGINX gives one id to all attempts, so a client without a key of its own
     * is covered too.
     */
    String idempotencyKey() {
        String given = said != null ? key : header(IDEMPOTENCY_KEY);
        return given.isEmpty() ? id : checked("Idempotency-Key", given, KEY_FORM, "1 to 128 visible ASCII characters");
    }

    /** The Authorization header, or what stands for it on a socket. */
    String authorization() {
        return authorization != null ? authorization : header("authorization");
    }

    /**
     * A message on a socket.
     *
     * @param idempotencyKey what the client calls it; empty if nothing
     * @param body in the form of the native route
     */
    void said(String idempotencyKey, String body) {
        key = idempotencyKey;
        said = body;
    }

    /** The value, if it is as it must be. */
    static String checked(String what, String value, Pattern pattern, String expected) {
        if (!pattern.matcher(value).matches()) {
            throw new TurnFailed(new TurnFailure.BadRequest(what, value, expected));
        }
        return value;
    }

    void user(String subject) {
        user = subject;
    }

    @Override
    public void signedIn(Session session) {
        user(session.owner().subject());
        OpenStreams.Watch open = watch;
        if (open != null) {
            open.signedIn(session);
        }
    }

    /** What its answer is claimed with: the client's own key, and its body for whoever has to make it anew. */
    @Override
    public AnswerLog.Asked asked() {
        boolean overSocket = said != null;
        String path = context.currentRoute() == null
                ? ""
                : String.valueOf(context.currentRoute().getPath());
        return new AnswerLog.Asked(
                overSocket ? key : header(IDEMPOTENCY_KEY),
                new JsonObject()
                        .put("route", overSocket ? ChatRoute.PATH : path)
                        .put("key", idempotencyKey())
                        .put("body", overSocket ? said : context.body().asString())
                        .encode(),
                newFence());
    }

    private static long newFence() {
        return UUID.randomUUID().getLeastSignificantBits() >>> (Long.SIZE - 53); // 50 of them are random
    }

    @Override
    public void spent(List<Part> done) {
        parts = List.copyOf(done);
    }

    /** From here on the turn decides when this is over: it goes on when the client is gone, but not without its session. */
    void turnBegins(OpenStreams.Watch open) {
        turnBegun = true;
        watch = open;
    }

    boolean turnBegun() {
        return turnBegun;
    }

    void turnEnded(TurnEnd end) {
        turn = end;
    }

    /** Answers with JSON. */
    void json(int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end(body.toBuffer());
    }

    /** Answers with what went wrong; a bug is logged with its trace. */
    void fail(Throwable cause) {
        fail(noted(cause));
    }

    /** Answers with what went wrong. */
    void fail(FailureResponse failure) {
        outcome = failure.code();
        if (context.response().headWritten()) {
            context.response().reset();
            return;
        }
        failure.headers().forEach(context.response()::putHeader);
        context.response()
                .setStatusCode(failure.status()) // for the audit, even if nobody is there to read it
                .putHeader("content-type", "application/problem+json")
                .putHeader("cache-control", "no-store");
        if (!context.response().closed()) {
            context.response().end(failure.problem(id).toBuffer());
        }
    }

    /** What to tell of the cause, which is noted as this exchange's outcome. */
    FailureResponse noted(Throwable cause) {
        FailureResponse failure = FailureResponse.of(cause);
        outcome = failure.code();
        if (failure.status() == 500) {
            LOG.log(System.Logger.Level.ERROR, "request " + id + " on instance " + instance, cause);
        }
        return failure;
    }

    String outcome() {
        return outcome;
    }

    /** The record of this exchange, once the response has ended. */
    AuditRecord audited(Instant now) {
        Spent spent = Spent.of(parts, turn);
        String path =
                context.currentRoute() == null ? null : context.currentRoute().getPath();
        return new AuditRecord(
                receivedAt,
                id,
                user,
                context.request().method().name() + " " + (path == null ? "-" : path),
                context.response().getStatusCode(),
                outcome,
                spent.provider(),
                spent.promptTokens(),
                spent.completionTokens(),
                spent.costMicros(),
                spent.parts(),
                Duration.between(receivedAt, now).toMillis());
    }
}
