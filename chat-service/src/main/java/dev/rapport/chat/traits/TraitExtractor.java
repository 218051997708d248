package dev.rapport.chat.traits;

import static java.util.Objects.requireNonNull;

import dev.rapport.chat.turn.Style;
import dev.rapport.chat.turn.Traits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stage 2 of 7: learns from a message what its writer says of themselves.
 *
 * <p>Rules only: no model, no waiting, no state, and nothing but the text itself, so that the same message always yields
 * the same traits. Each value is a literal part of the message. What is asked, wished, quoted, pasted, played or said of
 * others is no trait; when in doubt nothing is learnt, because the sentence itself is kept as a memory anyway.
 *
 * <p>Any thread may call it. The time is linear in the message, of which no more than {@value #LENGTH_MAX} characters are
 * read: words are cut in one pass, and each rule looks a fixed number of words ahead.
 *
 * <p>English; for six more languages it finds no traits but still tells the memorable sentences.
 */
public final class TraitExtractor {
    /**
     * What is beyond is not read. This runs on an event loop, and hostile text of 16,000 characters took up to 116 ms on a
     * busy machine; what people say of themselves is far shorter, what is longer is mostly pasted.
     */
    public static final int LENGTH_MAX = 6_000;

    /** A few of a conversation's messages are looked at in each turn; how one is written shows early. */
    static final int STYLE_LENGTH_MAX = 1_000;

    private final @Nullable TraitModel model;

    /** By rules alone. */
    public TraitExtractor() {
        this.model = null;
    }

    /** By rules, and a model that the user has trained. */
    public TraitExtractor(TraitModel model) {
        this.model = model;
    }

    /** The statements of a message that are its writer's own: what is learnt from. */
    static List<Words> claims(String message) {
        String read = message.length() > LENGTH_MAX ? message.substring(0, LENGTH_MAX) : message;
        return SentenceReader.read(WordReader.read(read, OwnText.of(read))).stream()
                .filter(sentence -> sentence.own() && !sentence.claim().empty())
                .map(TraitExtractor::claim)
                .toList();
    }

    private static Words claim(Sentence sentence) {
        return sentence.words().part(sentence.claim().from(), sentence.claim().to());
    }

    /** Reads one message. */
    public Traits extract(String message) {
        return extract(message, new Work());
    }

    /** How a message is written, of which no more than {@value #STYLE_LENGTH_MAX} characters are looked at. */
    public static Style style(String message) {
        String read = message.length() > STYLE_LENGTH_MAX ? message.substring(0, STYLE_LENGTH_MAX) : message;
        return StyleReader.read(read, WordReader.read(read, OwnText.of(read)));
    }

    /** Reads one message and counts what it costs. */
    Traits extract(String message, Work work) {
        requireNonNull(message, "message");
        String read = message.length() > LENGTH_MAX ? message.substring(0, LENGTH_MAX) : message;
        Words words = WordReader.read(read, OwnText.of(read));
        Findings findings = new Findings();
        var style = StyleReader.read(read, words);
        Memorable memorable = new Memorable(style.language());
        List<Sentence> sentences = SentenceReader.read(words);
        KinReader kin = new KinReader(findings, work);
        for (Sentence sentence : sentences) {
            int before = findings.size();
            boolean instruction =
                    sentence.own() && !work.spent() && read(sentence, findings, kin, work, sentences.size() == 1);
            if (!instruction) {
                memorable.offer(sentence, findings.size() > before);
                boolean silent = findings.size() == before
                        && sentence.own()
                        && !sentence.claim().empty();
                if (model != null && silent && !work.spent()) {
                    model.read(claim(sentence), findings);
                }
            }
        }
        return new Traits(findings.inOrder(), memorable.text(), style);
    }

    /** Reads one sentence; true if it is a wish on answers and nothing else. */
    private static boolean read(Sentence sentence, Findings findings, KinReader kin, Work work, boolean alone) {
        if (new InstructionReader(sentence.words(), findings, work).read(alone)) {
            return true;
        }
        passBy(sentence, 0, sentence.claim().from(), kin);
        if (!sentence.claim().empty()) {
            readClaim(sentence, findings, kin, work);
        }
        passBy(sentence, sentence.claim().to(), sentence.words().size(), kin);
        return false;
    }

    /** Sees who else is spoken of where nothing is claimed: "Do you know Eva? She lives in Lisbon." */
    private static void passBy(Sentence sentence, int from, int to, KinReader kin) {
        for (int i = from; i < to; i++) {
            kin.passBy(sentence.words(), i);
        }
    }

    private static void readClaim(Sentence sentence, Findings findings, KinReader kin, Work work) {
        Span span = sentence.claim();
        int first = findings.size();
        Words claim = claim(sentence);
        Reality reality = new Reality(claim);
        SelfReader self = new SelfReader(claim, findings, work, kin);
        MyReader my = new MyReader(claim, findings, work, kin);
        if (span.from() == 0 && reality.fact(0)) {
            self.readWithoutSubject(0);
        }
        for (int i = 0; i < claim.size() && !work.spent() && !findings.full(); i++) {
            work.step();
            switch (claim.text(i)) {
                case "i", "we" -> {
                    if (reality.ownStatement(i)) {
                        self.read(i + 1);
                    }
                }
                case "as" -> {
                    if (reality.ownStatement(i) && (claim.is(i + 1, "a") || claim.is(i + 1, "an"))) {
                        self.readRole(i + 1);
                    }
                }
                case "my", "our" -> {
                    if (reality.told(i)) {
                        my.read(i + 1);
                    } else if (reality.fact(i)) {
                        my.readMention(i + 1);
                    }
                }
                case "he", "she", "his", "her", "its" -> {
                    if (reality.ownStatement(i)) {
                        kin.readPronoun(claim, i);
                    }
                }
                default -> kin.passBy(claim, i);
            }
        }
        if (!findings.full() && reality.certain()) {
            new HintReader(claim, findings, work, first).read(!reality.allFact());
        }
        if (!findings.full() && reality.allFact()) {
            new PeopleHints(claim, findings, work).read();
            new PlaceHints(claim, findings, work).read();
        }
    }
}
