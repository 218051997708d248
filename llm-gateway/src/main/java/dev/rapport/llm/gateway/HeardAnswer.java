package dev.rapport.llm.gateway;

import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.LlmListener;
import dev.rapport.llm.Part;
import dev.rapport.llm.Source;
import dev.rapport.llm.TextSink;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * An answer whose end the listener hears of.
 *
 * @param startNanos when the request came
 */
record HeardAnswer(AnswerStream answer, LlmListener listener, LongSupplier nanoClock, long startNanos)
        implements AnswerStream {
    @Override
    public Source source() {
        return answer.source();
    }

    @Override
    public List<Part> parts() {
        return answer.parts();
    }

    @Override
    public Future<AnswerEnd> pipeTo(TextSink sink) {
        return answer.pipeTo(sink).onComplete((end, cause) -> {
            long nanos = nanoClock.getAsLong() - startNanos;
            if (end != null) {
                listener.answerEnded(source(), end, nanos);
            } else {
                listener.answerBroken(source(), cause, nanos);
            }
        });
    }

    @Override
    public void cancel() {
        answer.cancel();
    }
}
