package dev.rapport.chat.turn;

import dev.rapport.llm.AnswerForm;
import dev.rapport.llm.FieldDigest;
import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.memory.Owner;
import java.util.Arrays;
import java.util.Base64;

/**
 * Names turns. Every attempt at a message with one idempotency key gets the same id, on any instance and without asking
 * anybody, so what a killed instance had already written for it is recognised.
 */
public final class TurnIds {
    private static final int SIZE = 15; // 120 bits; 20 characters

    private TurnIds() {}

    /**
     * The id of a turn, of 24 characters: it names the stream of its answer, too. All is in it that decides the answer, so a key
     * that is used again for another request is found out; how the answer is told is not.
     */
    public static String of(AuthenticatedTurn turn) {
        IncomingTurn incoming = turn.incoming();
        Wishes wishes = incoming.wishes();
        FieldDigest fields = begin(turn.owner(), incoming.idempotencyKey());
        fields.add(incoming.text());
        fields.add(incoming.conversation().isPresent());
        fields.add(incoming.conversation().orElse(""));
        fields.add(wishes.alias());
        fields.add(wishes.answerTokensMax().isPresent());
        fields.add(wishes.answerTokensMax().orElse(0));
        fields.add(wishes.sampling());
        addForm(fields, wishes.form());
        wishes.dialogue().ifPresent(dialogue -> addDialogue(fields, dialogue));
        return id(fields);
    }

    /**
     * The id of a change that is no message.
     *
     * @param idempotencyKey the same for every attempt at it
     * @param text what is changed, and how: a key that is used again for another change does not hide the first
     */
    public static String of(Owner owner, String idempotencyKey, String text) {
        FieldDigest fields = begin(owner, idempotencyKey);
        fields.add(text);
        return id(fields);
    }

    private static void addForm(FieldDigest fields, AnswerForm form) {
        fields.add(form.tools().size());
        form.tools().forEach(tool -> fields.add(tool.json()));
        fields.add(form.choice().map(choice -> choice.mode().name()).orElse(""));
        fields.add(form.choice().map(AnswerForm.ToolChoice::name).orElse(""));
        fields.add(form.parallel().map(String::valueOf).orElse(""));
        fields.add(form.format().kind().name());
        fields.add(form.format().schema());
    }

    private static void addDialogue(FieldDigest fields, Dialogue dialogue) {
        fields.add(dialogue.messages().size());
        for (Message message : dialogue.messages()) {
            fields.add(message.role().name());
            fields.add(message.text());
            fields.add(message.callId());
            fields.add(message.calls().size());
            message.calls().forEach(call -> {
                fields.add(call.id());
                fields.add(call.name());
                fields.add(call.arguments());
            });
        }
    }

    private static FieldDigest begin(Owner owner, String idempotencyKey) {
        FieldDigest fields = new FieldDigest();
        fields.add(owner.subject());
        fields.add(idempotencyKey);
        return fields;
    }

    private static String id(FieldDigest fields) {
        byte[] id = Arrays.copyOf(fields.digest(), SIZE);
        return "gen_" + Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }
}
