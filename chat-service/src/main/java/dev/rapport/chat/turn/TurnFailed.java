package dev.rapport.chat.turn;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;

/** Carries a {@link TurnFailure} through a failed future. Has no stack trace: these are everyday events, not bugs. */
public final class TurnFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient TurnFailure failure;

    public TurnFailed(TurnFailure failure) {
        super(failure.toString(), null, false, false);
        this.failure = requireNonNull(failure, "failure");
    }

    /** A future that has failed with this. */
    public static <T> Future<T> future(TurnFailure failure) {
        return Future.failedFuture(new TurnFailed(failure));
    }

    public TurnFailure failure() {
        return failure;
    }
}
