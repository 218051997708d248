package dev.rapport.chat.http;

import dev.rapport.chat.audit.AuditTrail;
import dev.rapport.chat.auth.Authenticator;
import dev.rapport.chat.metrics.Metrics;
import dev.rapport.chat.pipeline.ChatPipeline;
import dev.rapport.chat.stream.AnswerEvent;
import dev.rapport.chat.stream.AnswerLog;
import dev.rapport.chat.stream.Follower;
import dev.rapport.chat.stream.HttpTurnClient;
import dev.rapport.chat.turn.IncomingTurn;
import dev.rapport.chat.turn.Session;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs a turn for a route: the pipeline, what its client is told of a failure, and the books. A request that is answered already
 * is shown that answer.
 */
final class TurnRunner {
    private final Vertx vertx;
    private final ChatPipeline pipeline;
    private final Authenticator authenticator;
    private final AnswerLog answers;
    private final OpenStreams open;
    private final Books books;

    /** What is written down of each turn. */
    record Books(Metrics metrics, AuditTrail audit, InstantSource clock) {}

    TurnRunner(
            Vertx vertx,
            ChatPipeline pipeline,
            Authenticator authenticator,
            AnswerLog answers,
            OpenStreams open,
            Books books) {
        this.vertx = vertx;
        this.pipeline = pipeline;
        this.authenticator = authenticator;
        this.answers = answers;
        this.open = open;
        this.books = books;
    }

    /** Refuses a request without a good token, before anything else of it is looked at. */
    void requireToken(Exchange exchange) {
        authenticator.requireToken(exchange.authorization());
    }

    /**
     * Runs a turn.
     *
     * @param client the turn's own
     * @return ends when the turn does; who waits for it need not look how
     */
    Future<Void> run(Exchange exchange, IncomingTurn turn, HttpTurnClient client) {
        OpenStreams.Watch watch = open.watch(client::signOut);
        exchange.turnBegins(watch);
        return made(exchange, turn)
                .recover(failure -> failure instanceof TurnFailed failed
                                && failed.failure() instanceof TurnFailure.Made(var owner, var streamId)
                        ? shown(exchange, turn, client, owner, streamId)
                        : Future.failedFuture(failure))
                .onComplete((_, failure) -> {
                    watch.end();
                    ended(exchange, turn, client, failure);
                });
    }

    /**
     * Shows the answer of another request from a place on.
     *
     * @param again makes the rest if its maker has died
     */
    Future<Void> follow(Exchange exchange, Followed followed, HttpTurnClient client, Again again) {
        OpenStreams.Watch watch = open.watch(client::signOut);
        exchange.turnBegins(watch);
        watch.signedIn(followed.session());
        return new Follower(
                        vertx,
                        answers,
                        followed.session().owner(),
                        followed.streamId(),
                        client,
                        followed.told(),
                        new Follower.GoOn() {
                            @Override
                            public void check(String request) {
                                again.check(request);
                            }

                            @Override
                            public Future<Void> with(String request, String begun) {
                                return made(exchange, again.turn(request, begun));
                            }
                        })
                .run()
                .onComplete((_, failure) -> {
                    watch.end();
                    if (failure != null) {
                        tell(exchange, client, failure);
                    }
                    books.audit().add(exchange.audited(books.clock().instant()));
                });
    }

    /** The turns of answers that others have begun. */
    interface Again {
        /** See {@link Follower.GoOn#check}. */
        void check(String request);

        /** The turn that goes on after what has been answered. */
        IncomingTurn turn(String request, String begun);
    }

    /** What is followed, and the last event that the client knows. */
    record Followed(Session session, String streamId, AnswerEvent.Place told) {}

    private Future<Void> made(Exchange exchange, IncomingTurn turn) {
        return pipeline.run(turn).onSuccess(exchange::turnEnded).mapEmpty();
    }

    private Future<Void> shown(
            Exchange exchange, IncomingTurn turn, HttpTurnClient client, Owner owner, String streamId) {
        return new Follower(vertx, answers, owner, streamId, client, AnswerEvent.Place.START, new Follower.GoOn() {
                    @Override
                    public void check(String request) {} // it is this one

                    @Override
                    public Future<Void> with(String request, String begun) {
                        return made(exchange, turn.goingOn(begun));
                    }
                })
                .run();
    }

    private void ended(Exchange exchange, IncomingTurn turn, HttpTurnClient client, @Nullable Throwable failure) {
        if (failure != null) {
            tell(exchange, client, failure);
        }
        turn.times().dropped().forEach(books.metrics()::dropped);
        turn.times().shed().forEach(books.metrics()::shed);
        books.metrics().turnEnded(exchange.outcome());
        books.audit().add(exchange.audited(books.clock().instant()));
    }

    private static void tell(Exchange exchange, HttpTurnClient client, Throwable failure) {
        FailureResponse response = exchange.noted(failure);
        if (!client.failed(response.problem(exchange.id()))) {
            exchange.fail(response);
        }
    }
}
