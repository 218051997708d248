package dev.rapport.chat.http;

import static java.util.Objects.requireNonNull;

import dev.rapport.chat.auth.Authenticator;
import dev.rapport.chat.stream.AnswerEvent.Place;
import dev.rapport.chat.stream.AnswerLog;
import dev.rapport.chat.stream.AnswerLog.Page;
import dev.rapport.chat.stream.AnswerLog.State;
import dev.rapport.chat.stream.SseClient;
import dev.rapport.chat.turn.Session;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code GET /v1/streams/:stream}: the rest of an answer after the event that {@code Last-Event-ID} names, by whichever instance is
 * asked (WHATWG, server-sent events). {@code DELETE} stops it, and nothing else does.
 */
final class StreamsRoute {
    private static final Pattern STREAM = Pattern.compile("gen_[A-Za-z0-9_-]{20}");
    private static final Pattern EVENT = Pattern.compile("(gen_[A-Za-z0-9_-]{20})-([0-9]{1,9})");

    private final Vertx vertx;
    private final Authenticator authenticator;
    private final AnswerLog answers;
    private final TurnRunner turns;
    private final ChatRoute chat;
    private final ChatRoute.Settings settings;

    StreamsRoute(
            Vertx vertx,
            Authenticator authenticator,
            AnswerLog answers,
            TurnRunner turns,
            ChatRoute chat,
            ChatRoute.Settings settings) {
        this.vertx = vertx;
        this.authenticator = authenticator;
        this.answers = answers;
        this.turns = turns;
        this.chat = chat;
        this.settings = settings;
    }

    void resume(RoutingContext context) {
        Exchange exchange = Exchange.of(context);
        String stream = requireNonNull(context.pathParam("stream"));
        session(exchange)
                .compose(session -> {
                    Place told = told(exchange.header("last-event-id"), stream);
                    return found(session.owner(), stream, told)
                            .onSuccess(page -> resume(context, new TurnRunner.Followed(session, stream, told), page));
                })
                .onFailure(exchange::fail);
    }

    void stop(RoutingContext context) {
        Exchange exchange = Exchange.of(context);
        String stream = requireNonNull(context.pathParam("stream"));
        session(exchange)
                .compose(session -> known(stream).compose(known -> answers.stop(session.owner(), known)))
                .compose(known -> known ? Future.succeededFuture() : notFound(stream))
                .onSuccess(_ -> context.response().setStatusCode(202).end())
                .onFailure(exchange::fail);
    }

    private void resume(RoutingContext context, TurnRunner.Followed followed, Page page) {
        if (page.state() == State.ENDED && page.events().isEmpty()) {
            context.response().setStatusCode(204).end();
            return;
        }
        Exchange exchange = Exchange.of(context);
        StageTimes times = new StageTimes(settings.nanoClock());
        SseClient client =
                new SseClient(vertx, context.response(), times, settings.client(), exchange, Optional.of(answers));
        turns.follow(exchange, followed, client, chat.again(exchange, times, client));
    }

    private Future<Session> session(Exchange exchange) {
        return authenticator.authenticate(exchange.header("authorization")).map(session -> {
            exchange.user(session.owner().subject());
            return session;
        });
    }

    private Future<Page> found(Owner owner, String stream, Place told) {
        return known(stream)
                .compose(known -> answers.read(owner, known, told, 1))
                .compose(page -> page.state() == State.UNKNOWN ? notFound(stream) : Future.succeededFuture(page));
    }

    /** The id, if it can be one. */
    static Future<String> known(String stream) {
        return STREAM.matcher(stream).matches() ? Future.succeededFuture(stream) : notFound(stream);
    }

    /** The place of the event that the client knows last; the beginning if it names none. */
    static Place told(String last, String stream) {
        if (last.isEmpty()) {
            return Place.START;
        }
        Matcher event = EVENT.matcher(last);
        if (!event.matches() || !event.group(1).equals(stream)) {
            throw new TurnFailed(
                    new TurnFailure.BadRequest("Last-Event-ID", last, "an id of an event of the stream " + stream));
        }
        return new Place(Integer.parseInt(event.group(2)), 0);
    }

    /** Unknown, not kept any more, or another user's: which of them is not told. */
    static <T> Future<T> notFound(String stream) {
        return TurnFailed.future(new TurnFailure.NotFound("stream", stream));
    }
}
