package dev.rapport.chat.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.Turns;
import dev.rapport.chat.stream.AnswerEvent.Place;
import dev.rapport.chat.stream.AnswerLog.Page;
import dev.rapport.chat.stream.AnswerLog.State;
import dev.rapport.chat.stream.AnswerLog.Taken;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.llm.ToolFragment;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of an answer whose maker has died, against a log that says so. */
class FollowerTest {
    private static final Owner ADA = Owner.authenticated("ada");

    private final Vertx vertx = Vertx.vertx();
    private final List<String> told = new ArrayList<>();
    private final List<String> goneOnWith = new ArrayList<>();
    private Future<Optional<Taken>> taken = Future.succeededFuture(Optional.of(new Taken(8, "{}")));
    private boolean elsewhere;
    private final Telling client = new Telling();

    @Test
    void run_makerDiedInItsText_goesOnAfterIt() {
        Future<Void> run = follow(event(1, "token", "Let me "), event(2, "token", "see"));

        assertThat(run.succeeded()).isTrue();
        assertThat(goneOnWith).containsExactly("Let me see");
    }

    @Test
    void run_makerDiedInAToolCall_fails_andNobodyGoesOn() {
        Future<Void> run = follow(
                event(1, "token", "Let me see. "),
                event(2, "tool_call", SseFrames.toolCall(ToolFragment.first(0, "call_5", "weather"))));

        assertThat(((TurnFailed) run.cause()).failure()).isInstanceOf(TurnFailure.AnswerCut.class);
        assertThat(goneOnWith).isEmpty();
        assertThat(told).containsExactly("token", "tool_call", "taken over at 2-0");
    }

    /** The maker could not keep what it said last, and died: to begin again would say things twice. */
    @Test
    void run_clientKnowsMoreThanWasKept_fails_andNobodyGoesOn() {
        Future<Void> run = follow(new Place(2, 0), event(1, "token", "Let me "));

        assertThat(((TurnFailed) run.cause()).failure()).isInstanceOf(TurnFailure.AnswerCut.class);
        assertThat(goneOnWith).isEmpty();
        assertThat(told).containsExactly("taken over at 1-0");
    }

    /** Else the failure would be kept as the answer's end, and whoever can go on with it would find that. */
    @Test
    void run_onlyAnotherRouteCanGoOn_saysSo_andLeavesTheAnswerAsItIs() {
        elsewhere = true;
        Future<Void> run = follow(event(1, "token", "Let me "));

        assertThat(((TurnFailed) run.cause()).failure()).isInstanceOf(TurnFailure.AnswerCut.class);
        assertThat(told).containsExactly("token");
    }

    @Test
    void run_signedOutWhileItTakesOver_doesNotHoldTheAnswer() {
        Promise<Optional<Taken>> reply = Promise.promise();
        taken = reply.future();
        Future<Void> run = follow(event(1, "token", "Let me "));
        client.signedOut = true;
        client.gone.complete();
        reply.complete(Optional.of(new Taken(8, "{}")));

        assertThat(((TurnFailed) run.cause()).failure()).isEqualTo(TurnFailure.NotAuthenticated.ENDED);
        assertThat(told).containsExactly("token");
        assertThat(goneOnWith).isEmpty();
    }

    private Future<Void> follow(AnswerEvent... events) {
        return follow(Place.START, events);
    }

    private Future<Void> follow(Place known, AnswerEvent... events) {
        return new Follower(vertx, new DeadMakersLog(List.of(events), taken), ADA, "gen_1", client, known, new GoOn())
                .run();
    }

    private static AnswerEvent event(int sequence, String name, String data) {
        return new AnswerEvent(new Place(sequence, 0), name, data);
    }

    private final class GoOn implements Follower.GoOn {
        @Override
        public void check(String request) {
            if (elsewhere) {
                throw new TurnFailed(new TurnFailure.AnswerCut("ask on the other route"));
            }
        }

        @Override
        public Future<Void> with(String request, String begun) {
            goneOnWith.add(begun);
            return Future.succeededFuture();
        }
    }

    /** Has these events, and a maker that is silent for too long. */
    private record DeadMakersLog(List<AnswerEvent> events, Future<Optional<Taken>> taken) implements AnswerLog {
        @Override
        public Future<Page> read(Owner owner, String streamId, Place after, int countMax) {
            return Future.succeededFuture(new Page(
                    State.ORPHANED,
                    events.stream()
                            .filter(event -> event.place().compareTo(after) > 0)
                            .toList()));
        }

        @Override
        public Future<Optional<Taken>> takeOver(Owner owner, String streamId) {
            return taken;
        }

        @Override
        public Future<Claim> claim(Owner owner, String streamId, Asked asked) {
            return Future.succeededFuture(new Claim.Made());
        }

        @Override
        public Future<Void> abandon(Owner owner, String streamId, long fence, String idempotencyKey) {
            return Future.succeededFuture();
        }

        @Override
        public Future<Kept> append(Owner owner, String streamId, long fence, List<AnswerEvent> more) {
            return Future.succeededFuture(Kept.KEPT);
        }

        @Override
        public Future<Boolean> stop(Owner owner, String streamId) {
            return Future.succeededFuture(false);
        }
    }

    /** Writes down what it is told again. */
    private final class Telling extends Turns.Client implements HttpTurnClient {
        @Override
        public void signOut() {}

        @Override
        public Future<Void> tellAgain(AnswerEvent event) {
            told.add(event.name());
            return Future.succeededFuture();
        }

        @Override
        public void takeOver(Owner owner, String streamId, long fence, Place last) {
            told.add("taken over at " + last);
        }

        @Override
        public boolean failed(JsonObject problem) {
            return true;
        }

        @Override
        public void follow(String streamId) {}

        @Override
        public boolean isAway() {
            return false;
        }
    }
}
