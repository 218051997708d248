package dev.rapport.loadtest.run;

import dev.rapport.loadtest.client.CallResult;
import dev.rapport.loadtest.client.ChatApi;
import dev.rapport.loadtest.client.ChatCall;
import dev.rapport.loadtest.profile.Profile.Message;
import dev.rapport.loadtest.record.Sample.Operation;
import dev.rapport.loadtest.run.Board.Entry;
import dev.rapport.loadtest.simulator.AnswerPlan;
import dev.rapport.loadtest.simulator.AnswerSettings;
import dev.rapport.loadtest.stats.RandomStreams;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A simulated person: signs in, talks, signs out. Every request is entered on the board with its intended start. Runs on the
 * run's event loop.
 */
final class Talker {
    /**
     * What all of a run share.
     *
     * @param answers how the provider answers
     * @param nonces begins the name of every answer
     * @param key the application key
     */
    record Shared(ChatApi api, Board board, AnswerSettings answers, String nonces, String key, long seed) {}

    private final Shared shared;
    private final int number;
    private final String plan;
    private final SplittableRandom random;
    private String token = "";
    private int depth;

    /** @param plan to sign in with; empty to name none */
    Talker(Shared shared, int number, String plan) {
        this.shared = shared;
        this.number = number;
        this.plan = plan;
        this.random = RandomStreams.of(shared.seed(), number);
    }

    SplittableRandom random() {
        return random;
    }

    boolean signedIn() {
        return !token.isEmpty();
    }

    Future<CallResult> signIn(String phase, long plannedNanos) {
        Entry entry = shared.board().enter(phase, Operation.SESSION, number, "", plannedNanos);
        String user = String.format(Locale.ROOT, "%s-%05d", shared.nonces(), number);
        return shared.api().openSession(user, shared.key(), plan, plannedNanos).onSuccess(result -> {
            token = ChatApi.tokenOf(result).orElse("");
            depth = 0;
            shared.board().settle(entry, result);
        });
    }

    Future<CallResult> signOut(String phase, long plannedNanos) {
        Entry entry = shared.board().enter(phase, Operation.END, number, "", plannedNanos);
        return shared.api().endSession(token, plannedNanos).onSuccess(result -> {
            token = "";
            shared.board().settle(entry, result);
        });
    }

    Future<CallResult> health(String phase, long plannedNanos) {
        Entry entry = shared.board().enter(phase, Operation.HEALTH, number, "", plannedNanos);
        return shared.api()
                .health(plannedNanos)
                .onSuccess(result -> shared.board().settle(entry, result));
    }

    Future<CallResult> say(Message message, String phase, long plannedNanos) {
        Entry entry = shared.board().enter(phase, Operation.CHAT, number, shared.nonces(), plannedNanos);
        String said = Texts.next(message, depth++, random, entry.nonce());
        AnswerPlan answer = AnswerPlan.forMessage(shared.answers(), said);
        return shared.api()
                .chat(new ChatCall(
                        token,
                        said,
                        answer,
                        message.cancelAfterTokens(),
                        message.cancelAfter().toNanos(),
                        plannedNanos))
                .onSuccess(result -> shared.board().settle(entry, result));
    }
}
