package dev.rapport.eval.rank;

import dev.rapport.chat.config.ServiceConfig;
import dev.rapport.chat.recall.Recall;
import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.eval.data.Turn;
import dev.rapport.memory.Embedder;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Memory;
import dev.rapport.memory.NewMemory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.PlainSealer;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.RecallQuery;
import dev.rapport.memory.SearchEffort;
import dev.rapport.memory.TextSealer;
import dev.rapport.memory.UserKey;
import dev.rapport.memory.index.UserMemories;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the service does: memory-index follows a log and is searched, stage 3 makes of it what stage 4 takes.
 *
 * <p>The log lies in no Redis here; its entries are those that its script would write, one for each text that is new. Every
 * turn is told whole: the choice of memorable sentences, which is stage 2's, is not part of this measurement.
 * A question is asked at the time of the last turn, which "last May" is counted from. How much to ask for is the service's default.
 */
final class ServiceRanker implements Ranker {
    private static final SearchEffort EFFORT = ServiceConfig.RecallConfig.DEFAULT.effort();

    private static final TextSealer NAMES = new PlainSealer(Owner.authenticated("ranked"), UserKey.NO);

    private final Embedder embedder;
    private final Embedder ofQuestions;
    private final UserMemories memories = new UserMemories();
    private final Set<String> told = new HashSet<>();
    private Instant last = Instant.EPOCH;

    /** @param ofQuestions makes vectors that may be compared with the other's */
    ServiceRanker(Embedder embedder, Embedder ofQuestions) {
        this.embedder = embedder;
        this.ofQuestions = ofQuestions;
    }

    @Override
    public void tell(Turn turn) {
        last = turn.toldAt();
        QuantizedVector vector = QuantizedVector.of(embedder.embed(turn.told()));
        String id = new NewMemory(turn.told(), vector, embedder.model()).id(NAMES);
        if (told.add(id)) {
            Memory memory = new Memory(id, turn.told(), turn.toldAt(), turn.id(), vector, embedder.model());
            memories.apply(List.of(new LogEntry.Added("1-" + told.size(), memory)));
        }
    }

    @Override
    public List<RecalledMemory> ask(String question) {
        return Recall.recalled(
                memories.search(new RecallQuery(ofQuestions.embedQuestion(question), question, last, EFFORT)));
    }
}
