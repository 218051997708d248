package dev.rapport.chat.http;

import dev.rapport.chat.audit.AuditTrail;
import dev.rapport.chat.auth.ApplicationKeys;
import dev.rapport.chat.auth.Issuer;
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
import dev.rapport.memory.Vault;
import dev.rapport.memory.embed.Embedders;
import dev.rapport.memory.index.MemoryLoader;
import dev.rapport.memory.log.UserKeys;
import java.time.InstantSource;
import java.util.List;

/**
 * What all event loops of a process use together; each part is safe for that.
 *
 * @param keys prove that a program may begin sessions
 * @param issuers whose ID tokens prove who a user is
 * @param texts what is known of messages that were compressed lately
 * @param description of all routes
 */
public record Shared(
        ServiceConfig config,
        Metrics metrics,
        Tokens tokens,
        ApplicationKeys keys,
        List<Issuer> issuers,
        TraitExtractor traits,
        Memory memory,
        TokenCounter counter,
        MessageTexts texts,
        GatewayShared gateway,
        OpenApi description,
        AuditTrail audit,
        InstantSource clock) {

    /** What remembers. */
    public record Memory(
            Embedders embedders,
            EmbeddingPool pool,
            MemoryLoader loader,
            MemoryLog log,
            FactHistory history,
            MemoryBook book,
            UserKeys keys,
            Vault vault) {}
}
