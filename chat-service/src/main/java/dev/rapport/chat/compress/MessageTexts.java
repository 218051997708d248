package dev.rapport.chat.compress;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;

/**
 * What is known of messages that were compressed lately: their passages and counts. All of it follows from the text alone, so
 * the text is the key, whoever wrote it, and nothing of it can be out of date. Without it a turn takes longer and comes to
 * the same. Safe for all threads; one for the process.
 */
public final class MessageTexts {
    /** Characters of all texts: some 16 MB with what is known of them, or 50 conversations of 20,000 tokens. */
    static final int LENGTH_MAX = 4_000_000;

    /** A conversation that rests for longer has most likely ended. */
    static final Duration KEPT = Duration.ofMinutes(10);

    private final LoadingCache<String, MessageText> known = Caffeine.newBuilder()
            .maximumWeight(LENGTH_MAX)
            .weigher((String text, MessageText _) -> 1 + text.length())
            .expireAfterAccess(KEPT)
            .executor(Runnable::run) // no thread of its own; what it does at a time is short
            .build(MessageText::new);

    /** Forgets all of them: they have no owner, and one was erased. */
    public void clear() {
        known.invalidateAll();
    }

    MessageText of(String text) {
        return known.get(text);
    }
}
