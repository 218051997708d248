package dev.rapport.eval;

import dev.rapport.chat.compress.Compress;
import dev.rapport.chat.compress.Digest;
import dev.rapport.chat.compress.TokenCounter;
import dev.rapport.chat.prompt.BuildPrompt;
import dev.rapport.chat.turn.AuthenticatedTurn;
import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.IncomingTurn;
import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.chat.turn.RecalledTurn;
import dev.rapport.chat.turn.Session;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.Style;
import dev.rapport.chat.turn.TraitedTurn;
import dev.rapport.chat.turn.Traits;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a model would read: stages 4 and 5 of the service, with a question that has neither profile nor history. */
final class ServiceContext {
    private static final int ANSWER_TOKENS = 1_000; // stands in the request, not in the prompt

    private final Compress compress;
    private final BuildPrompt build;

    /**
     * What was rendered.
     *
     * @param text the last message of the prompt
     * @param tokens of what was recalled, as stage 4 counted
     */
    record Rendered(String text, int tokens) {}

    ServiceContext(TokenCounter counter, int budget) {
        this.compress = new Compress(counter, budget);
        this.build = new BuildPrompt(counter::count, ANSWER_TOKENS);
    }

    Rendered render(String question, List<RecalledMemory> ranked) {
        CompressedTurn compressed = compress.apply(recalled(question, ranked)).result();
        String text = build.apply(compressed)
                .result()
                .request()
                .prompt()
                .messages()
                .getLast()
                .text();
        return new Rendered(text, compressed.tokens());
    }

    /** The message that brings a digest. */
    String render(Digest digest) {
        CompressedTurn compressed = new CompressedTurn(
                recalled("?", List.of()), List.of(), digest.lines(), List.of(), List.of(), digest.tokens());
        return build.apply(compressed).result().request().prompt().messages().stream()
                .map(message -> message.text())
                .filter(text -> digest.lines().stream().allMatch(text::contains))
                .findFirst()
                .orElse("");
    }

    private static RecalledTurn recalled(String question, List<RecalledMemory> ranked) {
        IncomingTurn incoming = new IncomingTurn(
                "eval", "", question, Optional.empty(), "eval", Instant.EPOCH, new StageTimes(() -> 0), new NoClient());
        Session session = new Session(Owner.authenticated("eval"), "s", "c", "free", Instant.MAX);
        TraitedTurn traited = new TraitedTurn(
                new AuthenticatedTurn(incoming, session), new Traits(List.of(), "", new Style(0, 0, "en")));
        return new RecalledTurn(
                traited, "turn", "c", List.of(), ranked, List.of(), Future.failedFuture("nothing is learned"), "");
    }
}
