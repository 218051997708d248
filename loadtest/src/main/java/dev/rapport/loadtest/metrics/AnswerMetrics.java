package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.client.FailureClass;
import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code answers[@PHASE].(model|local|limited|refused_503|other)}: how many chats ended how; together they are all but those
 * that were left on purpose. {@code answers.model_share} is the first of them by all. {@code answers.replaced} are those in
 * which another provider took over, however they ended; {@code answers.queued} those that were told of their place in a line.
 */
public final class AnswerMetrics implements Family {
    private static final String MODEL_SHARE = "model_share";
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final RunData run;

    AnswerMetrics(RunData run) {
        this.run = run;
    }

    /** How a chat ended. */
    public enum Ending {
        /** A model's whole answer, every token of it. */
        MODEL,
        /** The service's own last resort. */
        LOCAL,
        /** Status 429. */
        LIMITED,
        REFUSED_503,
        /** Anything else: another error, a time that was up, a torn or a wrong answer. */
        OTHER;

        /** Empty for one that was left on purpose. */
        public static Optional<Ending> of(Sample chat) {
            if (chat.outcome().equals(Sample.CANCELLED)) {
                return Optional.empty();
            }
            if (chat.ok()) {
                return Optional.of(MODEL);
            }
            if (chat.outcome().equals(FailureClass.LOCAL_ANSWER.word())) {
                return Optional.of(LOCAL);
            }
            return Optional.of(
                    chat.status() == TOO_MANY ? LIMITED : chat.status() == UNAVAILABLE ? REFUSED_503 : OTHER);
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (!name.scope().equals("answers")) {
            return Optional.empty();
        }
        List<Sample> chats = run.samples(new Scope(Operation.CHAT, name.phase())).stream()
                .filter(chat -> Ending.of(chat).isPresent())
                .toList();
        if (name.rest().equals("replaced")) {
            return Optional.of(count(
                    chats.stream().filter(chat -> chat.answer().replaced() > 0).count(), chats, "went on elsewhere"));
        }
        if (name.rest().equals("queued")) {
            return Optional.of(count(
                    chats.stream().filter(chat -> chat.answer().queued() > 0).count(), chats, "were told their place"));
        }
        if (name.rest().equals(MODEL_SHARE)) {
            long model = ended(chats, Ending.MODEL);
            return Optional.of(new Metric.Share(chats.size() - model, chats.size(), 1, "not answered by a model"));
        }
        for (Ending ending : Ending.values()) {
            if (name.rest().equals(ending.word())) {
                return Optional.of(count(ended(chats, ending), chats, "ended like this; " + all(chats)));
            }
        }
        return Optional.empty();
    }

    private static long ended(List<Sample> chats, Ending wanted) {
        return chats.stream()
                .filter(chat -> Ending.of(chat).filter(wanted::equals).isPresent())
                .count();
    }

    private static Metric count(long count, List<Sample> chats, String what) {
        return new Metric.Exact(
                "", count, chats.size(), Texts.count(count) + " of " + Texts.count(chats.size()) + " chats " + what);
    }

    private static String all(List<Sample> chats) {
        List<String> counts = new ArrayList<>();
        for (Ending ending : Ending.values()) {
            counts.add(ending.word() + " " + Texts.count(ended(chats, ending)));
        }
        return String.join(", ", counts);
    }
}
