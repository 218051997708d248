package dev.rapport.eval;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.rapport.chat.compress.TokenCounter;
import dev.rapport.chat.traits.TraitExtractor;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.eval.data.Conversation;
import dev.rapport.eval.data.DataSet;
import dev.rapport.eval.data.JsonLines;
import dev.rapport.eval.data.Question;
import dev.rapport.memory.Embedder;
import dev.rapport.memory.Owner;
import dev.rapport.memory.log.RedisMemoryLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * {@code eval context --traits}: does the answer stand in the prompt, and does an answer that is out of date stand among the
 * pinned traits? The user is whoever tells a conversation's evidence; what they say is learnt as the service would, and each
 * question's prompt is made by the service's own stages.
 *
 * <p>An answer is looked for as whole words, in the whole prompt but for the question itself. A stale value that answers
 * another question of the same conversation is not counted: the old boss may be called as the sister is.
 */
final class TraitContext {
    private static final Duration REPLY_MAX = Duration.ofSeconds(30);

    /** The outcome of one question within one budget. */
    record Outcome(
            int number,
            String conversation,
            String attribute,
            String answer,
            boolean inPrompt,
            boolean pinned,
            boolean updated,
            boolean stalePinned) {}

    /** What a line of the questions' file says beside the question. */
    private record Key(String answer, String stale) {}

    private final DataSet data;
    private final List<Key> keys;
    private final Embedder embedder;
    private final Consumer<String> progress;
    private final Map<Integer, ServiceContext> contexts = new TreeMap<>();
    private final Map<Integer, List<Outcome>> outcomes = new TreeMap<>();
    private final TraitExtractor extractor = new TraitExtractor();
    private final String run = "eval-" + UUID.randomUUID().toString().substring(0, 8);

    TraitContext(
            Path folder, List<Integer> budgets, TokenCounter counter, Embedder embedder, Consumer<String> progress) {
        this.data = DataSet.read(folder);
        this.keys = JsonLines.read(folder.resolve("questions.jsonl")).stream()
                .map(line -> new Key(line.text("answer"), line.object().hasNonNull("stale") ? line.text("stale") : ""))
                .toList();
        this.embedder = embedder;
        this.progress = progress;
        budgets.forEach(budget -> {
            contexts.put(budget, new ServiceContext(counter, budget));
            outcomes.put(budget, new ArrayList<>());
        });
    }

    /** Replays all conversations into a Redis; what is written there stands under {@code {eval-...}}. */
    void measure(String redis) {
        try (RedisMemoryLog log = RedisMemoryLog.connect(redis, REPLY_MAX)) {
            for (Conversation conversation : data.conversations()) {
                if (!conversation.questions().isEmpty()) {
                    measure(conversation, log);
                }
            }
        }
    }

    private void measure(Conversation conversation, RedisMemoryLog log) {
        Owner owner = Owner.authenticated(run + '-' + data.conversations().indexOf(conversation));
        LearningMemory memory = new LearningMemory(extractor, log, embedder, owner, user(conversation));
        conversation.turns().forEach(memory::tell);
        List<KnownTrait> traits = memory.traits();
        for (Question question : conversation.questions()) {
            List<RecalledMemory> ranked = memory.ask(question.text());
            contexts.forEach((budget, context) -> outcomes.getOrDefault(budget, List.of())
                    .add(judge(conversation, question, context.render(question.text(), ranked, traits))));
        }
        progress.accept(
                conversation.id() + ": " + conversation.turns().size() + " turns, " + traits.size() + " traits");
    }

    /** Who tells the evidence. */
    private static String user(Conversation conversation) {
        return conversation.questions().stream()
                .flatMap(question -> question.evidence().stream())
                .map(id -> conversation.byId().get(id))
                .flatMap(java.util.stream.Stream::ofNullable)
                .map(turn -> turn.speaker())
                .findFirst()
                .orElse("");
    }

    private Outcome judge(Conversation conversation, Question question, ServiceContext.Rendered rendered) {
        Key key = keys.get(question.number());
        boolean right = conversation.questions().stream()
                .anyMatch(other -> keys.get(other.number()).answer().equalsIgnoreCase(key.stale()));
        boolean stale = !key.stale().isEmpty() && !right && holds(rendered.profile(), key.stale());
        return new Outcome(
                question.number(),
                conversation.id(),
                AskedAttribute.attribute(question.text()),
                key.answer(),
                holds(rendered.profile() + '\n' + rendered.memories(), key.answer()),
                holds(rendered.profile(), key.answer()),
                !key.stale().isEmpty(),
                stale);
    }

    /** Whether the words stand in the text in a row, whatever their case and the marks between them. */
    static boolean holds(String text, String value) {
        return folded(text).contains(folded(value));
    }

    private static String folded(String text) {
        return ' '
                + text.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}]+", " ")
                        .strip()
                + ' ';
    }

    /** Prints one table for each budget. */
    void print(PrintWriter out) {
        outcomes.forEach((budget, its) -> {
            out.printf(Locale.ROOT, "%n%d tokens, %d questions, trait store on:%n%n", budget, its.size());
            out.println(
                    "| fact | questions | answer in the prompt | of these pinned | updated | new value in the prompt"
                            + " | stale value pinned |");
            out.println("|---|---|---|---|---|---|---|");
            its.stream()
                    .map(Outcome::attribute)
                    .distinct()
                    .sorted()
                    .forEach(attribute -> row(
                            out, attribute, its, outcome -> outcome.attribute().equals(attribute)));
            row(
                    out,
                    "**covered by the schema**",
                    its,
                    outcome -> !outcome.attribute().equals(AskedAttribute.NOT));
            row(out, "all", its, _ -> true);
            its.stream()
                    .filter(Outcome::stalePinned)
                    .forEach(outcome -> out.println("  stale: " + outcome.conversation() + ", " + outcome.attribute()));
        });
        out.flush();
    }

    private static void row(PrintWriter out, String name, List<Outcome> all, Predicate<Outcome> chosen) {
        List<Outcome> its = all.stream().filter(chosen).toList();
        long answered = count(its, Outcome::inPrompt);
        out.printf(
                Locale.ROOT,
                "| %s | %d | %d (%.1f %%) | %d | %d | %d | %d |%n",
                name,
                its.size(),
                answered,
                its.isEmpty() ? 0 : 100.0 * answered / its.size(),
                count(its, Outcome::pinned),
                count(its, Outcome::updated),
                count(its, outcome -> outcome.updated() && outcome.inPrompt()),
                count(its, Outcome::stalePinned));
    }

    private static long count(List<Outcome> its, Predicate<Outcome> chosen) {
        return its.stream().filter(chosen).count();
    }

    /** Writes the figures and each question's outcome. */
    void write(Path file) throws IOException {
        Map<String, Object> budgets = new LinkedHashMap<>();
        outcomes.forEach((budget, its) -> {
            List<Outcome> covered = its.stream()
                    .filter(outcome -> !outcome.attribute().equals(AskedAttribute.NOT))
                    .toList();
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("questions", its.size());
            figures.put("answered", count(its, Outcome::inPrompt));
            figures.put("covered", covered.size());
            figures.put("covered_answered", count(covered, Outcome::inPrompt));
            figures.put("updated", count(its, Outcome::updated));
            figures.put("stale_pinned", count(its, Outcome::stalePinned));
            figures.put("outcomes", its);
            budgets.put(String.valueOf(budget), figures);
        });
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        Files.writeString(
                file, json.writeValueAsString(Map.of("command", "context --traits", "budgets", budgets)) + "\n");
    }

    /** The outcomes within a budget. */
    List<Outcome> outcomes(int budget) {
        return List.copyOf(outcomes.getOrDefault(budget, List.of()));
    }
}
