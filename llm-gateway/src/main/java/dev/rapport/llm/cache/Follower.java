package dev.rapport.llm.cache;

import dev.rapport.llm.Call;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.Part;
import dev.rapport.llm.Quota;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request that a shared answer is for. Belongs to the request's event loop, but for what {@link Place} holds. */
final class Follower implements PacedAnswer.Script {
    private final SharedAnswer shared;
    private final OwnLoop loop;
    private final Call call;
    private final boolean leads;
    private final Place place = new Place();
    private final Promise<LlmReply> reply = Promise.promise();

    private @Nullable PacedAnswer answer;

    /** Where in the shared answer it reads. Guarded by the shared answer's lock. */
    static final class Place {
        /** Of the next piece. */
        int position;

        /** Has read all there is and has room for more. */
        boolean idle;
    }

    Follower(SharedAnswer shared, OwnLoop loop, Call call, boolean leads) {
        this.shared = shared;
        this.loop = loop;
        this.call = call;
        this.leads = leads;
    }

    /** Whether it was the first, for which the model was asked. */
    boolean leads() {
        return leads;
    }

    SharedAnswer shared() {
        return shared;
    }

    Place place() {
        return place;
    }

    /** What it gets; completes on its own loop. */
    Future<LlmReply> reply() {
        call.stop().onComplete(_ -> loop.atOnce(this::stop));
        return reply.future();
    }

    private void stop() {
        if (reply.tryFail(new CancellationException("the request was cancelled"))) {
            shared.leave(this);
        }
    }

    /* The five words from the shared answer. They come from its loop, in order, and after a stop they are too late. */

    void granted(Quota left) {
        tell(() -> call.granted().accept(left));
    }

    void moved(int position, Duration eta) {
        tell(() -> call.queue().moved(position, eta));
    }

    void admitted() {
        tell(call.admitted());
    }

    void begun(SharedAnswer.Begun begun) {
        tell(() -> {
            PacedAnswer mine = new PacedAnswer(begun.source(), this);
            answer = mine;
            reply.complete(new LlmReply.Answering(mine));
        });
    }

    /** It gets this and no answer. */
    void replied(Consumer<Promise<LlmReply>> how) {
        tell(() -> how.accept(reply));
    }

    private void tell(Runnable word) {
        loop.later(() -> {
            if (!reply.future().isComplete()) {
                word.run();
            }
        });
    }

    /** There is more to read. */
    void wake() {
        loop.later(() -> {
            if (answer != null) {
                answer.pump();
            }
        });
    }

    @Override
    public Next next() {
        Next next = shared.next(place);
        return next instanceof Next.Ended(var end) && !leads ? new Next.Ended(Free.of(end)) : next;
    }

    @Override
    public List<Part> parts() {
        return leads ? shared.partsNow() : Free.of(shared.partsHeard());
    }

    @Override
    public void left() {
        shared.leave(this);
    }
}
