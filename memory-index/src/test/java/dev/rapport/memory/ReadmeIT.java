package dev.rapport.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.embed.MiniLmEmbedder;
import dev.rapport.memory.index.MemoryCache;
import dev.rapport.memory.index.UserMemories;
import dev.rapport.memory.log.RedisMemoryLog;
import dev.rapport.memory.log.RedisProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example is this code, and it does what the README says. */
class ReadmeIT {
    @Test
    void example_toldAndAsked_recallsIt(@TempDir Path folder) throws Exception {
        try (RedisProcess redis = RedisProcess.start(folder);
                RedisMemoryLog first = RedisMemoryLog.connect(redis.uri())) {
            awaitWarm(first);
            assertThat(tellAndAsk(redis.uri())).first().asString().contains("My sister lives in Porto.");
        }
    }

    @Test
    void example_inTheReadme_isThisCode() throws Exception {
        String source = Files.readString(Path.of("src/test/java/dev/rapport/memory/ReadmeIT.java"));
        String begin = "        // " + "example\n";
        int start = source.lastIndexOf(begin) + begin.length();
        String example = source.substring(start, source.indexOf("        // " + "end", start))
                .indent(-8);

        assertThat(Files.readString(Path.of("README.md"))).contains(example);
    }

    /** On a busy machine the first use of a connection takes longer than the deadline: classes are loaded. */
    private static void awaitWarm(RedisMemoryLog log) {
        Owner nobody = Owner.authenticated("nobody");
        Lesson nothing = new Lesson(null, List.of(), "turn-0", Instant.EPOCH);
        for (int tries = 0; tries < 20; tries++) {
            if (log.learn(nobody, nothing)
                    .toCompletableFuture()
                    .handle((_, failure) -> failure == null)
                    .join()) {
                return;
            }
        }
    }

    private static List<Recalled> tellAndAsk(String redisUri) {
        // example
        Owner alice = Owner.authenticated("alice"); // in the service, only authentication does this
        MemoryCache cache = new MemoryCache(MemoryCache.WEIGHT_BYTES_MAX);
        try (MiniLmEmbedder embedder = MiniLmEmbedder.load();
                RedisMemoryLog log = RedisMemoryLog.connect(redisUri)) {

            // Learn: the words, and what they say.
            String text = "My sister lives in Porto.";
            NewMemory memory = new NewMemory(text, QuantizedVector.of(embedder.embed(text)), embedder.model());
            Fact fact = new Fact("family.sister.home", "Porto", true, false, 0.9f);
            Lesson lesson = new Lesson(memory, List.of(fact), "turn-1", Instant.now());
            log.learn(alice, lesson).toCompletableFuture().join();

            // Follow the log, then search.
            UserMemories memories = cache.memoriesOf(alice);
            memories.apply(log.read(alice, memories.position(), 1_000)
                    .toCompletableFuture()
                    .join());
            String question = "Where does my sister live?";
            return memories.search(new RecallQuery(embedder.embed(question), question, new SearchEffort(5, 0.1f)));
        }
        // end
    }
}
