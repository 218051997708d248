package dev.rapport.llm.local;

import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.LlmRequest.Evidence;
import dev.rapport.llm.Source;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answers from what was recalled, by saying it back in the second person with its date. No model, no network, no chance:
 * the text is a function of the question, the evidence and the time.
 *
 * <p>It extracts and never concludes. Where nothing recalled answers the question it says so. English only; a message in
 * another language is answered from the score alone. Any thread.
 */
public final class LocalResponder {
    /** The name of the "model" in {@link Source}. */
    public static final String MODEL = "memory";

    /** Longer messages are understood by their beginning. */
    private static final int MESSAGE_LENGTH_MAX = 4_000;

    /** Longer memories are said back shortened. */
    private static final int SAID_LENGTH_MAX = 400;

    private static final int NOTED_SENTENCES_MAX = 3;

    /** What fits a screen, for who asks for everything. */
    private static final int EVERYTHING_MAX = 12;

    private static final String GREETING =
            "Hello! I remember what you tell me. Tell me something about yourself, or ask me"
                    + " about something you told me before.";
    private static final String ABOUT_US =
            "I am Rapport, and I remember what you tell me. Without a model I answer from"
                    + " that alone: I find what you told me, and say when you did.";
    private static final String UNKNOWN = "I do not remember that yet. Tell me, and I will.";
    private static final String NOTHING_KNOWN =
            "I do not remember anything about you yet. Tell me something, and I will.";
    private static final String NOT_MEMORY =
            "I cannot answer that: without a model I only know what you told me, and nothing of that fits.";

    /** Said to who gave tools: programs see no notice. */
    private static final String NO_CALLS = "\n\n(No tool was called: without a model I cannot call any.)";

    private static final Set<String> LOWERED = Set.of(
            "the", "a", "an", "this", "that", "it", "there", "today", "yesterday", "in", "on", "at", "when", "if");

    private final InstantSource clock;
    private final ZoneId zone;

    /** Names days in UTC. */
    public LocalResponder(InstantSource clock) {
        this(clock, ZoneOffset.UTC);
    }

    /**
     * Names days as a zone has them.
     *
     * @param zone decides which day it was when something was said
     */
    public LocalResponder(InstantSource clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    /** The answer as a stream. The usage at its end counts pieces. */
    public AnswerStream answer(LlmRequest request, String notice) {
        String text = respond(request.grounds().question(), request.grounds().evidence(), clock.instant(), zone);
        boolean couldCall = request.prompt().form().hasTools();
        return new LocalAnswer(new Source(Source.LOCAL, MODEL, notice), couldCall ? text + NO_CALLS : text);
    }

    /**
     * The answer, never empty.
     *
     * @param evidence what was recalled, best first
     */
    public static String respond(String question, List<Evidence> evidence, Instant now, ZoneId zone) {
        String message = question.length() > MESSAGE_LENGTH_MAX ? question.substring(0, MESSAGE_LENGTH_MAX) : question;
        return switch (Utterance.of(message)) {
            case Utterance.Greeting _ -> GREETING;
            case Utterance.Courtesy(var reply) -> reply;
            case Utterance.AboutUs _ -> ABOUT_US;
            case Utterance.AboutMe _ -> everything(evidence, now, zone);
            case Utterance.Tells(var text) -> noted(text);
            case Utterance.Asks(var asked) -> answer(asked, evidence, now, zone);
        };
    }

    private static String answer(Question question, List<Evidence> evidence, Instant now, ZoneId zone) {
        List<Fact> facts = Chooser.choose(question, evidence);
        if (facts.isEmpty()) {
            return question.personal() ? UNKNOWN : NOT_MEMORY;
        }
        return say(facts, now, zone);
    }

    private static String everything(List<Evidence> evidence, Instant now, ZoneId zone) {
        List<Fact> facts = evidence.stream()
                .limit(EVERYTHING_MAX)
                .map(said -> Fact.of(said.text(), said))
                .toList();
        return facts.isEmpty() ? NOTHING_KNOWN : say(facts, now, zone);
    }

    private static String say(List<Fact> facts, Instant now, ZoneId zone) {
        if (facts.size() == 1) {
            Fact fact = facts.getFirst();
            return said(fact) + " You told me so "
                    + ToldAt.phrase(fact.evidence().toldAt(), now, zone) + ".";
        }
        return facts.stream()
                .map(fact -> "- " + said(fact) + " (You told me so "
                        + ToldAt.phrase(fact.evidence().toldAt(), now, zone) + ".)")
                .collect(Collectors.joining("\n", "I remember this:\n", ""));
    }

    private static String said(Fact fact) {
        return SecondPerson.of(shortened(fact.text()));
    }

    private static String noted(String text) {
        String noted = Sentences.of(Sentences.withoutOpening(text)).stream()
                .limit(NOTED_SENTENCES_MAX)
                .map(sentence -> lowered(SecondPerson.of(shortened(sentence))).replaceFirst("[.!]+$", ""))
                .collect(Collectors.joining("; ", "Noted: ", ""));
        return noted.endsWith("…") ? noted : noted + ".";
    }

    /* After the colon only a name keeps its capital. */
    private static String lowered(String sentence) {
        List<String> words = Words.of(sentence);
        String first = words.isEmpty() ? "" : Words.lower(words.getFirst());
        boolean common = first.startsWith("you") || LOWERED.contains(first);
        return common ? sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1) : sentence;
    }

    private static String shortened(String text) {
        if (text.length() <= SAID_LENGTH_MAX) {
            return text;
        }
        int space = text.lastIndexOf(' ', SAID_LENGTH_MAX);
        int end = space > 0 ? space : SAID_LENGTH_MAX;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
