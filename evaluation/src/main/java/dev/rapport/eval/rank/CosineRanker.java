package dev.rapport.eval.rank;

import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.eval.data.Turn;
import dev.rapport.memory.DatedText;
import dev.rapport.memory.Embedder;
import dev.rapport.memory.Embedding;
import java.util.ArrayList;
import java.util.List;

/** By the cosine similarity of the vectors alone; the turn's text has speaker and date before it. */
final class CosineRanker implements Ranker {
    private final Embedder embedder;
    private final List<Turn> turns = new ArrayList<>();
    private final List<Embedding> vectors = new ArrayList<>();

    CosineRanker(Embedder embedder) {
        this.embedder = embedder;
    }

    @Override
    public void tell(Turn turn) {
        turns.add(turn);
        vectors.add(embedder.embed(DatedText.of(turn.told(), turn.toldAt())));
    }

    @Override
    public List<RecalledMemory> ask(String question) {
        Embedding meaning = embedder.embedQuestion(question);
        return Ranking.best(
                turns, vectors.stream().mapToDouble(meaning::similarityTo).toArray());
    }
}
