package dev.rapport.chat.audit;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Writes this process's audit chain, off the request path.
 *
 * <p>Requests of all loops hand their records in; one context gives them numbers and hashes. While a batch is on its way
 * the next one gathers. A batch that fails is sent again until it is in, since its outcome is unknown and repeating it is
 * harmless. Above {@value #WAITING_MAX} waiting records new ones are dropped, and counted: the store has then been down
 * for minutes.
 */
public final class AuditTrail {
    /** At 300 bytes a record: 30 MB; at 200 requests a second: eight minutes of a dead store. */
    static final int WAITING_MAX = 100_000;

    /** One batch's share of an fsync is small from here on. */
    static final int BATCH_MAX = 256;

    private static final long RETRY_MS = 500;

    private final Vertx vertx;
    private final Context context;
    private final AuditStore store;
    private final Runnable onDropped;
    private final Deque<AuditRecord> waiting = new ArrayDeque<>();
    private final List<Promise<Void>> idle = new ArrayList<>();
    private long sequence = -1;
    private String hash = AuditChain.GENESIS;
    private boolean writing;

    /** @param context where the trail works; the store must belong to it too */
    public AuditTrail(Vertx vertx, Context context, AuditStore store, Runnable onDropped) {
        this.vertx = vertx;
        this.context = context;
        this.store = store;
        this.onDropped = onDropped;
    }

    /** Hands in a record; from any thread. */
    public void add(AuditRecord request) {
        context.runOnContext(_ -> {
            if (waiting.size() >= WAITING_MAX) {
                onDropped.run();
                return;
            }
            waiting.add(request);
            writeNext();
        });
    }

    /** Completes when everything handed in so far is in the store. */
    public Future<Void> flushed() {
        Promise<Void> promise = Promise.promise();
        context.runOnContext(_ -> {
            idle.add(promise);
            writeNext();
        });
        return promise.future();
    }

    private void writeNext() {
        if (writing) {
            return;
        }
        if (waiting.isEmpty()) {
            idle.forEach(Promise::tryComplete);
            idle.clear();
            return;
        }
        writing = true;
        continued().compose(_ -> write(nextBatch())).onComplete((_, failure) -> {
            if (failure == null) {
                writing = false;
                writeNext();
            } else {
                vertx.setTimer(RETRY_MS, _ -> {
                    writing = false;
                    writeNext();
                });
            }
        });
    }

    /* The chain goes on from where the last process of this name left it. */
    private Future<Void> continued() {
        if (sequence >= 0) {
            return Future.succeededFuture();
        }
        return store.last().map(last -> {
            sequence = last.map(AuditStore.Last::sequence).orElse(0L);
            hash = last.map(AuditStore.Last::hash).orElse(AuditChain.GENESIS);
            return null;
        });
    }

    private List<AuditStore.Linked> nextBatch() {
        List<AuditStore.Linked> batch = new ArrayList<>();
        long number = sequence;
        String previous = hash;
        for (AuditRecord request : waiting) {
            if (batch.size() == BATCH_MAX) {
                break;
            }
            number++;
            String line = request.line(number);
            previous = AuditChain.link(previous, line);
            batch.add(new AuditStore.Linked(number, line, previous));
        }
        return batch;
    }

    private Future<Void> write(List<AuditStore.Linked> batch) {
        return store.append(batch).map(in -> {
            batch.subList(0, in).forEach(_ -> waiting.remove());
            if (in == batch.size()) {
                sequence = batch.getLast().sequence();
                hash = batch.getLast().hash();
            } else {
                // What the process before this one sent as it died came late. The rest gets numbers behind it.
                sequence = -1;
            }
            return null;
        });
    }
}
