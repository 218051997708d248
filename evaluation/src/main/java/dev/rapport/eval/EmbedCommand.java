package dev.rapport.eval;

import dev.rapport.eval.data.Conversation;
import dev.rapport.eval.data.DataSet;
import dev.rapport.eval.data.Question;
import dev.rapport.eval.data.Turn;
import dev.rapport.eval.report.RankCorrelation;
import dev.rapport.memory.Embedder;
import dev.rapport.memory.Embedding;
import dev.rapport.memory.embed.MiniLmEmbedder;
import dev.rapport.memory.embed.StaticEmbedder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code eval embed}: how near the static embedding comes to the model that it was made of.
 *
 * <p>Measured for the model, for the static embedding, and for questions of the one among texts of the other, which is what
 * the service does under load. None of the texts was known when the static embedding was made.
 */
@Command(
        name = "embed",
        description = "The static embedding compared with the model: rank correlation of similarities, and hit@5.",
        mixinStandardHelpOptions = true)
final class EmbedCommand implements Callable<Integer> {
    /** Enough that another seed changes nothing before the third digit. */
    private static final int PAIRS = 20_000;

    private static final long SEED = 1;

    /** Turns that a question's evidence stands among, itself one of them. */
    private static final int POOL = 50;

    private static final int DEPTH = 5;

    @Parameters(paramLabel = "DIR", description = "Folder with turns.jsonl and questions.jsonl.")
    private Path folder = Path.of("");

    /** An embedder whose vectors are kept, since each is asked for many times. */
    private record Vectors(Embedder embedder, Map<String, Embedding> known) {
        Embedding of(String text) {
            return known.computeIfAbsent(text, embedder::embed);
        }
    }

    @Override
    public Integer call() {
        DataSet data = DataSet.read(folder);
        try (MiniLmEmbedder miniLm = MiniLmEmbedder.load()) {
            Vectors model = new Vectors(miniLm, new HashMap<>());
            Vectors fast = new Vectors(StaticEmbedder.load(), new HashMap<>());
            System.out.println(
                    "embed " + folder.getFileName() + ": " + fast.embedder.model() + " and " + miniLm.model());
            System.out.print(report(data, model, fast));
        }
        return 0;
    }

    private static String report(DataSet data, Vectors model, Vectors fast) {
        List<String> turns = turns(data).stream().map(Turn::text).distinct().toList();
        List<String> questions =
                questions(data).stream().map(Question::text).distinct().toList();
        return String.join(
                        "\n",
                        "",
                        "Spearman's rank correlation with the model's similarities, " + PAIRS + " random pairs:",
                        "  turn and turn, both static           " + correlation(turns, turns, model, fast, fast),
                        "  question and turn, both static       " + correlation(questions, turns, model, fast, fast),
                        "  static question and the model's turn " + correlation(questions, turns, model, fast, model),
                        "",
                        "Evidence among the first " + DEPTH + " of " + POOL + " turns of its conversation, "
                                + pools(data).size() + " questions:",
                        "  both the model's                     " + hits(data, model, model),
                        "  both static                          " + hits(data, fast, fast),
                        "  static question, the model's turns   " + hits(data, fast, model))
                + "\n";
    }

    private static List<Turn> turns(DataSet data) {
        return data.conversations().stream()
                .flatMap(conversation -> conversation.turns().stream())
                .toList();
    }

    private static List<Question> questions(DataSet data) {
        return data.conversations().stream()
                .flatMap(conversation -> conversation.questions().stream())
                .toList();
    }

    private static String correlation(
            List<String> left, List<String> right, Vectors model, Vectors first, Vectors second) {
        Random random = new Random(SEED);
        double[] wanted = new double[PAIRS];
        double[] given = new double[PAIRS];
        for (int i = 0; i < PAIRS; i++) {
            String one = left.get(random.nextInt(left.size()));
            String other = right.get(random.nextInt(right.size()));
            wanted[i] = model.of(one).similarityTo(model.of(other));
            given[i] = first.of(one).similarityTo(second.of(other));
        }
        return String.format(Locale.ROOT, "%.3f", RankCorrelation.of(wanted, given));
    }

    /** A question, and the texts that it is asked of; the first is the evidence. */
    private record Pool(String question, List<String> texts) {}

    private static List<Pool> pools(DataSet data) {
        List<Pool> pools = new ArrayList<>();
        for (Conversation conversation : data.conversations()) {
            Map<String, Turn> byId = conversation.byId();
            for (Question question : conversation.questions()) {
                question.evidence().stream()
                        .limit(1)
                        .map(byId::get)
                        .forEach(evidence -> pools.add(pool(question, evidence, conversation.turns())));
            }
        }
        return pools;
    }

    /** The evidence, and others of the conversation at even distances. */
    private static Pool pool(Question question, Turn evidence, List<Turn> turns) {
        List<String> texts = new ArrayList<>(List.of(evidence.text()));
        for (int i = 0; i < POOL - 1; i++) {
            Turn other = turns.get((int) ((long) i * turns.size() / (POOL - 1)));
            if (!other.id().equals(evidence.id())) {
                texts.add(other.text());
            }
        }
        return new Pool(question.text(), texts);
    }

    private static String hits(DataSet data, Vectors ofQuestions, Vectors ofTurns) {
        List<Pool> pools = pools(data);
        long hits =
                pools.stream().filter(pool -> isHit(pool, ofQuestions, ofTurns)).count();
        return String.format(Locale.ROOT, "%.3f", (double) hits / pools.size());
    }

    private static boolean isHit(Pool pool, Vectors ofQuestions, Vectors ofTurns) {
        Embedding question = ofQuestions.of(pool.question);
        float evidence = question.similarityTo(ofTurns.of(pool.texts.getFirst()));
        return pool.texts.stream()
                        .skip(1)
                        .filter(text -> question.similarityTo(ofTurns.of(text)) > evidence)
                        .count()
                < DEPTH;
    }
}
