package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.words;

import java.util.List;
import java.util.Set;

/**
 * Reads standing wishes on answers: "always answer in German", "please keep your replies short", "call me Max".
 *
 * <p>A wish for this one answer ("answer in one sentence") is none: there must be a word that makes it last, or the wish
 * must be about the answers in general, or be all that the message says.
 */
final class InstructionReader {
    private static final int WORDS_MAX = 14;

    private static final Set<String> ALWAYS = words("always never");
    private static final Set<String> POLITE =
            words("please and also so ok okay just kindly , hey hi hello can could would will you");
    private static final Set<String> ANSWERING = words("""
            answer reply respond write use keep give include add speak talk explain show provide end start format address
            be avoid cite translate put ask tell make stop call refer say begin do quote mention assume suggest skip""");
    /** What we give; to like them short is a wish, not a taste. */
    static final Set<String> ANSWERS =
            words("answers replies responses explanations messages answer reply response explanation");

    private static final Set<String> SHAPES = words("""
            short shorter brief concise long longer detailed simple plain formal informal casual direct bullet straight
            precise thorough technical step-by-step honest""");
    private static final Set<String> STYLE_THINGS = words("""
            emojis emoji emoticons markdown bullet metric imperial celsius fahrenheit kilometres kilometers miles british
            american tables slang jargon headings hashtags""");
    private static final Set<String> PREFER = words("prefer like want love need");

    private final Words words;
    private final Findings findings;
    private final Work work;

    InstructionReader(Words words, Findings findings, Work work) {
        this.words = words;
        this.findings = findings;
        this.work = work;
    }

    /**
     * Reads one sentence.
     *
     * @param alone whether it is all of the message
     * @return whether it is a standing instruction, and so nothing else
     */
    boolean read(boolean alone) {
        CallMeReader.read(words, findings, work);
        int from = start();
        if (from >= 0 && (standing(from) || aboutAnswers(from) || (alone && oneLine(from)))) {
            add(from, 0.85f);
            return true;
        }
        prefersAnswers();
        return false;
    }

    /** The first word of the wish, past "please" and "from now on"; -1 if there is none. */
    private int start() {
        int at = 0;
        while (at < words.size() && at < 6 && words.in(at, POLITE)) {
            at++;
        }
        return at < words.size() && !words.is(at, "i") && !words.is(at, "my") ? at : -1;
    }

    private boolean standing(int from) {
        if (words.in(from, ALWAYS)) {
            return words.in(from + 1, ANSWERING) || (words.is(from + 1, "ever") && words.in(from + 2, ANSWERING));
        }
        boolean lasting = lasts();
        for (int i = from; lasting && i < from + 7; i++) {
            if (words.is(i, "i") || words.is(i, "my")) {
                return false;
            }
            boolean verb = words.in(i, ANSWERING) && (i == from || !words.end(i - 1) || words.is(i - 1, ","));
            if (verb) {
                return true;
            }
        }
        return false;
    }

    private boolean lasts() {
        for (int i = 0; i < words.size(); i++) {
            boolean lasts = words.run(i, "from", "now", "on")
                    || words.run(i, "in", "future")
                    || words.run(i, "going", "forward")
                    || words.run(i, "by", "default")
                    || words.run(i, "every", "time")
                    || words.run(i, "in", "the", "future")
                    || words.run(i, "from", "here", "on");
            if (lasts) {
                return true;
            }
        }
        return false;
    }

    /** "Keep your answers short", "don't use emojis", "stop using slang". */
    private boolean aboutAnswers(int from) {
        boolean wish = words.in(from, ANSWERING) || words.is(from, "no");
        if (!wish) {
            return false;
        }
        for (int i = from + 1; i < from + 6 && !words.end(i); i++) {
            boolean answers = words.in(i, ANSWERS)
                    && words.in(i - 1, Set.of("your", "all", "the", "my"))
                    && words.in(from, Set.of("keep", "make", "give", "write", "format", "use"));
            boolean things = words.in(i, STYLE_THINGS)
                    && words.in(from, Set.of("do", "stop", "use", "no", "avoid", "never", "skip"));
            if ((answers && !words.is(i - 1, "the") && !words.is(i - 1, "my")) || things) {
                return true;
            }
        }
        return words.in(from, Set.of("keep", "make"))
                && words.in(from + 1, Set.of("it", "things"))
                && words.in(from + 2, SHAPES)
                && words.end(from + 3)
                && words.is(from, "keep");
    }

    /** "Answer in German." and nothing more. */
    private boolean oneLine(int from) {
        boolean language = words.in(from, Set.of("answer", "reply", "respond", "speak", "talk", "write"))
                && ((words.is(from + 1, "in") && words.in(from + 2, Nouns.LANGUAGES))
                        || words.in(from + 1, Nouns.LANGUAGES)
                        || (words.run(from + 1, "to", "me", "in") && words.in(from + 4, Nouns.LANGUAGES)));
        boolean shape = words.is(from, "be") && (words.in(from + 1, SHAPES) || words.in(from + 2, SHAPES));
        return language || shape;
    }

    /** "I prefer short answers", "I'd like you to be brief". */
    private void prefersAnswers() {
        for (int i = 0; i + 2 < words.size(); i++) {
            if (!words.in(i, PREFER) || !subjectBefore(i)) {
                continue;
            }
            for (int j = i + 1; j < i + 6 && !words.end(j); j++) {
                if (words.in(j, ANSWERS)
                        && words.in(j - 1, SHAPES)
                        && !words.text(j).equals("answer")) {
                    Span wish = new Span(i + 1, j + 1);
                    findings.affirm(Attribute.INSTRUCTION.key(), Attribute.INSTRUCTION, words, trimmed(wish), 0.8);
                    return;
                }
            }
        }
    }

    private boolean subjectBefore(int verb) {
        return words.is(verb - 1, "i") || (words.is(verb - 2, "i") && !words.is(verb - 1, "not"));
    }

    private Span trimmed(Span wish) {
        int from = wish.from();
        while (from < wish.to() - 1 && words.in(from, Set.of("your", "my", "to", "the"))) {
            from++;
        }
        return new Span(from, wish.to());
    }

    private void add(int from, float confidence) {
        int to = from;
        while (to < words.size()
                && to < from + WORDS_MAX
                && !words.is(to, ".")
                && !words.is(to, "!")
                && !words.is(to, "?")
                && !words.is(to, ";")
                && !words.is(to, ":")) {
            to++;
        }
        while (to > from + 1 && (words.is(to - 1, "please") || words.is(to - 1, ",") || words.is(to - 1, "thanks"))) {
            to--;
        }
        boolean whole = to - from < WORDS_MAX;
        List<Span> spans = whole ? List.of(new Span(from, to)) : List.of();
        spans.forEach(
                span -> findings.affirm(Attribute.INSTRUCTION.key(), Attribute.INSTRUCTION, words, span, confidence));
    }
}
