package dev.rapport.memory;

import dev.rapport.memory.embed.MiniLmEmbedder;
import dev.rapport.memory.index.MemoryCache;
import dev.rapport.memory.index.MemoryIndex;
import dev.rapport.memory.log.RedisMemoryLog;
import java.time.Instant;
import java.util.List;

/** The program of the README: {@code java dev.rapport.memory.Example redis://127.0.0.1:6379}. */
public final class Example {
    private static final SearchEffort EFFORT = new SearchEffort(5, 0.1f);

    private Example() {}

    /** Tells, asks, corrects, removes. */
    public static void main(String[] args) {
        Owner alice = Owner.authenticated("alice"); // in the service, only authentication does this
        MemoryCache cache = new MemoryCache(MemoryCache.WEIGHT_BYTES_MAX);
        try (MiniLmEmbedder embedder = MiniLmEmbedder.load();
                RedisMemoryLog log = RedisMemoryLog.connect(args[0])) {
            MemoryIndex index = new MemoryIndex(embedder, log, cache);

            // append: the words, whatever they are about
            index.append(alice, "Our dog is afraid of thunder.", "turn-1", Instant.now())
                    .toCompletableFuture()
                    .join();

            // supersede: the words, and the facts they state; a new value closes the old one
            for (String city : List.of("Porto", "Lisbon")) {
                Fact home = new Fact("family.sister.home", city, true, false, 0.9f);
                index.supersede(alice, "My sister lives in " + city + ".", List.of(home), "turn-" + city, Instant.now())
                        .toCompletableFuture()
                        .join();
            }

            // recall: by meaning and by words, best first
            String question = "Where does my sister live?";
            List<Recalled> found = index.recall(alice, question, EFFORT);
            found.forEach(one ->
                    System.out.printf("%.2f  %s%n", one.cosine(), one.memory().text()));

            // forget: from the log and from the index
            index.forget(alice, found.getFirst().memory().id(), Instant.now())
                    .toCompletableFuture()
                    .join();
            System.out.println(index.recall(alice, question, EFFORT).size() + " left");

            // evict and load: the index is a copy of the log, made again when it is wanted
            index.evict(alice);
            index.load(alice).toCompletableFuture().join();
            System.out.println(
                    index.recall(alice, "thunder", EFFORT).getFirst().memory().text());
        }
    }
}
