package dev.rapport.eval;

import dev.rapport.chat.compress.JtokkitCounter;
import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.memory.embed.MiniLmEmbedder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code eval context}: for which share of the questions does the prompt that the service renders hold all of the evidence,
 * word for word. A budget that is not kept ends the run.
 */
@Command(
        name = "context",
        description = "Share of questions whose whole evidence stands in the prompt, within a budget of tokens.",
        mixinStandardHelpOptions = true)
final class ContextCommand implements Callable<Integer> {
    private static final Pattern SPACE = Pattern.compile("\\s*\\R\\s*");

    @Mixin
    private Options options = new Options();

    @Option(
            names = "--budget",
            split = ",",
            defaultValue = "500,1000,2000",
            description = "Tokens (o200k) for what is recalled, 1 to 200000; several with commas (${DEFAULT-VALUE}).")
    private List<Integer> budgets = List.of();

    @Option(
            names = "--traits",
            description =
                    "With the trait store on: what is told is learnt, the profile pinned, and the answer looked for.")
    private boolean traits;

    @Option(
            names = "--redis",
            paramLabel = "URI",
            description =
                    "With --traits: a durable Redis to learn in. Default: one of its own, for the time of the run.")
    private @Nullable String redis;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        for (int budget : budgets) {
            if (budget < 1 || budget > 200_000) {
                throw new ParameterException(
                        java.util.Objects.requireNonNull(spec).commandLine(),
                        "--budget: " + budget + " (expected: 1..200000)");
            }
        }
        JtokkitCounter counter = JtokkitCounter.load();
        if (traits) {
            measureWithTraits(counter);
            return 0;
        }
        List<Judge> judges =
                budgets.stream().map(budget -> new Judge(counter, budget)).toList();
        options.measure(
                "context",
                budgets.stream().map(budget -> budget + " tokens").toList(),
                (asked, ranked) ->
                        judges.stream().map(judge -> judge.kept(asked, ranked)).toList());
        return 0;
    }

    private void measureWithTraits(JtokkitCounter counter) throws IOException {
        try (MiniLmEmbedder embedder = MiniLmEmbedder.load()) {
            TraitContext context = new TraitContext(options.folder(), budgets, counter, embedder, System.err::println);
            if (redis == null) {
                try (OwnRedis own = OwnRedis.start()) {
                    context.measure(own.uri());
                }
            } else {
                context.measure(redis);
            }
            context.print(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
            if (options.out().isPresent()) {
                context.write(options.out().get());
            }
        }
    }

    /** Renders within one budget and looks for the evidence. */
    static final class Judge {
        private final JtokkitCounter counter;
        private final int budget;
        private final ServiceContext context;

        Judge(JtokkitCounter counter, int budget) {
            this.counter = counter;
            this.budget = budget;
            this.context = new ServiceContext(counter, budget);
        }

        /** 1 if each evidence stands in a line of its own, else 0. */
        double kept(Asked asked, List<RecalledMemory> ranked) {
            String text = context.render(asked.question().text(), ranked).text();
            requireBudget(text);
            List<String> lines = text.lines()
                    .map(line -> line.startsWith("- ") ? line.substring(2) : line)
                    .toList();
            return asked.evidence().stream().map(Judge::oneLine).allMatch(lines::contains) ? 1 : 0;
        }

        private void requireBudget(String text) {
            int from = text.indexOf("<memory>\n");
            int to = text.lastIndexOf("</memory>");
            int tokens = from < 0 ? 0 : counter.count(text.substring(from + "<memory>\n".length(), to));
            if (tokens > budget) {
                throw new IllegalStateException("context: " + tokens + " tokens (expected: at most " + budget + ")");
            }
        }

        private static String oneLine(String text) {
            return SPACE.splitAsStream(text.strip()).collect(Collectors.joining(" "));
        }
    }
}
