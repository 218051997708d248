package dev.rapport.chat;

import dev.rapport.chat.turn.AuthenticatedTurn;
import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.IncomingTurn;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.PastMessage;
import dev.rapport.chat.turn.PromptedTurn;
import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.chat.turn.RecalledTurn;
import dev.rapport.chat.turn.Session;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.Style;
import dev.rapport.chat.turn.Trait;
import dev.rapport.chat.turn.TraitedTurn;
import dev.rapport.chat.turn.Traits;
import dev.rapport.chat.turn.TurnClient;
import dev.rapport.chat.turn.TurnEnd;
import dev.rapport.llm.LlmRequest;
import dev.rapport.memory.Embedding;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns as each stage makes them, for tests of the next. */
public final class Turns {
    public static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    public static final Session SESSION =
            new Session(Owner.authenticated("ada"), "s_1", "c_1", "", NOW.plusSeconds(3600));

    private Turns() {}

    /** Keeps what it is told. */
    public static final class Client implements TurnClient {
        public final List<String> events = new ArrayList<>();
        public Future<Void> room = Future.succeededFuture();

        @Override
        public void signedIn(Session session) {
            events.add("signedIn " + session.owner());
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
                traited(text, "", List.of()), "gen_1", "c_1", history, memories, traits, Future.failedFuture("none"));
    }

    public static PromptedTurn prompted(TraitedTurn traited, List<KnownTrait> known, Future<Embedding> meaning) {
        return prompted(new RecalledTurn(traited, "gen_1", "c_1", List.of(), List.of(), known, meaning));
    }

    public static PromptedTurn prompted(RecalledTurn recalled) {
        String text = recalled.incoming().text();
        return new PromptedTurn(
                new CompressedTurn(recalled, List.of(), List.of(), recalled.memories(), 0),
                new LlmRequest(
                        "req_1", List.of(new LlmRequest.Message(LlmRequest.Role.USER, text)), text, List.of(), 100));
    }
}
