package dev.rapport.chat.turn;

import dev.rapport.llm.AnswerForm;
import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.llm.Sampling;
import dev.rapport.memory.Owner;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalDouble;

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
        Fields fields = new Fields(turn.owner(), incoming.idempotencyKey());
        fields.add(incoming.text());
        fields.add(incoming.conversation().isPresent());
        fields.add(incoming.conversation().orElse(""));
        fields.add(wishes.alias());
        fields.add(wishes.answerTokensMax().isPresent());
        fields.add(wishes.answerTokensMax().orElse(0));
        addSampling(fields, wishes.sampling());
        addForm(fields, wishes.form());
        wishes.dialogue().ifPresent(dialogue -> addDialogue(fields, dialogue));
        return fields.id();
    }

    /**
     * The id of a change that is no message.
     *
     * @param idempotencyKey the same for every attempt at it
     * @param text what is changed, and how: a key that is used again for another change does not hide the first
     */
    public static String of(Owner owner, String idempotencyKey, String text) {
        Fields fields = new Fields(owner, idempotencyKey);
        fields.add(text);
        return fields.id();
    }

    private static void addSampling(Fields fields, Sampling sampling) {
        fields.add(sampling.temperature());
        fields.add(sampling.topP());
        fields.add(sampling.frequencyPenalty());
        fields.add(sampling.presencePenalty());
        fields.add(sampling.stops().size());
        sampling.stops().forEach(fields::add);
    }

    private static void addForm(Fields fields, AnswerForm form) {
        fields.add(form.tools().size());
        form.tools().forEach(tool -> fields.add(tool.json()));
        fields.add(form.choice().map(choice -> choice.mode().name()).orElse(""));
        fields.add(form.choice().map(AnswerForm.ToolChoice::name).orElse(""));
        fields.add(form.parallel().map(String::valueOf).orElse(""));
        fields.add(form.format().kind().name());
        fields.add(form.format().schema());
    }

    private static void addDialogue(Fields fields, Dialogue dialogue) {
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

    /** A hash of fields, each with its length before it: a text may hold whatever would stand between two. */
    private static final class Fields {
        private final MessageDigest sha256;

        Fields(Owner owner, String idempotencyKey) {
            try {
                sha256 = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
            add(owner.subject());
            add(idempotencyKey);
        }

        void add(long number) {
            sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
        }

        void add(boolean flag) {
            add(flag ? 1 : 0);
        }

        void add(OptionalDouble number) {
            add(number.isPresent());
            add(Double.doubleToLongBits(number.orElse(0)));
        }

        void add(String text) {
            add(text.length());
            ByteBuffer bytes = ByteBuffer.allocate(Character.BYTES * text.length());
            bytes.asCharBuffer().put(text);
            sha256.update(bytes);
        }

        String id() {
            byte[] id = Arrays.copyOf(sha256.digest(), SIZE);
            return "gen_" + Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        }
    }
}
