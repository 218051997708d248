package dev.rapport.chat.http;

import dev.rapport.chat.audit.AuditTrail;
import dev.rapport.chat.auth.Tokens;
import dev.rapport.chat.compress.MessageTexts;
import dev.rapport.chat.compress.TokenCounter;
import dev.rapport.chat.config.ServiceConfig;
import dev.rapport.chat.metrics.Metrics;
import dev.rapport.chat.recall.EmbeddingPool;
import dev.rapport.chat.traits.TraitExtractor;
import dev.rapport.llm.gateway.GatewayShared;
import dev.rapport.memory.FactHistory;
import dev.rapport.memory.MemoryBook;
import dev.rapport.memory.MemoryLog;
import dev.rapport.memory.embed.Embedders;
import dev.rapport.memory.index.MemoryLoader;
import java.time.InstantSource;

/**
 * What all event loops of a process use together; each part is safe for that.
 *
 * @param applicationKey proves that a program may begin sessions
 * @param texts what is known of messages that were compressed lately
 */
public record Shared(
        ServiceConfig config,
        Metrics metrics,
        Tokens tokens,
        String applicationKey,
        TraitExtractor traits,
        Memory memory,
        TokenCounter counter,
        MessageTexts texts,
        GatewayShared gateway,
        AuditTrail audit,
        InstantSource clock) {

    /** What remembers. */
    public record Memory(
            Embedders embedders,
            EmbeddingPool pool,
            MemoryLoader loader,
            MemoryLog log,
            FactHistory history,
            MemoryBook book) {}
}
