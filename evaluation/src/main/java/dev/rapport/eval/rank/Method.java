package dev.rapport.eval.rank;

import dev.rapport.memory.Embedder;
import dev.rapport.memory.embed.StaticEmbedder;
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
    /** The same with the static embedding for both. */
    STATIC,
    /** What the service does. */
    ADAPT,
    /** What it does for a question that finds no room: the static embedding asks, the model's vectors are kept. */
    ADAPT_SHED,
    /** What it does without ONNX Runtime: the static embedding for both. */
    ADAPT_STATIC;

    /** Loaded when it is first asked for. */
    private static final class Static {
        private static final Embedder EMBEDDER = StaticEmbedder.load();
    }

    /** A memory without content. */
    public Ranker begin(Embedder embedder) {
        return switch (this) {
            case RECENCY -> new RecencyRanker();
            case BM25 -> new Bm25Ranker(0);
            case BM25_WINDOW -> new Bm25Ranker(1);
            case MINILM -> new CosineRanker(embedder);
            case STATIC -> new CosineRanker(Static.EMBEDDER);
            case ADAPT -> new ServiceRanker(embedder, embedder);
            case ADAPT_SHED -> new ServiceRanker(embedder, Static.EMBEDDER);
            case ADAPT_STATIC -> new ServiceRanker(Static.EMBEDDER, Static.EMBEDDER);
        };
    }

    /** As on the command line, for example {@code bm25-window}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
