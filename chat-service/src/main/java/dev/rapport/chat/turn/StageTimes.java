package dev.rapport.chat.turn;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** How long each stage of one turn took, and what was left out to be in time. Confined to the turn's event loop. */
public final class StageTimes {
    private final LongSupplier nanoClock;
    private final long startNanos;
    private final Map<StageName, Long> nanos = new EnumMap<>(StageName.class);
    private final List<String> dropped = new ArrayList<>();
    private final List<String> shed = new ArrayList<>();
    private long firstTokenNanos;
    private long askedNanos;
    private long admitNanos = -1;

    /** Starts now. */
    public StageTimes(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
    }

    /** The clock that all of this turn's times come from. */
    public long now() {
        return nanoClock.getAsLong();
    }

    /** When the turn began, by {@link #now}'s clock. */
    public long startNanos() {
        return startNanos;
    }

    /** Notes that the model's gateway is asked from here on. */
    public void asked() {
        askedNanos = nanoClock.getAsLong();
    }

    /** Notes that the gateway lets the turn through to the model. */
    public void admitted() {
        if (admitNanos < 0) {
            admitNanos = nanoClock.getAsLong() - askedNanos;
        }
    }

    /** Nanoseconds that the turn waited for the gateway's permit; empty if it has none. */
    public OptionalLong admitNanos() {
        return admitNanos < 0 ? OptionalLong.empty() : OptionalLong.of(admitNanos);
    }

    /** Notes a stage's time. */
    public void ended(StageName stage, long elapsedNanos) {
        nanos.put(stage, elapsedNanos);
        if (stage == StageName.GENERATE) {
            firstTokenNanos = totalNanos();
        }
    }

    /** Nanoseconds from the turn's beginning to its first token; 0 before it. */
    public long firstTokenNanos() {
        return firstTokenNanos;
    }

    /** Notes that a part was late or unreachable and the turn went on without it. */
    public void dropped(String part) {
        if (!dropped.contains(part)) {
            dropped.add(part);
        }
    }

    /** Notes that a part was done in a cheaper way, because there was no room for the usual one. */
    public void shed(String part) {
        if (!shed.contains(part)) {
            shed.add(part);
        }
    }

    /** What was done in a cheaper way, in the order it happened. */
    public List<String> shed() {
        return List.copyOf(shed);
    }

    /** The stages that have ended, in order, each in nanoseconds. */
    public Map<StageName, Long> byStage() {
        return Map.copyOf(nanos);
    }

    /** What the turn went on without, in the order it happened. */
    public List<String> dropped() {
        return List.copyOf(dropped);
    }

    /** Nanoseconds since the turn began. */
    public long totalNanos() {
        return nanoClock.getAsLong() - startNanos;
    }
}
