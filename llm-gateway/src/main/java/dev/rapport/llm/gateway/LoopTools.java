package dev.rapport.llm.gateway;

import dev.rapport.llm.LlmListener;
import dev.rapport.llm.loop.Timers;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What every request of a loop needs beside its own parts; time and chance come in here.
 *
 * @param newId a name for a reservation, never made again by any instance
 */
record LoopTools(
        Timers timers, RandomGenerator random, LongSupplier nanoClock, Supplier<String> newId, LlmListener listener) {

    long nanos() {
        return nanoClock.getAsLong();
    }
}
