package dev.rapport.chat.store;

/** Hears of each call to Redis. Called on the loop, so it must be quick and must not throw. */
@FunctionalInterface
public interface RedisListener {
    void callEnded(String store, long elapsedNanos, boolean well);
}
