package dev.rapport.llm;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What came of asking a model, as far as that is part of the job. A bug is an exception instead, and has no case.
 */
public sealed interface LlmReply {

    /** The model has begun to answer. Whoever gets this must pipe or cancel it, or the call stays open. */
    record Answering(AnswerStream answer) implements LlmReply {
        public Answering {
            requireNonNull(answer, "answer");
        }
    }

    /**
     * Not now, by a limit of ours or because the line cannot serve it in time. Nothing was sent.
     *
     * @param retryAfter to come back sooner is no use
     * @param quota what is left of the user's own limits
     */
    record Limited(Limit limit, Duration retryAfter, Quota quota) implements LlmReply {
        public Limited {
            requireNonNull(limit, "limit");
            requireNonNull(retryAfter, "retryAfter");
            requireNonNull(quota, "quota");
        }
    }

    /**
     * The provider has no room; to try again before {@code retryAfter} is over is no use.
     *
     * @param provider who said so
     * @param retryAfter zero if the provider did not say
     */
    record Overloaded(String provider, Duration retryAfter) implements LlmReply {
        public Overloaded {
            requireNonNull(provider, "provider");
            requireNonNull(retryAfter, "retryAfter");
        }
    }

    /** The model was still silent when its time was up. */
    record TimedOut(String provider, Duration waited) implements LlmReply {
        public TimedOut {
            requireNonNull(provider, "provider");
            requireNonNull(waited, "waited");
        }
    }

    /** No usable answer could be had: refused connection, reset, 5xx, bytes that are no answer. */
    record Unreachable(String provider, String what) implements LlmReply {
        public Unreachable {
            requireNonNull(provider, "provider");
            requireNonNull(what, "what");
        }
    }

    /**
     * The provider does not take our key (401, 403) or does not know what we ask for (404): a setting is wrong.
     *
     * @param status HTTP status code
     */
    record NotAccepted(String provider, int status) implements LlmReply {
        public NotAccepted {
            requireNonNull(provider, "provider");
        }
    }

    /** The provider will not answer this prompt, whoever asks. Its words are for our log, never for the user. */
    record Refused(String provider, String providerSaid) implements LlmReply {
        public Refused {
            requireNonNull(provider, "provider");
            requireNonNull(providerSaid, "providerSaid");
        }
    }

    /** Which limit was reached. */
    enum Limit {
        /** The user's requests a minute. */
        REQUESTS,
        /** The user's tokens a minute. */
        TOKENS,
        /** The user's tokens or cost of this day. */
        BUDGET,
        /** The user's answers at one time. */
        OPEN,
        /** All users': the line before the model is longer than the request can wait. */
        QUEUE
    }
}
