package dev.rapport.eval.rank;

import dev.rapport.memory.Embedder;
import java.util.Locale;

/** The ways to rank. */
public enum Method {
    /** The newest first. */
    RECENCY,
    /** Okapi BM25 over single turns, with Porter's stems and Lucene's English stop words. */
    BM25,
    /** The same over each turn with its two neighbours in the session. */
    BM25_WINDOW,
    /** The cosine similarity of the question's vector and the turn's. */
    MINILM,
    /** What the service does. */
    ADAPT;

    /** A memory without content. */
    public Ranker begin(Embedder embedder) {
        return switch (this) {
            case RECENCY -> new RecencyRanker();
            case BM25 -> new Bm25Ranker(0);
            case BM25_WINDOW -> new Bm25Ranker(1);
            case MINILM -> new CosineRanker(embedder);
            case ADAPT -> new ServiceRanker(embedder);
        };
    }

    /** As on the command line, for example {@code bm25-window}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
