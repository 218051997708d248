package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Tells statements from questions, commands, role play and pasted text, sentence by sentence.
 *
 * <p>A sentence may be both: of "I live in Porto, where do you live?" the first half is a claim, and of "Suggest a dish,
 * I'm vegan" the second. After the beginning of a role play, or a command that announces pasted text, nothing of the
 * message is the user's own.
 */
final class SentenceReader {
    private static final Set<String> LEAD_INS = words("""
            hi hello hey ok okay so well and but also yes yeah yep no nope oh ah wow please btw thanks thank now then great
            cool awesome sure haha lol hmm um right nice perfect alright anyway actually just kindly plus again dear sorry
            , ! - : . by the way you""");
    private static final Set<String> ASKING = words("what who why how which whose where when whats what's whom");
    private static final Set<String> AUXILIARY =
            words("do does did is are can could would will should have has am was were may shall");
    private static final Set<String> ASKED = words("""
            you i we he she they it there this that the my your anyone anybody someone any u these those his her""");
    private static final Set<String> AFTER_ASKING = words(
            "is are do does did can could would should will was were have has about to many much old far long 's");
    private static final Set<String> CREATIVE = words("""
            write compose draft translate quote repeat say pretend imagine act roleplay role suppose proofread paraphrase
            rewrite rephrase summarize summarise correct fix edit convert format transcribe type read complete continue
            finish parse analyze analyse improve shorten simplify expand classify extract reply respond answer""");
    private static final Set<String> IMPERATIVES = words("""
            tell give show explain create make generate list find help suggest recommend describe compare calculate check
            review design build implement add remove use let let's consider call note forget stop keep go look try do be
            ask define plan search provide include refer prepare set put turn sort choose pick change update replace debug
            run test optimise optimize outline brainstorm solve prove elaborate share send start begin wish congratulate
            teach remind talk speak discuss evaluate estimate identify name rank rate guess don't avoid never always
            remember address assume assist guide advise walk break""");
    private static final Set<String> PASTED = words("""
            following below above text sentence email lyrics paragraph quote essay letter message article excerpt transcript
            passage prompt input poem song translation""");
    private static final Set<String> REPORTS = words("wrote said says reads read goes replied asked");
    private static final Set<String> CAUSES = words(", ; - \u2013 \u2014 because since as cause ( :");
    private static final Set<String> CLAUSE_STARTS = words(", ; - and but so :");
    private static final Set<String> YOU = words("you yourself u yours");
    private static final Set<String> PLAYS = words("say pretend imagine play assume suppose");
    private static final Set<String> STORIES = words("story game scenario roleplay novel play dream");
    private static final Set<String> PARTS = words("a an my the playing now acting");
    private static final Set<String> DUTIES = words("must should can could need have are will");
    private static final Set<String> POLITE = words("can could would will");
    private static final Set<String> TASKS = words("know ask see hear understand have create make write");
    private static final Set<String> ARTICLES = words("a an some the");
    private static final Set<String> FIRST_PERSON = words("i my we our");
    private static final Set<String> ROLES = words("pretend imagine roleplay suppose");
    private static final Set<String> WANT = words("want need would like love d");

    private boolean own = true;

    private SentenceReader() {}

    static List<Sentence> read(Words words) {
        SentenceReader reader = new SentenceReader();
        List<Sentence> sentences = new ArrayList<>();
        for (Span span : SentenceSplitter.split(words)) {
            sentences.add(reader.sentence(words.part(span.from(), span.to())));
        }
        return sentences;
    }

    private Sentence sentence(Words sentence) {
        Span nothing = Span.none(0);
        int first = pastLeadIns(sentence);
        int end = sentence.size();
        if (!own || unreal(sentence, first)) {
            return new Sentence(sentence, nothing, true, false, false);
        }
        if (remember(sentence, first)) {
            int claim = first + (sentence.is(first, "keep") ? 3 : sentence.is(first, "do") ? 3 : 1);
            return new Sentence(sentence, new Span(Math.min(claim, end), end), false, true, true);
        }
        int question = questionAt(sentence, first);
        if (question >= 0) {
            return new Sentence(sentence, question <= first ? nothing : new Span(0, question), false, false, true);
        }
        if (pastes(sentence, first)) {
            own = false;
            return new Sentence(sentence, nothing, true, false, false);
        }
        if (command(sentence, first)) {
            boolean creative = sentence.in(first, CREATIVE) || sentence.in(first + 2, CREATIVE);
            int tail = creative ? end : reasonAt(sentence, first + 1);
            return new Sentence(sentence, new Span(tail, end), true, false, true);
        }
        return new Sentence(sentence, new Span(0, end), false, false, true);
    }

    private static int pastLeadIns(Words sentence) {
        int at = 0;
        while (at < sentence.size() && at < 8 && sentence.in(at, LEAD_INS) && !youSentence(sentence, at)) {
            at++;
        }
        return at;
    }

    private static boolean youSentence(Words sentence, int at) {
        return sentence.is(at, "you") && !sentence.is(at - 1, "thank");
    }

    /** Role play, which makes the rest of the message unreal too if the user plays a part. */
    private boolean unreal(Words sentence, int first) {
        boolean lets = sentence.is(first, "let's") && sentence.in(first + 1, PLAYS);
        boolean act = sentence.is(first, "act") && sentence.in(first + 1, Set.of("as", "like"));
        boolean whatIf = sentence.run(first, "what", "if") || sentence.run(first, "say", "i");
        boolean story = sentence.is(first, "in") && sentence.in(first + 2, STORIES);
        boolean you = sentence.is(first, "you")
                && (sentence.is(first + 1, "are") || sentence.is(first + 1, "will"))
                && sentence.in(first + 2, PARTS);
        boolean role = sentence.in(first, ROLES) || lets || story;
        if (role || you) {
            for (int i = first; i < sentence.size(); i++) {
                if (sentence.in(i, FIRST_PERSON) && !sentence.is(i + 1, "teacher")) {
                    own = own && !(role || sentence.is(i, "i"));
                    break;
                }
            }
        }
        return role || act || whatIf || you;
    }

    private static boolean remember(Words sentence, int first) {
        boolean plain = (sentence.is(first, "remember") || sentence.is(first, "note"))
                && (sentence.is(first + 1, "that")
                        || sentence.in(first + 1, FIRST_PERSON)
                        || sentence.is(first + 1, ":"));
        boolean mind = sentence.run(first, "keep", "in", "mind");
        boolean forget = sentence.run(first, "do", "not", "forget") && !sentence.is(first + 3, "to");
        return plain || mind || forget;
    }

    /** Where the question begins; -1 if there is none. */
    private static int questionAt(Words sentence, int first) {
        if (asks(sentence, first, false)) {
            return first;
        }
        if (!endsAsking(sentence)) {
            return -1;
        }
        for (int i = first + 1; i < sentence.size(); i++) {
            boolean clause = sentence.in(i - 1, CLAUSE_STARTS);
            boolean andYou = sentence.in(i, YOU) && sentence.end(i + 1);
            if (clause && (andYou || asks(sentence, i, true))) {
                return sentence.is(i - 2, ",") ? i - 2 : i - 1;
            }
        }
        return first;
    }

    private static boolean endsAsking(Words sentence) {
        for (int i = sentence.size() - 1; i >= 0 && sentence.end(i); i--) {
            if (sentence.is(i, "?") || sentence.is(i, "\uff1f")) {
                return true;
            }
        }
        return false;
    }

    private static boolean asks(Words sentence, int at, boolean marked) {
        if (sentence.in(at, AUXILIARY)) {
            return sentence.in(at + 1, ASKED) || (sentence.is(at + 1, "not") && sentence.in(at + 2, ASKED));
        }
        return sentence.in(at, ASKING) && (marked || sentence.in(at + 1, AFTER_ASKING));
    }

    /** Whether what follows is somebody's text: "Translate this:", "Quote: ...". */
    private static boolean pastes(Words sentence, int first) {
        boolean creative =
                sentence.in(first, CREATIVE) || sentence.in(first + 2, CREATIVE) || sentence.in(first, IMPERATIVES);
        for (int i = first; i < sentence.size(); i++) {
            boolean announced = sentence.in(i, PASTED) && (creative || sentence.is(i + 1, ":"));
            boolean colon = sentence.is(i, ":") && (creative || sentence.in(i - 1, REPORTS));
            if (colon
                    || (announced
                            && (sentence.is(i, "following") || sentence.is(i, "below") || sentence.is(i + 1, ":")))) {
                return true;
            }
        }
        return false;
    }

    private static boolean command(Words sentence, int first) {
        if (sentence.in(first, IMPERATIVES) || sentence.in(first, CREATIVE)) {
            return true;
        }
        if (sentence.is(first, "you") && sentence.in(first + 1, DUTIES)) {
            return true;
        }
        boolean polite = sentence.in(first, POLITE) && sentence.in(first + 1, YOU);
        return polite || request(sentence, first);
    }

    /** "I want you to", "I need help", "I would like to know". */
    private static boolean request(Words sentence, int first) {
        if (!sentence.is(first, "i")) {
            return sentence.is(first, "help") || sentence.run(first, "looking", "for");
        }
        int at = first + 1;
        while (at < first + 4 && (sentence.in(at, WANT) || sentence.in(at, Lexicon.ADVERBS))) {
            at++;
        }
        if (at == first + 1) {
            return sentence.run(at, "was", "wondering")
                    || sentence.run(at, "am", "wondering")
                    || sentence.run(at, "am", "looking", "for")
                    || sentence.run(at, "have", "a", "question");
        }
        boolean need = sentence.is(first + 1, "need");
        boolean own = ownThing(sentence, at); // "I need new strings for my cello" is told, not asked for
        return sentence.is(at, "you")
                || sentence.is(at, "help")
                || (need && !sentence.is(at, "to") && !own)
                || (sentence.is(at, "to") && sentence.in(at + 1, TASKS))
                || (sentence.is(first + 1, "want") && sentence.in(at, ARTICLES) && !own)
                || sentence.is(at, "your");
    }

    private static boolean ownThing(Words sentence, int from) {
        for (int i = from; i < sentence.size(); i++) {
            if (sentence.is(i, "my") || sentence.is(i, "our")) {
                return true;
            }
        }
        return false;
    }

    /** Where a command gives its reason: "..., I'm vegan", "because I live in Oslo"; the end if nowhere. */
    private static int reasonAt(Words sentence, int from) {
        for (int i = from; i < sentence.size(); i++) {
            if (sentence.in(i, FIRST_PERSON) && sentence.in(i - 1, CAUSES)) {
                return i;
            }
        }
        return sentence.size();
    }
}
