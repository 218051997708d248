package dev.rapport.chat.turn;

import org.jspecify.annotations.Nullable;

/** Hears how each stage went. Called on the turn's event loop, so it must be quick and must not throw. */
@FunctionalInterface
public interface StageListener {

    /**
     * Says that a stage is over.
     *
     * @param elapsedNanos from the stage's start to its end
     * @param failure null if the stage succeeded
     */
    void stageEnded(StageName stage, long elapsedNanos, @Nullable Throwable failure);
}
