package dev.rapport.llm.gateway;

import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.Call;
import dev.rapport.llm.LlmListener;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.Quota;
import dev.rapport.llm.config.AliasConfig.Target;
import dev.rapport.llm.config.GatewayConfig.Exhausted;
import dev.rapport.llm.gateway.Hop.Came;
import dev.rapport.llm.line.Ticket;
import dev.rapport.llm.loop.Timers;
import dev.rapport.llm.provider.Attempted;
import dev.rapport.llm.provider.ModelRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One request's way over its targets, up to the first piece of its answer or its deadline. Runs on one event loop.
 *
 * <p>A target that is down is passed by; one that fails is followed by the next; the last one is asked again if its failure may
 * pass and the budget for repeats allows it. At most {@code retries.attempts-max} calls go out. What comes of it when nobody
 * can answer is said in {@link #exhausted}.
 */
final class Journey {
    /** How long to wait for a place that another loop took at the last moment. */
    private static final Duration ROOM_POLL = Duration.ofMillis(50);

    /** What a line lets in that had let it in before: all. It may have said so to the client, and only the deadline ends its wait. */
    private static final Duration ANY_WAIT = Duration.ofDays(1);

    private final Errand errand;
    private final Route route;
    private final Parties parties;
    private final LoopTools tools;
    private final Promise<LlmReply> reply = Promise.promise();

    private @Nullable Hop hop;
    private Timers.@Nullable Timer pause;
    private Timers.@Nullable Timer deadline;
    private @Nullable LlmReply lastFailure;
    private @Nullable Duration retryAfter; // the shortest that a line wanted
    private int attempts;
    private boolean admitted; // it was sent, or is answered otherwise
    private boolean letIn; // by a line: no line refuses it for its length any more
    private boolean late;

    /**
     * Who else takes part.
     *
     * @param quota what is left of the user's limits
     * @param settle ends the reservation at the user's limits
     */
    record Parties(Call call, Quota quota, Settle settle, LastResort lastResort) {}

    /** Ends a reservation at the user's limits. */
    @FunctionalInterface
    interface Settle {
        void with(boolean sent, int tokens, long costMicros);
    }

    /** Answers when no target does. */
    @FunctionalInterface
    interface LastResort {
        /**
         * Answers without a model.
         *
         * @param why the last failure; empty if all targets were known to be down
         */
        AnswerStream answer(Errand errand, Optional<LlmReply> why);
    }

    Journey(Errand errand, Route route, Parties parties, LoopTools tools) {
        this.errand = errand;
        this.route = route;
        this.parties = parties;
        this.tools = tools;
    }

    Future<LlmReply> run() {
        deadline = tools.timers().after(errand.left(tools.nanos()), this::tooLate);
        next();
        return reply.future();
    }

    /** Gives the request up; its future fails with {@link CancellationException}. Harmless after the first piece. */
    void cancel() {
        if (!reply.future().isComplete()) {
            abandon();
            end(Future.failedFuture(new CancellationException("the request was stopped")));
        }
    }

    private void next() {
        pause = null;
        Optional<Target> target =
                attempts < errand.config().retries().attemptsMax() ? route.next(errand.continues()) : Optional.empty();
        if (target.isPresent()) {
            go(target.get());
        } else {
            exhausted();
        }
    }

    private void go(Target target) {
        Hop started = new Hop(route.outlet(target), target, tools);
        hop = started;
        Duration left = errand.left(tools.nanos());
        Ticket ticket = new Ticket(
                tools.newId().get(),
                errand.request().prompt().tokensMax(),
                errand.order(),
                left,
                letIn ? ANY_WAIT : shorter(left, errand.admitMax()),
                route.elsewhere(errand.continues()),
                errand.continues(),
                parties.call().queue()::moved);
        started.go(ticket, this::request, this::admit).onComplete((came, bug) -> {
            if (!started.equals(hop) || reply.future().isComplete()) {
                return; // it was abandoned
            }
            if (came == null) {
                end(Future.failedFuture(bug));
            } else {
                arrived(started, came);
            }
        });
    }

    private void admit() {
        attempts++;
        if (!admitted) {
            admitted = true;
            letIn = true;
            if (hop != null) {
                hop.outlet().health().requested(); // once a request, however often it stood in line
            }
            parties.call().admitted().run();
        }
    }

    /* Another target must have as much time as this one. */
    private ModelRequest request() {
        Duration left = errand.left(tools.nanos());
        return new ModelRequest(
                errand.request(),
                errand.request().prompt().begun(),
                errand.request().prompt().answerTokensMax(),
                errand.temperature(),
                route.elsewhere(errand.continues()) ? left.dividedBy(2) : left);
    }

    private void arrived(Hop ended, Came came) {
        switch (came) {
            case Came.Answer(var answer) ->
                end(Future.succeededFuture(new LlmReply.Answering(new Continued(
                        errand, ended, answer, new Continued.Rest(route, attempts, parties.settle()), tools))));
            case Came.Limited(var wait) -> {
                retryAfter = retryAfter == null ? wait : shorter(retryAfter, wait);
                route.pass();
                next();
            }
            case Came.NoRoom _ -> noRoom(ended);
            case Came.Late _ -> tooLate();
            case Came.Failed(var attempted) -> failed(ended, attempted);
        }
    }

    private void noRoom(Hop ended) {
        if (route.elsewhere(errand.continues()) || ended.outlet().health().isDown()) {
            route.pass();
            next();
        } else {
            letIn = true; // its line had granted it: that is not judged a second time
            pause = tools.timers().after(ROOM_POLL, this::next);
        }
    }

    private void failed(Hop ended, Attempted attempted) {
        lastFailure = attempted.reply();
        if (attempted.reply() instanceof LlmReply.Refused) { // another one would refuse it as well
            parties.settle().with(true, errand.promptTokens(), 0);
            end(Future.succeededFuture(attempted.reply()));
            return;
        }
        if (!route.elsewhere(errand.continues()) && attempted.again() && mayRepeat(ended)) {
            route.again(ended.target());
            Duration wait = attempted.reply() instanceof LlmReply.Overloaded
                    ? Duration.ofMillis(1) // its line knows how long
                    : RetryPolicy.backoff(attempts, tools.random());
            tools.listener().retrying(ended.outlet().name(), wait.toNanos());
            pause = tools.timers().after(wait, this::next);
        } else {
            route.pass();
            next();
        }
    }

    private boolean mayRepeat(Hop ended) {
        return attempts < errand.config().retries().attemptsMax()
                && !ended.outlet().health().isDown()
                && ended.outlet().health().mayRepeat();
    }

    private void tooLate() {
        late = true;
        abandon();
        if (hop != null) {
            lastFailure = new LlmReply.TimedOut(
                    hop.outlet().name(), errand.config().queue().deadline());
        }
        exhausted();
    }

    /*
     * Nobody can answer. Who was never let in hears when to come back, if a line said so; who was let in, or came when all were
     * known to be down, is answered from memory.
     */
    private void exhausted() {
        if (reply.future().isComplete()) {
            return;
        }
        if (!admitted && !letIn && !late && retryAfter != null) {
            parties.settle().with(false, 0, 0);
            tools.listener().shed(LlmReply.Limit.QUEUE);
            end(Future.succeededFuture(new LlmReply.Limited(LlmReply.Limit.QUEUE, retryAfter, parties.quota())));
            return;
        }
        parties.settle().with(admitted, admitted ? errand.promptTokens() : 0, 0);
        LlmReply failure = lastFailure;
        if (errand.config().exhausted() == Exhausted.REFUSE && failure != null) {
            end(Future.succeededFuture(failure));
            return;
        }
        if (errand.background()) { // what memory alone says is no use to who asked for a model
            end(Future.succeededFuture(failure == null ? Replies.NOBODY_CAN_BE_ASKED : failure));
            return;
        }
        if (Replies.onlyAModel(errand.request().prompt())) {
            end(Future.succeededFuture(
                    failure == null ? Replies.nobody(errand.request().prompt()) : failure));
            return;
        }
        if (!admitted) {
            admitted = true;
            parties.call().admitted().run();
        }
        tools.listener()
                .answeredLocally(
                        hop == null
                                ? errand.alias().targets().getFirst().provider()
                                : hop.outlet().name(),
                        failure == null ? LlmListener.Outcome.UNREACHABLE : Replies.outcome(failure));
        end(Future.succeededFuture(
                new LlmReply.Answering(parties.lastResort().answer(errand, Optional.ofNullable(failure)))));
    }

    private void abandon() {
        if (pause != null) {
            pause.cancel();
        }
        if (hop != null) {
            hop.abandon(admitted ? errand.promptTokens() : 0);
        }
    }

    private void end(Future<LlmReply> how) {
        if (deadline != null) {
            deadline.cancel();
        }
        if (pause != null) {
            pause.cancel();
        }
        if (how.failed()) {
            parties.settle().with(admitted, admitted ? errand.promptTokens() : 0, 0);
        }
        how.onComplete(reply::tryComplete, reply::tryFail);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
