package dev.rapport.llm.gateway;

import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.LlmListener;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.config.AliasConfig.Target;
import dev.rapport.llm.health.Outcome;
import dev.rapport.llm.health.ProviderHealth.Slot;
import dev.rapport.llm.line.Entry;
import dev.rapport.llm.line.Line;
import dev.rapport.llm.line.Permit;
import dev.rapport.llm.line.Ticket;
import dev.rapport.llm.provider.Attempted;
import dev.rapport.llm.provider.ModelClient;
import dev.rapport.llm.provider.ModelRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call to one target: its place in the line, its permit, what it brings, and what the limits and the provider's health
 * are told when it is over. Told exactly once, however it ends. Runs on one event loop.
 */
final class Hop {
    private static final int TOO_MANY_REQUESTS = 429;

    /** Who was given less time than this is not to blame for silence. */
    private static final Duration FAIR_WAIT = Duration.ofSeconds(5);

    /** Jitter on top of a provider's Retry-After, so that nobody is there at the very moment. */
    private static final long COOL_DOWN_JITTER_NANOS = 500_000_000;

    private final Outlet outlet;
    private final Target target;
    private final LoopTools tools;
    private final Promise<Came> came = Promise.promise();

    private Line.@Nullable Place place;
    private @Nullable Permit permit;
    private @Nullable Slot slot;
    private ModelClient.@Nullable Attempt attempt;
    private @Nullable ModelRequest request;
    private long joinedNanos;
    private long sentNanos;
    private int status; // of the response's head; 0 until it is there
    private boolean over;

    /** What came of it, up to the first piece. */
    sealed interface Came {
        /** The answer has begun; the hop is to be ended when the answer is. */
        record Answer(AnswerStream answer) implements Came {}

        /** It was sent, and this is why there is no answer. */
        record Failed(Attempted attempted) implements Came {}

        /** The line cannot serve it in time. */
        record Limited(Duration retryAfter) implements Came {}

        /** The provider cannot be asked now, although its line said so or because it pauses. */
        record NoRoom() implements Came {}

        /** Its time ran out in the line. */
        record Late() implements Came {}
    }

    Hop(Outlet outlet, Target target, LoopTools tools) {
        this.outlet = outlet;
        this.target = target;
        this.tools = tools;
    }

    Outlet outlet() {
        return outlet;
    }

    Target target() {
        return target;
    }

    /**
     * Stands in line, and sends when it may.
     *
     * @param request made when it is sent, since it says how much time is left
     * @param admitted runs just before
     * @return fails only by a bug; never completed after {@link #abandon}
     */
    Future<Came> go(Ticket ticket, Supplier<ModelRequest> request, Runnable admitted) {
        joinedNanos = tools.nanos();
        Line.Place joined = outlet.line().join(ticket);
        place = joined;
        joined.entry().onSuccess(entry -> {
            switch (entry) {
                case Entry.Granted(var granted) -> send(granted, ticket.begun(), request, admitted);
                case Entry.Limited(var retryAfter) -> came.tryComplete(new Came.Limited(retryAfter));
                case Entry.NoRoom _ -> came.tryComplete(new Came.NoRoom());
                case Entry.Late _ -> came.tryComplete(new Came.Late());
                case Entry.Left _ -> {} // only by abandon, and who calls that does not listen any more
            }
        });
        return came.future();
    }

    /**
     * Ends it before its first piece. Nothing is heard of it any more. Harmless after the end.
     *
     * @param promptTokens what was sent, if it was
     */
    void abandon(int promptTokens) {
        if (over) {
            return;
        }
        if (place != null) {
            place.leave();
        }
        ModelClient.Attempt current = attempt;
        if (current != null) {
            attempt = null;
            current.cancel();
            tools.listener().attemptEnded(outlet.name(), LlmListener.Outcome.CANCELLED, tools.nanos() - sentNanos);
        }
        end(isFair(tools.nanos() - sentNanos) ? Outcome.FAILED : Outcome.NOT_ITS_FAULT, promptTokens);
    }

    /**
     * Ends it: tells the line what was used and the provider's health how it went.
     *
     * @param tokens prompt and answer
     */
    void end(Outcome how, int tokens) {
        if (over) {
            return;
        }
        over = true;
        boolean gaveUp = slot != null && slot.ended(how);
        if (permit != null) {
            permit.end(true, tokens);
        }
        if (gaveUp) {
            outlet.giveUp();
        }
    }

    private void send(Permit granted, boolean begun, Supplier<ModelRequest> maker, Runnable admitted) {
        Optional<Slot> entered = over ? Optional.empty() : outlet.health().enter(outlet.alone(), begun);
        if (entered.isEmpty()) {
            granted.end(false, 0);
            came.tryComplete(new Came.NoRoom());
            return;
        }
        permit = granted;
        slot = entered.get();
        sentNanos = tools.nanos();
        admitted.run();
        tools.listener().admitted(outlet.name(), sentNanos - joinedNanos);
        try {
            ModelRequest asked = maker.get();
            request = asked;
            ModelClient.Attempt sent =
                    outlet.client(granted.keyName(), target.model()).ask(asked);
            attempt = sent;
            sent.arrived().onSuccess(this::arrived);
            sent.result().onComplete((attempted, failure) -> {
                if (attempt != null) { // else it was abandoned, and that was told
                    attempt = null;
                    if (attempted == null) {
                        end(Outcome.NOT_ITS_FAULT, -1);
                        came.tryFail(failure);
                    } else {
                        attempted(attempted, asked.request().prompt().tokens());
                    }
                }
            });
        } catch (RuntimeException bug) {
            end(Outcome.NOT_ITS_FAULT, 0);
            came.tryFail(bug);
        }
    }

    private void arrived(int headStatus) {
        status = headStatus;
        if (permit != null && !over) {
            permit.arrived(headStatus != TOO_MANY_REQUESTS);
        }
    }

    private void attempted(Attempted attempted, int promptTokens) {
        LlmReply reply = attempted.reply();
        tools.listener().attemptEnded(outlet.name(), Replies.outcome(reply), tools.nanos() - sentNanos);
        if (reply instanceof LlmReply.Answering answering) {
            if (slot != null) {
                slot.firstPiece();
            }
            came.tryComplete(new Came.Answer(answering.answer()));
            return;
        }
        Outcome how = how(attempted);
        if (how == Outcome.OVERLOADED) {
            coolDown(attempted.retryAfter());
        }
        end(how, how == Outcome.OVERLOADED ? 0 : promptTokens);
        came.tryComplete(new Came.Failed(attempted));
    }

    private Outcome how(Attempted attempted) {
        return switch (attempted.reply()) {
            case LlmReply.Refused _ -> Outcome.NOT_ITS_FAULT;
            case LlmReply.Overloaded _ ->
                status == TOO_MANY_REQUESTS || attempted.retryAfter().isPresent()
                        ? Outcome.OVERLOADED
                        : status == 0 ? Outcome.NOT_ITS_FAULT : Outcome.FAILED; // 0: our own connections are all taken
            case LlmReply.TimedOut _ -> isFair(tools.nanos() - sentNanos) ? Outcome.FAILED : Outcome.NOT_ITS_FAULT;
            case LlmReply.Unreachable _, LlmReply.NotAccepted _ -> Outcome.FAILED;
            case LlmReply.Answering _, LlmReply.Limited _ ->
                throw new IllegalStateException("reply: " + attempted.reply() + " (expected: of a failed call)");
        };
    }

    /* The pause is at least as long as the provider wants; the store makes it longer for several 429s in a row. */
    private void coolDown(Optional<Duration> retryAfter) {
        if (permit != null) {
            long jitter = tools.random().nextLong(COOL_DOWN_JITTER_NANOS);
            permit.coolDown(retryAfter.orElse(Duration.ZERO).plusNanos(jitter));
            tools.listener().coolDown(outlet.name(), permit.keyName());
            outlet.line().evict();
        }
    }

    private boolean isFair(long silentNanos) {
        if (request == null || (status != 0 && status != 200)) {
            return false;
        }
        long configured = outlet.config().timeouts().firstEvent().toNanos();
        return silentNanos >= Math.min(configured, FAIR_WAIT.toNanos());
    }
}
