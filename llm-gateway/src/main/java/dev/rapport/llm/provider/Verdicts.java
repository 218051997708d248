package dev.rapport.llm.provider;

import dev.rapport.llm.AnswerBroken;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.http.ProviderHttpException;
import dev.rapport.llm.http.StreamFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** What a failed call means: before the first piece a reply, after it a broken answer. The only place that decides it. */
final class Verdicts {
    private static final int CAUSES_MAX = 8;
    private static final int TEXT_LENGTH_MAX = 500;

    private Verdicts() {}

    /** The HTTP client's own exception inside of LangChain4j's; null if there is none. */
    static @Nullable RuntimeException ofHttp(Throwable error) {
        Throwable cause = error;
        for (int depth = 0; depth < CAUSES_MAX && cause != null; depth++) {
            if (cause instanceof ProviderHttpException || cause instanceof StreamFailure) {
                return (RuntimeException) cause;
            }
            cause = cause.getCause();
        }
        return null;
    }

    static Attempted beforeFirstPiece(String provider, RuntimeException failure, Duration waited, Instant now) {
        return switch (failure) {
            case ProviderHttpException response -> ofStatus(provider, response, waited, now);
            case StreamFailure stream -> ofStream(provider, stream, waited);
            default -> throw new IllegalArgumentException("failure: " + failure + " (expected: of the HTTP client)");
        };
    }

    static RuntimeException afterFirstPiece(StreamFailure failure) {
        String what = String.valueOf(failure.getMessage());
        return switch (failure.kind()) {
            case SILENT, STALLED -> new AnswerBroken(AnswerBroken.Kind.STALLED, what);
            case GARBAGE -> new AnswerBroken(AnswerBroken.Kind.GARBAGE, what);
            case PROVIDER_ERROR -> new AnswerBroken(AnswerBroken.Kind.PROVIDER_ERROR, what);
            case CONNECT, BUSY, RESET, CUT -> new AnswerBroken(AnswerBroken.Kind.CUT, what);
            case READER_GONE -> new CancellationException(what);
        };
    }

    private static Attempted ofStatus(String provider, ProviderHttpException response, Duration waited, Instant now) {
        int status = response.statusCode();
        Optional<Duration> retryAfter = RetryAfter.of(response, now);
        String said = "HTTP " + status + ": " + shortened(response.body());
        return switch (status) {
            case 401, 403, 404 -> Attempted.last(new LlmReply.NotAccepted(provider, status));
            case 408 -> Attempted.last(new LlmReply.TimedOut(provider, waited));
            case 429, 503, 529 -> // 529 is Anthropic's word for overloaded
                new Attempted(new LlmReply.Overloaded(provider, retryAfter.orElse(Duration.ZERO)), true, retryAfter);
            default -> {
                if (status >= 500) {
                    yield new Attempted(new LlmReply.Unreachable(provider, said), true, retryAfter);
                }
                yield Attempted.last(
                        status >= 400
                                ? new LlmReply.Refused(provider, said)
                                : new LlmReply.Unreachable(provider, said));
            }
        };
    }

    private static Attempted ofStream(String provider, StreamFailure failure, Duration waited) {
        String what = String.valueOf(failure.getMessage());
        return switch (failure.kind()) {
            case CONNECT, RESET, CUT -> Attempted.again(new LlmReply.Unreachable(provider, what));
            case GARBAGE, PROVIDER_ERROR -> Attempted.last(new LlmReply.Unreachable(provider, what));
            case BUSY -> Attempted.last(new LlmReply.Overloaded(provider, Duration.ZERO));
            case SILENT, STALLED, READER_GONE -> Attempted.last(new LlmReply.TimedOut(provider, waited));
        };
    }

    private static String shortened(String text) {
        return text.length() <= TEXT_LENGTH_MAX ? text : text.substring(0, TEXT_LENGTH_MAX) + "...";
    }
}
