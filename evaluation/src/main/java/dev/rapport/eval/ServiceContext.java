package dev.rapport.eval;

import dev.rapport.chat.compress.Compress;
import dev.rapport.chat.compress.Digest;
import dev.rapport.chat.compress.TokenCounter;
import dev.rapport.chat.prompt.BuildPrompt;
import dev.rapport.chat.turn.AuthenticatedTurn;
import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.IncomingTurn;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.NoClient;
import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.chat.turn.RecalledTurn;
import dev.rapport.chat.turn.SaidBefore;
import dev.rapport.chat.turn.Session;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.Style;
import dev.rapport.chat.turn.TraitedTurn;
import dev.rapport.chat.turn.Traits;
import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a model would read: stages 4 and 5 of the service, with a question that has no history. */
final class ServiceContext {
    private static final int ANSWER_TOKENS = 1_000; // stands in the request, not in the prompt

    private static final int PROFILE_AT = 1; // after the system text, if there is a profile

    private final Compress compress;
    private final BuildPrompt build;

    /**
     * What was rendered.
     *
     * @param text the last message of the prompt: what was recalled, then the question
     * @param profile the message with the pinned traits, empty if none is
     * @param question as it was asked
     * @param tokens of what was recalled, as stage 4 counted
     */
    record Rendered(String text, String profile, String question, int tokens) {
        /** The last message without the question. */
        String memories() {
            return text.substring(0, text.length() - question.length());
        }
    }

    ServiceContext(TokenCounter counter, int budget) {
        this.compress = new Compress(counter, budget);
        this.build = new BuildPrompt(counter::count, ANSWER_TOKENS);
    }

    Rendered render(String question, List<RecalledMemory> ranked) {
        return render(question, ranked, List.of());
    }

    /** The same for a user of whom something is known. */
    Rendered render(String question, List<RecalledMemory> ranked, List<KnownTrait> traits) {
        CompressedTurn compressed =
                compress.apply(recalled(question, ranked, traits)).result();
        List<Message> messages =
                build.apply(compressed).result().request().prompt().messages();
        String profile =
                compressed.profile().isEmpty() ? "" : messages.get(PROFILE_AT).text();
        return new Rendered(messages.getLast().text(), profile, question, compressed.tokens());
    }

    /** The message that brings a digest. */
    String render(Digest digest) {
        CompressedTurn compressed = new CompressedTurn(
                recalled("?", List.of(), List.of()),
                List.of(),
                digest.lines(),
                List.of(),
                List.of(),
                SaidBefore.NOTHING,
                digest.tokens());
        return build.apply(compressed).result().request().prompt().messages().stream()
                .map(message -> message.text())
                .filter(text -> digest.lines().stream().allMatch(text::contains))
                .findFirst()
                .orElse("");
    }

    private static RecalledTurn recalled(String question, List<RecalledMemory> ranked, List<KnownTrait> traits) {
        IncomingTurn incoming = new IncomingTurn(
                "eval", "", question, Optional.empty(), "eval", Instant.EPOCH, new StageTimes(() -> 0), new NoClient());
        Session session = new Session(Owner.authenticated("eval"), "s", "c", "free", Instant.MAX);
        TraitedTurn traited = new TraitedTurn(
                new AuthenticatedTurn(incoming, session), new Traits(List.of(), "", new Style(0, 0, "en")));
        return new RecalledTurn(
                traited, "turn", "c", List.of(), ranked, traits, Future.failedFuture("nothing is learned"), "");
    }
}
