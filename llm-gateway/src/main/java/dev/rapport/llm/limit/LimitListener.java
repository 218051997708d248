package dev.rapport.llm.limit;

/** Hears what a loop's limits cannot do as they should. */
@FunctionalInterface
public interface LimitListener {
    /**
     * This loop goes on without the store; heard each time it begins to.
     *
     * @param pool a provider or {@code users}
     */
    void fellBack(String pool);

    /** A note did not fit among those that wait for the store; what it would have freed is charged when its lease ends. */
    default void noteDropped(String pool) {}
}
