package dev.rapport.llm.line;

import io.vertx.core.Promise;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A ticket in its line. */
final class Waiting implements Comparable<Waiting> {
    /** A shorter wait is not worth a word; and the first word opens the client's stream. */
    private static final long SAID_FROM_NANOS = 500_000_000;

    private static final double URGENT_PART = 0.1;

    private final Ticket ticket;
    private final long sequence;
    private final long joinedNanos;
    private final Promise<Entry> entry = Promise.promise();

    private long order;
    private boolean seen; // by the limiter
    private @Nullable Duration eta; // as the limiter said it
    private long etaNanos; // when
    private int position;
    private int saidPosition;

    Waiting(Ticket ticket, long sequence, long nowNanos) {
        this.ticket = ticket;
        this.sequence = sequence;
        this.joinedNanos = nowNanos;
        this.order = ticket.begun() ? ticket.order().first() : ticket.order().micros(false);
    }

    Ticket ticket() {
        return ticket;
    }

    Promise<Entry> entry() {
        return entry;
    }

    long order() {
        return order;
    }

    boolean seen() {
        return seen;
    }

    /** How long it can still wait for; at most what it is let in with if it has just come. */
    Duration left(long nowNanos) {
        Duration most = seen ? ticket.patience() : ticket.admitMax();
        return most.minusNanos(nowNanos - joinedNanos);
    }

    boolean isLate(long nowNanos) {
        return ticket.patience().toNanos() <= nowNanos - joinedNanos;
    }

    /** Whether its place must change: it has become urgent. To be taken out of any sorted set before. */
    boolean becomesUrgent(long nowNanos) {
        long left = ticket.patience().toNanos() - (nowNanos - joinedNanos);
        return !ticket.begun()
                && left < URGENT_PART * ticket.patience().toNanos()
                && order != ticket.order().micros(true);
    }

    void makeUrgent() {
        order = ticket.order().micros(true);
    }

    void told(int newPosition, Duration newEta, long nowNanos) {
        seen = true;
        position = newPosition;
        eta = newEta;
        etaNanos = nowNanos;
        say(nowNanos);
    }

    /** Tells the listener, if the wait is worth it and its place has changed. */
    void say(long nowNanos) {
        if (eta == null) {
            return;
        }
        long leftNanos = Math.max(0, eta.toNanos() - (nowNanos - etaNanos));
        if (nowNanos - joinedNanos < SAID_FROM_NANOS && leftNanos <= SAID_FROM_NANOS) {
            return;
        }
        double part = eta.isZero() ? 0 : (double) leftNanos / eta.toNanos();
        int now = Math.max(1, (int) Math.ceil(position * part));
        if (now != saidPosition) {
            saidPosition = now;
            ticket.listener().to(now, Duration.ofNanos(leftNanos));
        }
    }

    @Override
    public int compareTo(Waiting other) {
        int byOrder = Long.compare(order, other.order);
        return byOrder != 0 ? byOrder : Long.compare(sequence, other.sequence);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Waiting waiting && waiting.sequence == sequence;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sequence);
    }
}
