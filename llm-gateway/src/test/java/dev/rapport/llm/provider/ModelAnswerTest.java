package dev.rapport.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerEnd.Finish;
import dev.rapport.llm.Source;
import dev.rapport.llm.Usage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelAnswerTest {
    private static final AnswerEnd END = AnswerEnd.of(Finish.STOP, new Usage(1, 2, 0));

    private final List<String> calls = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final ModelAnswer answer = new ModelAnswer(new Source("fake", "m", ""), new ModelAnswer.Upstream() {
        @Override
        public void pause() {
            calls.add("pause");
        }

        @Override
        public void resume() {
            calls.add("resume");
        }

        @Override
        public void cancel() {
            calls.add("cancel");
        }
    });

    @Test
    void piece_moreThanMayWait_holdsBackUntilTheReaderTookAll() {
        answer.piece("a".repeat(ModelAnswer.WAITING_LENGTH_MAX));
        assertThat(calls).isEmpty();
        answer.piece("b");
        assertThat(calls).containsExactly("pause");
        Promise<Void> room = Promise.promise();

        answer.pipeTo(piece -> {
            text.append(piece);
            return room.future();
        });
        assertThat(calls).containsExactly("pause");
        room.complete();

        assertThat(calls).containsExactly("pause", "resume");
        assertThat(text).hasSize(ModelAnswer.WAITING_LENGTH_MAX + 1);
    }

    @Test
    void complete_whilePiecesWait_endsAfterTheLast() {
        answer.piece("a");
        answer.piece("b");
        answer.complete(END);

        Future<AnswerEnd> end = answer.pipeTo(this::take);

        assertThat(text).hasToString("ab");
        assertThat(end.result()).isEqualTo(END);
    }

    @Test
    void pipeTo_manyPiecesWaiting_needsNoDeepStack() {
        for (int i = 0; i < 16_000; i++) {
            answer.piece("a");
        }
        answer.complete(END);

        assertThat(answer.pipeTo(this::take).result()).isEqualTo(END);
        assertThat(text).hasSize(16_000);
    }

    @Test
    void cancel_afterTheEnd_isHarmless() {
        answer.complete(END);
        Future<AnswerEnd> end = answer.pipeTo(this::take);

        answer.cancel();
        answer.piece("late");

        assertThat(end.result()).isEqualTo(END);
        assertThat(calls).isEmpty();
    }

    @Test
    void pipeTo_sinkThrows_cancelsAndFails() {
        answer.piece("a");

        Future<AnswerEnd> end = answer.pipeTo(_ -> {
            throw new IllegalStateException("bug");
        });

        assertThat(end.cause()).hasMessage("bug");
        assertThat(calls).containsExactly("cancel");
    }

    @Test
    void pipeTo_twice_isRefused() {
        answer.pipeTo(this::take);

        assertThatThrownBy(() -> answer.pipeTo(this::take)).hasMessage("pipeTo: called twice (expected: once)");
    }

    private Future<Void> take(String piece) {
        text.append(piece);
        return Future.succeededFuture();
    }
}
