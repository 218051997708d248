package dev.rapport.chat.turn;

import dev.rapport.llm.LlmRequest;

/** A message with exactly what the model will read. */
public record PromptedTurn(CompressedTurn turn, LlmRequest request) {
    public RecalledTurn recalled() {
        return turn.turn();
    }

    public IncomingTurn incoming() {
        return turn.incoming();
    }
}
