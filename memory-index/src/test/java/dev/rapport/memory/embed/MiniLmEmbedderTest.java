package dev.rapport.memory.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.memory.Embedding;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Memory;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.RecallQuery;
import dev.rapport.memory.SearchEffort;
import dev.rapport.memory.index.UserMemories;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MiniLmEmbedderTest {
    private static final List<String> MEMORIES = List.of(
            "My sister lives in Porto.",
            "I am allergic to peanuts.",
            "I work as a nurse in Leeds.",
            "I bought a blue bicycle last spring.",
            "My favourite band is Radiohead.",
            "We painted the kitchen yellow.",
            "I am learning to play the cello.",
            "The train to Manchester was late again.",
            "My neighbour has three noisy parrots.",
            "I finished reading a book about the Romans.",
            "Our football team lost on Saturday.",
            "I prefer tea to coffee in the morning.",
            "My laptop broke during the meeting.",
            "I planted tomatoes on the balcony.",
            "We watched a film about whales.",
            "I go swimming every Thursday.",
            "The dentist moved my appointment to May.",
            "My car needs new tyres.",
            "I dream of visiting Japan.",
            "My phone number changed in June.",
            "I cannot stand loud motorcycles.",
            "We are renovating the bathroom.",
            "I voted in the local election.");

    private static MiniLmEmbedder embedder;

    @BeforeAll
    static void load() {
        embedder = MiniLmEmbedder.load();
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    @ParameterizedTest
    @CsvSource({
        "Where does my sister live?, My sister lives in Porto.",
        "What should I avoid eating?, I am allergic to peanuts.",
        "What is my job?, I work as a nurse in Leeds.",
        "Which instrument do I practise?, I am learning to play the cello."
    })
    void search_questionInOtherWords_findsTheAnswerFirst(String question, String answer) {
        UserMemories memories = new UserMemories();
        List<LogEntry> log = new ArrayList<>();
        for (String text : MEMORIES) {
            QuantizedVector vector = QuantizedVector.of(embedder.embed(text));
            Memory memory = new Memory("m_" + log.size(), text, Instant.EPOCH, "t", vector, embedder.model());
            log.add(new LogEntry.Added("1-" + log.size(), memory));
        }
        memories.apply(log);

        assertThat(memories.search(new RecallQuery(embedder.embed(question), question, new SearchEffort(3, -1))))
                .first()
                .extracting(found -> found.memory().text())
                .isEqualTo(answer);
    }

    @Test
    void embed_sameMeaning_isNearerThanSameTopic() {
        Embedding question = embedder.embed("How old are you?");

        assertThat(question.similarityTo(embedder.embed("What is your age?"))).isGreaterThan(0.6f);
        assertThat(question.similarityTo(embedder.embed("The old bridge is closed.")))
                .isLessThan(0.4f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\uD83D", "\u0000", "\uD83D\uDE42", "..."})
    void embed_textWithoutWords_givesAVectorAllTheSame(String text) {
        assertThat(embedder.embed(text).toArray()).hasSize(embedder.dimensions());
    }

    @Test
    void embed_aMillionCharacters_looksAtTheBeginningOnly() {
        String beginning = "hello ".repeat(400);

        assertThat(embedder.embed(beginning + "bye ".repeat(250_000))).isEqualTo(embedder.embed(beginning));
    }

    @Test
    void embed_textsThatTheModelCannotTellApart_shareOneVector() {
        assertThat(embedder.embed("Caf\u00E9  au lait")).isSameAs(embedder.embed("cafe AU lait"));
        assertThat(embedder.embed("cafe au lait")).isNotSameAs(embedder.embed("cafe au"));
    }

    @Test
    void embed_manyThreadsAtOnce_giveTheVectorsOfOne() throws Exception {
        List<String> texts =
                MEMORIES.stream().map(text -> "Someone said: " + text).toList();
        List<Callable<Embedding>> work = texts.stream()
                .<Callable<Embedding>>map(text -> () -> embedder.embed(text))
                .toList();
        List<Embedding> together = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Embedding> done : threads.invokeAll(work)) {
                together.add(done.get());
            }
        }
        try (MiniLmEmbedder another = MiniLmEmbedder.load()) {
            for (int i = 0; i < texts.size(); i++) {
                assertThat(another.embed(texts.get(i)).similarityTo(together.get(i)))
                        .isCloseTo(1, within(1e-5f));
            }
        }
    }

    @Test
    void embed_oneTextOnManyThreadsAtOnce_runsTheModelOnce() throws Exception {
        int threadCount = 8;
        long runsBefore = embedder.runs();
        String text = "It takes a while to read that many words. ".repeat(20); // some milliseconds, so that they meet
        CyclicBarrier together = new CyclicBarrier(threadCount);
        List<Callable<Embedding>> work = Collections.nCopies(threadCount, () -> {
            together.await();
            return embedder.embed(text);
        });
        try (ExecutorService threads = Executors.newFixedThreadPool(threadCount)) {
            for (Future<Embedding> done : threads.invokeAll(work)) {
                assertThat(done.get()).isSameAs(embedder.embed(text));
            }
        }
        assertThat(embedder.runs()).isEqualTo(runsBefore + 1);
    }

    @Test
    void embed_afterClose_isRefused() {
        MiniLmEmbedder closed = MiniLmEmbedder.load();
        closed.close();
        closed.close();

        assertThatThrownBy(() -> closed.embed("hello")).hasMessage("embedder: closed (expected: open)");
    }

    @Test
    void model_namesModelAndRuntime() {
        assertThat(embedder.model()).startsWith("all-minilm-l6-v2-q/onnxruntime-1.");
    }
}
