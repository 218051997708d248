package dev.rapport.eval.traits;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rapport.chat.learn.Learn;
import dev.rapport.chat.traits.TraitExtractor;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.Trait;
import dev.rapport.eval.data.JsonLines;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.Owner;
import dev.rapport.memory.RememberedFact;
import dev.rapport.memory.log.RedisMemoryLog;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Does a value that was told to be over stand in the profile? What one speaker of each conversation says goes through the
 * extractor, the consequences and the store as it would in the service; then each question's answer and stale value are
 * looked for among the facts that are known at the end.
 *
 * <p>The profile of a prompt holds these facts as far as they fit, so a stale value that is not here is not there.
 */
final class PinnedFacts {
    private record Turn(String id, String speaker, String text) {}

    /** One kind of question. */
    private static final class Count {
        private int questions;
        private int answers;
        private int updates;
        private int updatedAnswers;
        private int stale;
    }

    private static final Duration REPLY_MAX = Duration.ofSeconds(10);
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final TraitExtractor extractor = new TraitExtractor();
    private final String run = "eval-" + UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, Count> byQuestion = new TreeMap<>();
    private final List<String> stale = new ArrayList<>();
    /** What is right in a conversation: the old boss may be called as the sister is. */
    private final Set<String> answers = new HashSet<>();

    private final RedisMemoryLog log;

    private PinnedFacts(RedisMemoryLog log) {
        this.log = log;
    }

    /**
     * Measures it and prints the table.
     *
     * @param folder with {@code turns.jsonl} and {@code questions.jsonl}
     * @param redis a durable Redis of which what is written under {@code {eval-...}} may be left
     */
    static void measure(Path folder, String redis, PrintWriter out, ObjectNode json) {
        Map<String, List<Turn>> conversations = conversations(folder);
        List<JsonLines.Line> questions = JsonLines.read(folder.resolve("questions.jsonl"));
        try (RedisMemoryLog log = RedisMemoryLog.connect(redis, REPLY_MAX)) {
            PinnedFacts facts = new PinnedFacts(log);
            questions.forEach(
                    question -> facts.answers.add(question.text("conversation") + '=' + question.text("answer")));
            Map<String, List<RememberedFact>> known = new HashMap<>();
            for (JsonLines.Line question : questions) {
                List<RememberedFact> profile = known.computeIfAbsent(
                        question.text("conversation"), id -> facts.replay(id, question, conversations));
                facts.judge(question, profile);
            }
            facts.print(out, json);
        }
    }

    private static Map<String, List<Turn>> conversations(Path folder) {
        Map<String, List<Turn>> conversations = new HashMap<>();
        for (JsonLines.Line row : JsonLines.read(folder.resolve("turns.jsonl"))) {
            conversations
                    .computeIfAbsent(row.text("conversation"), id -> new ArrayList<>())
                    .add(new Turn(row.text("turn"), row.text("speaker"), row.text("text")));
        }
        return conversations;
    }

    /** Learns all that the speaker of the question's evidence says, in order. */
    private List<RememberedFact> replay(
            String conversation, JsonLines.Line question, Map<String, List<Turn>> conversations) {
        List<Turn> turns = conversations.getOrDefault(conversation, List.of());
        List<String> evidence = question.texts("evidence");
        String speaker = turns.stream()
                .filter(turn -> evidence.contains(turn.id()))
                .map(Turn::speaker)
                .findFirst()
                .orElseThrow(() -> question.bad(
                        "evidence", evidence, "turns of conversation " + conversation + " in turns.jsonl"));
        Owner owner = Owner.authenticated(run + '-' + Integer.toHexString(conversation.hashCode()));
        int second = 0;
        for (Turn turn : turns) {
            if (turn.speaker().equals(speaker)) {
                learn(owner, turn, BEGINNING.plusSeconds(second++));
            }
        }
        return get(log.facts(owner));
    }

    private void learn(Owner owner, Turn turn, Instant at) {
        List<Trait> traits = extractor.extract(turn.text()).traits();
        if (!traits.isEmpty()) {
            List<KnownTrait> known =
                    get(log.facts(owner)).stream().map(KnownTrait::of).toList();
            get(log.learn(owner, new Lesson(null, Learn.facts(traits, known), turn.id(), at)));
        }
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(REPLY_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private void judge(JsonLines.Line question, List<RememberedFact> profile) {
        Count count = byQuestion.computeIfAbsent(question.text("question"), text -> new Count());
        boolean answered = holds(profile, question.text("answer"));
        count.questions++;
        count.answers += answered ? 1 : 0;
        if (question.object().hasNonNull("stale")) {
            String old = question.text("stale");
            count.updates++;
            count.updatedAnswers += answered ? 1 : 0;
            String conversation = question.text("conversation");
            if (holds(profile, old) && !answers.contains(conversation + '=' + old)) {
                count.stale++;
                stale.add(conversation + ": " + question.text("question") + " " + old);
            }
        }
    }

    private static boolean holds(List<RememberedFact> profile, String value) {
        String word = value.toLowerCase(Locale.ROOT);
        return profile.stream()
                .map(fact -> List.of(fact.value().toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)))
                .anyMatch(words -> words.contains(word));
    }

    private void print(PrintWriter out, ObjectNode json) {
        out.println();
        out.println("| question | asked | answer known | of these updated | new value known | stale value known |");
        out.println("|---|---|---|---|---|---|");
        Count all = new Count();
        byQuestion.forEach((question, count) -> {
            out.println(line(question, count));
            all.questions += count.questions;
            all.answers += count.answers;
            all.updates += count.updates;
            all.updatedAnswers += count.updatedAnswers;
            all.stale += count.stale;
        });
        out.println(line("all", all));
        stale.forEach(line -> out.println("  stale: " + line));
        json.putObject("pinned")
                .put("questions", all.questions)
                .put("answers_known", all.answers)
                .put("updates", all.updates)
                .put("new_values_known", all.updatedAnswers)
                .put("stale_values_known", all.stale);
    }

    private static String line(String question, Count count) {
        return "| %s | %d | %d | %d | %d | %d |"
                .formatted(question, count.questions, count.answers, count.updates, count.updatedAnswers, count.stale);
    }
}
