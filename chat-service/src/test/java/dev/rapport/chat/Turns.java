package dev.rapport.chat;

import dev.rapport.chat.turn.AuthenticatedTurn;
import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.Dialogue;
import dev.rapport.chat.turn.IncomingTurn;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.PastMessage;
import dev.rapport.chat.turn.PromptedTurn;
import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.chat.turn.RecalledTurn;
import dev.rapport.chat.turn.SaidBefore;
import dev.rapport.chat.turn.Session;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.Style;
import dev.rapport.chat.turn.Summaries;
import dev.rapport.chat.turn.Trait;
import dev.rapport.chat.turn.TraitedTurn;
import dev.rapport.chat.turn.Traits;
import dev.rapport.chat.turn.TurnClient;
import dev.rapport.chat.turn.TurnEnd;
import dev.rapport.chat.turn.Wishes;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.Part;
import dev.rapport.llm.Quota;
import dev.rapport.llm.Sampling;
import dev.rapport.llm.Source;
import dev.rapport.llm.ToolFragment;
import dev.rapport.memory.Embedding;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Turns as each stage makes them, for tests of the next. */
public final class Turns {
    public static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    public static final Session SESSION =
            new Session(Owner.authenticated("ada"), "s_1", "c_1", "free", NOW.plusSeconds(3600));

    private Turns() {}

    /** Keeps what it is told. */
    public static class Client implements TurnClient {
        public final List<String> events = new ArrayList<>();
        public final List<Part> spent = new ArrayList<>();
        public final Promise<Void> gone = Promise.promise();
        public Future<Void> room = Future.succeededFuture();
        public boolean signedOut;

        @Override
        public void signedIn(AuthenticatedTurn turn) {
            events.add("signedIn " + turn.owner());
        }

        @Override
        public void queued(int position, Duration eta) {
            events.add("queued " + position);
        }

        @Override
        public void recalled(CompressedTurn turn) {
            events.add("recalled " + turn.memories().size());
        }

        @Override
        public Future<Void> token(String text) {
            events.add(text);
            return room;
        }

        @Override
        public void quota(Quota quota) {
            events.add("quota " + quota.requests().left());
        }

        @Override
        public Future<Void> toolCall(ToolFragment fragment) {
            events.add("call " + fragment.index() + " " + fragment.name() + fragment.arguments());
            return Future.succeededFuture();
        }

        @Override
        public void replaced(Source by) {
            events.add("replaced by " + by.provider());
        }

        @Override
        public void spent(List<Part> parts) {
            spent.addAll(parts);
        }

        @Override
        public Future<Void> gone() {
            return gone.future();
        }

        @Override
        public boolean isSignedOut() {
            return signedOut;
        }

        @Override
        public Future<Void> done(TurnEnd end) {
            events.add("done " + end.learned() + " dropped " + end.times().dropped());
            return Future.succeededFuture();
        }
    }

    public static IncomingTurn incoming(String text, TurnClient client) {
        return new IncomingTurn(
                "req_1", "Bearer token", text, Optional.empty(), "key-1", NOW, new StageTimes(() -> 0), client);
    }

    public static TraitedTurn traited(String text, String memorable, List<Trait> traits) {
        return new TraitedTurn(
                new AuthenticatedTurn(incoming(text, new Client()), SESSION),
                new Traits(traits, memorable, new Style(3, 0.5f, "en")));
    }

    public static RecalledTurn recalled(
            String text, List<PastMessage> history, List<RecalledMemory> memories, List<KnownTrait> traits) {
        return new RecalledTurn(
                traited(text, "", List.of()),
                "gen_1",
                "c_1",
                history,
                memories,
                traits,
                Future.failedFuture("none"),
                "7-0/a");
    }

    /** Recalled in an epoch of the user's. */
    public static RecalledTurn recalled(String text, String conversation, String epoch) {
        return new RecalledTurn(
                traited(text, "", List.of()),
                "gen_1",
                conversation,
                List.of(),
                List.of(),
                List.of(),
                SaidBefore.NOTHING,
                Future.failedFuture("none"),
                Summaries.NONE,
                "7-0/a",
                epoch);
    }

    /** Of a client that keeps its conversation. */
    public static RecalledTurn recalled(Wishes wishes, List<RecalledMemory> memories, List<KnownTrait> traits) {
        IncomingTurn incoming = new IncomingTurn(
                "req_1",
                "Bearer token",
                wishes.dialogue().orElseThrow().text(),
                Optional.empty(),
                "key-1",
                NOW,
                new StageTimes(() -> 0),
                new Client(),
                wishes,
                "");
        return new RecalledTurn(
                new TraitedTurn(
                        new AuthenticatedTurn(incoming, SESSION), new Traits(List.of(), "", new Style(3, 0.5f, "en"))),
                "gen_1",
                "c_1",
                List.of(),
                memories,
                traits,
                Future.failedFuture("none"),
                "7-0/a");
    }

    /** Wishes of one that asks for nothing but an answer to its conversation. */
    public static Wishes own(int question, LlmRequest.Message... messages) {
        return new Wishes(
                Optional.of(new Dialogue(List.of(messages), question)), "default", OptionalInt.empty(), Sampling.NONE);
    }

    public static PromptedTurn prompted(TraitedTurn traited, List<KnownTrait> known, Future<Embedding> meaning) {
        return prompted(new RecalledTurn(traited, "gen_1", "c_1", List.of(), List.of(), known, meaning, ""));
    }

    public static PromptedTurn prompted(RecalledTurn recalled) {
        String text = recalled.incoming().text();
        return new PromptedTurn(
                new CompressedTurn(recalled, List.of(), List.of(), recalled.memories(), 0),
                new LlmRequest(
                        "req_1",
                        new LlmRequest.Prompt(
                                List.of(new LlmRequest.Message(LlmRequest.Role.USER, text)), text.length(), 100),
                        new LlmRequest.Asker("{ada}", "free", "default", 0),
                        new LlmRequest.Grounds(text, List.of(), "")));
    }
}
