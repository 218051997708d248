package dev.rapport.chat.recall;

import dev.rapport.memory.Memory;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.index.UserMemories;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Gives a user's memories new vectors after another model was chosen, some with each turn of the user, in the line of
 * what is to be learned. Until then words alone find them. Only this process's copy changes: the log keeps what it has, so
 * the choice can be taken back.
 *
 * <p>Confined to one event loop. Another one may do the same for the same user meanwhile: the second result is not used.
 */
final class Reembedding {
    /** Memories of one user at one time: some 100 ms of a thread, and an eighth of the line of lessons. */
    static final int AT_ONCE_MAX = 64;

    private final Vertx vertx;
    private final EmbeddingPool pool;

    /* As many as users whose turn is under way on this loop, at the most. */
    private final Set<UserMemories> underWay = Collections.newSetFromMap(new IdentityHashMap<>());

    Reembedding(Vertx vertx, EmbeddingPool pool) {
        this.vertx = vertx;
        this.pool = pool;
    }

    /** Begins, if there is something to do and it has not begun. Nobody waits for it. */
    void of(UserMemories memories) {
        if (underWay.contains(memories)) {
            return;
        }
        List<Memory> strangers = memories.strangers(AT_ONCE_MAX);
        if (strangers.isEmpty()) {
            return;
        }
        underWay.add(memories);
        List<Memory> again = new ArrayList<>();
        List<Future<Void>> all = strangers.stream()
                .map(memory -> pool.forLearning(vertx, memory.text())
                        .<Void>map(vector -> {
                            again.add(with(memory, QuantizedVector.of(vector)));
                            return null;
                        })
                        .otherwiseEmpty()) // no room: with a later turn
                .toList();
        Future.all(all).onComplete(_ -> replace(memories, again));
    }

    private void replace(UserMemories memories, List<Memory> again) {
        if (again.isEmpty()) {
            underWay.remove(memories);
            return;
        }
        vertx.executeBlocking(() -> {
                    memories.replaceVectors(again);
                    return again;
                })
                .onComplete(_ -> underWay.remove(memories));
    }

    private Memory with(Memory memory, QuantizedVector vector) {
        return new Memory(memory.id(), memory.text(), memory.toldAt(), memory.turnId(), vector, pool.model());
    }
}
