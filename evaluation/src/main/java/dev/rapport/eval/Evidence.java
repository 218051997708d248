package dev.rapport.eval;

import dev.rapport.chat.compress.TokenCounter;
import dev.rapport.chat.turn.PastMessage;
import dev.rapport.eval.CompressionCommand.Target;
import dev.rapport.eval.data.Conversation;
import dev.rapport.eval.data.DataSet;
import dev.rapport.eval.data.Turn;
import dev.rapport.eval.rank.Method;
import dev.rapport.eval.report.Report;
import dev.rapport.eval.report.Score;
import dev.rapport.memory.embed.MiniLmEmbedder;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * For which share of the questions is the evidence left, and how much of its text. The first ways do not know the question, the
 * last one does: that is what the service does with a question, by its memories.
 */
final class Evidence {
    private static final String NEWEST = "newest";

    private final TokenCounter counter;
    private final DataSet data;
    private final List<Target> targets;

    Evidence(TokenCounter counter, DataSet data, List<Target> targets) {
        this.counter = counter;
        this.data = data;
        this.targets = targets;
    }

    /* Two friends talk, none of whom is an assistant: both count as the user. */
    static List<PastMessage> messages(Conversation conversation) {
        List<PastMessage> messages = new ArrayList<>();
        for (Turn turn : conversation.turns()) {
            messages.add(new PastMessage(turn.id(), true, turn.told(), messages.size()));
        }
        return messages;
    }

    static Squeezed squeezed(TokenCounter counter, Conversation conversation, Target target) {
        List<PastMessage> messages = messages(conversation);
        return Squeezed.timed(counter, messages, target.tokensMax(before(counter, messages)));
    }

    private static int before(TokenCounter counter, List<PastMessage> messages) {
        return messages.stream()
                .mapToInt(message -> counter.count(message.text() + "\n"))
                .sum();
    }

    /** Measures, prints the tables, and gives the same for programs. */
    Map<String, Object> print(PrintWriter print, Map<Conversation, List<Squeezed>> squeezed, boolean recall) {
        Map<String, List<Score>> scores = new LinkedHashMap<>();
        scores.put(NEWEST, blind(conversation -> texts(conversation, Squeezed::newest)));
        scores.put("random", blind(conversation -> texts(conversation, Squeezed::random)));
        scores.put(
                "digest",
                blind(conversation -> squeezed.getOrDefault(conversation, List.of()).stream()
                        .map(Squeezed::text)
                        .toList()));
        if (recall) {
            scores.put("question known", known());
        }
        Report report = new Report(
                Stream.concat(
                                targets.stream().map(Target::toString),
                                targets.stream().map(target -> target + ", text"))
                        .toList(),
                scores,
                NEWEST);
        print.println("Questions whose evidence is left: whole, then how much of its text.\n");
        print.println(report.text());
        return report.data();
    }

    /** One way to compress. */
    private interface Way {
        Squeezed apply(TokenCounter counter, List<PastMessage> messages, int tokensMax);
    }

    private List<String> texts(Conversation conversation, Way way) {
        List<PastMessage> messages = messages(conversation);
        int before = before(counter, messages);
        return targets.stream()
                .map(target ->
                        way.apply(counter, messages, target.tokensMax(before)).text())
                .toList();
    }

    private List<Score> blind(Function<Conversation, List<String>> texts) {
        List<Score> scores = new ArrayList<>();
        Asked.all(data, 0).forEach((conversation, questions) -> {
            List<Covered> covered =
                    texts.apply(conversation).stream().map(Covered::by).toList();
            questions.forEach(asked -> scores.add(new Score(
                    asked.question().number(),
                    asked.question().conversation(),
                    asked.question().category(),
                    false,
                    values(covered, asked))));
        });
        return scores;
    }

    private List<Score> known() {
        Map<String, List<ServiceContext>> contexts = new LinkedHashMap<>();
        data.conversations().forEach(conversation -> {
            int before = before(counter, messages(conversation));
            contexts.put(
                    conversation.id(),
                    targets.stream()
                            .map(target -> new ServiceContext(counter, target.tokensMax(before)))
                            .toList());
        });
        try (MiniLmEmbedder embedder = MiniLmEmbedder.load()) {
            return new Replay(data, 0, embedder, System.err::println)
                    .run(
                            Method.ADAPT,
                            (asked, ranked) -> values(
                                    contexts.getOrDefault(asked.of().id(), List.of()).stream()
                                            .map(context -> Covered.by(context.render(
                                                            asked.question().text(), ranked)
                                                    .text()))
                                            .toList(),
                                    asked));
        }
    }

    private static List<Double> values(List<Covered> covered, Asked asked) {
        return Stream.concat(
                        covered.stream().map(one -> one.all(asked.evidence())),
                        covered.stream().map(one -> one.mean(asked.evidence())))
                .toList();
    }
}
