package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.words;

import dev.rapport.chat.turn.Trait.Polarity;
import java.util.Set;

/**
 * Finds who somebody is to the user: the boss, and relatives and partners that are not named after "my".
 *
 * <p>Reads statements with one name in them, or takes the name beside the word that says who it is. A name is a word with a
 * capital that is none of a day, a month, a people or a language; at the beginning of a sentence a verb or a comma must follow.
 */
final class PeopleHints {
    private static final float CONFIDENCE = 0.8f;
    private static final int WORDS_MAX = HintReader.WORDS_MAX;

    private static final Set<String> BOSS =
            words("boss manager supervisor superior foreman line-manager teamlead chief supervisors bosses");
    private static final Set<String> LEADS = words("lead leader head director");
    private static final Set<String> UNITS =
            words("team department branch division unit office group shop crew section store company lab ward floor");

    /** What whoever is above one does, or is asked for. */
    private static final Cues ABOVE = Cues.of("", """
            signed_off signs_off sign_off my_review yearly_review annual_review performance_review appraisal appraisals a_raise
            pay_rise pay_raise promotion promoted promote holiday_request leave_request vacation_request overtime
            time_sheet time_sheets timesheet timesheets the_shifts my_shifts rota roster weekly_report one-on-one one-to-one
            called_in hired_me fire warning my_tasks report_to reports_to reporting_to my_notice in_charge runs_our
            leads_our heads_our our_department our_branch approv* expense_report expense_reports work_under works_under
            working_under on_sick evaluat* delegat* micromanag* answer_to my_salary home_office work_from bonus my_probation
            probation supervis* manages_me manages_us assigns assigned my_boss corner_office my_orders chewed performance_talk
            monday_off tuesday_off wednesday_off thursday_off friday_off tomorrow_off week_off afternoon_off at_work""");

    /** What one asks of whoever is above one, or gets of them, where work is talked of. */
    private static final Cues POWER = Cues.of("", """
            leave day_off days_off vacation holiday holidays sick late early expense expenses tasks hours
            slides presentation notice feedback assignments hands_out wants_me told_me asked_me lets_me gave_me
            orders decides scared not_amused raise to_ask goes_through wants_the wants_my moved_our""");

    private static final Cues OFFICE = Cues.of("", """
            work office job team department desk shift shifts deadline deadlines project projects meeting meetings contract
            numbers salary branch colleagues report reports time_off budget day_off""");

    private static final Cues SIBLINGS = Cues.of("", """
            sister sisters brother brothers sibling siblings twin twins same_parents same_mother same_father same_mum same_mom
            womb our_parents parents_named children_of child_of mum_had mom_had mother_had two_kids two_daughters two_sons
            three_kids second_daughter second_son after_me before_me were_kids were_little
            growing_up daughter_of son_of flesh_and our_mother our_mum our_mom our_dad our_father""");

    private static final Set<String> NOT_NAMES = words("""
            mum mom dad mother father sister brother aunt uncle grandma grandpa english god christmas easter internet google
            monday my our the this that these those it there here when while since after before because if although as and
            but so or yet for every each both all some most many no not yes in on at to from with by of up down out last next
            one two three four five today tomorrow yesterday tonight now then well maybe perhaps please sorry thanks
            what who how why where which whose ok okay oh hey hi hello being having only just even still also too once
            everyone everybody someone nobody nothing something dr mr mrs ms cto ceo hr it's i me we you he she they
            his her their your its let lets working home work people anyone anything both""");
    private static final Set<String> THIRD_PERSON = words("""
            is was has had gave wrote put told made let said did does sent came went got took brought ran led wants
            thinks found left kept knew saw called just always never still finally also already again who and from at""");
    private static final Set<String> NAMING = words("called named is 's");
    private static final Set<String> PARENTS = words("parents mother father mum mom dad");
    private static final Set<String> NO_SIBLINGS = words("friend cousin wife husband boss");
    private static final Set<String> NO_BOSSES = words("friend trainer coach doctor dentist teacher vet");
    private static final Set<String> CALLS = words("hey hi hello thanks wow oh yes no ok okay yo sorry cool congrats");
    private static final Set<String> TIES = words("married engaged");

    private final Words words;
    private final Findings findings;
    private final Cues.Found cues;
    private final Whose whose;
    private final Work work;
    private int count = -1;

    PeopleHints(Words words, Findings findings, Work work) {
        this.words = words;
        this.findings = findings;
        this.work = work;
        this.cues = new Cues.Found(words, work);
        this.whose = new Whose(words, cues);
    }

    /** Reads one statement. */
    void read() {
        if (words.size() > WORDS_MAX || whose.over() || whose.supposed() || whose.maybe()) {
            return;
        }
        for (int i = 0; i < words.size() && !work.spent(); i++) {
            work.step();
            boolean mine = words.is(i - 1, "me") && words.text(i - 2).startsWith("call"); // "my boss calls me Max"
            if (name(i) && !mine && !whose.denied(i)) {
                named(i);
            }
        }
    }

    private void named(int at) {
        Span who = new Span(at, words.capital(at + 1) && name(at + 1) ? at + 2 : at + 1);
        String relation = relation(who);
        if (!relation.isEmpty()) {
            add(relation, who);
        } else if (isBoss(who)) {
            findings.add(Attribute.BOSS.key(), Attribute.BOSS.cardinality(), words, who, Polarity.AFFIRMED, CONFIDENCE);
        }
    }

    private void add(String relation, Span who) {
        findings.add(
                Attribute.NAME.keyOf(relation),
                Attribute.NAME.cardinality(),
                words,
                who,
                Polarity.AFFIRMED,
                CONFIDENCE);
    }

    private boolean name(int at) {
        return isName(words, at);
    }

    /** Whether a name may stand here; at the beginning of a sentence, where all words have a capital, a verb must follow. */
    static boolean isName(Words words, int at) {
        if (words.end(at)
                || !words.capital(at)
                || NOT_NAMES.contains(words.text(at))
                || words.text(at).length() < 2) {
            return false;
        }
        String text = words.text(at);
        boolean plain = !words.in(at, Lexicon.MONTHS)
                && !words.in(at, Lexicon.DAYS)
                && !Nouns.NATIONALITIES.contains(text)
                && !Nouns.LANGUAGES.contains(text)
                && !words.in(at, Lexicon.ADVERBS)
                && !words.in(at, Lexicon.PREPOSITIONS)
                && !words.in(at, Lexicon.AUXILIARIES)
                && !text.endsWith("ly")
                && text.chars().allMatch(c -> Character.isLetter(c) || c == '-' || c == '\'');
        boolean first = at == 0 || (words.end(at - 1) && !words.is(at - 1, ","));
        return plain && (!first || verbAfter(words, at + 1));
    }

    private static boolean verbAfter(Words words, int at) {
        String text = words.text(at);
        boolean verb = THIRD_PERSON.contains(text) || (text.endsWith("s") && text.length() > 3) || text.endsWith("ed");
        boolean apposition = words.is(at, ",") && words.in(at + 1, Set.of("my", "our", "who", "the"));
        return verb || apposition || words.is(at, "'s") || words.is(at, "and") || words.capital(at);
    }

    /** "My sister's boss is called Karl": what stands before the word that says who it is must be the user. */
    private boolean ofMine(int noun) {
        for (int i = noun - 1; i >= 0 && i >= noun - 4; i--) {
            if (words.is(i, "my") || words.is(i, "our")) {
                return !words.in(i + 1, Set.of("ex", "former", "old", "last", "previous")) && !genitive(i, noun);
            }
        }
        return false;
    }

    private boolean genitive(int from, int to) {
        for (int i = from; i < to; i++) {
            if (words.is(i, "'s")) {
                return true;
            }
        }
        return false;
    }

    /** The key of the relative that the name is said to be: "Emil is my younger brother", "Nina, my wife". */
    private String relation(Span who) {
        int at = who.to();
        boolean said = words.is(at, ",") || words.is(at, "is") || words.is(at, "'s");
        if (!said || !(words.is(at + 1, "my") || words.is(at + 1, "our"))) {
            return tie(who);
        }
        at++;
        for (int i = at + 1; i < at + 5 && !words.end(i); i++) {
            String noun = words.text(i);
            boolean ends = !words.is(i + 1, "'s") && !words.is(i + 1, "of");
            if (Nouns.PARTNERS.contains(noun) && ends) {
                return "partner";
            }
            if (noun.equals("twin") && words.end(i + 1)) {
                return "family.sibling";
            }
            if (Nouns.RELATIVES.containsKey(noun) && ends) {
                boolean kept = words.in(i - 1, Set.of("older", "younger", "twin", "elder"));
                return "family." + (kept ? words.text(i - 1) + '-' : "") + Nouns.RELATIVES.get(noun);
            }
            if (noun.equals("sibling")) {
                return "family.sibling";
            }
            if (!noun.endsWith("er")
                    && !words.in(
                            i,
                            Set.of("little", "big", "twin", "kid", "baby", "only", "half", "best", "lovely", "dear"))) {
                return "";
            }
        }
        return "";
    }

    /** "I am married to Max", "I'm dating Hugo", "Paula and I have the same parents". */
    private String tie(Span who) {
        int at = who.from();
        boolean to = words.is(at - 1, "to") && words.in(at - 2, TIES) && !whose.anothers(at);
        boolean direct = (words.is(at - 1, "dating") || words.is(at - 1, "married")) && words.is(at - 2, "i");
        boolean dating = words.is(at - 1, "dating") && words.is(at - 2, "am");
        if ((to || direct || dating) && whose.mine(at)) {
            return "partner";
        }
        if (words.run(at - 3, "named", "our", "baby") || words.run(at - 3, "named", "our", "child")) {
            return "family.baby";
        }
        boolean have = words.is(at - 1, ",") || words.in(at - 1, NAMING) || words.run(at - 2, "name", "is");
        int noun = words.in(at - 1, NAMING) || words.is(at - 1, ",") ? at - 2 : at - 1;
        String relative = Nouns.RELATIVES.get(words.text(noun));
        boolean having = words.is(noun - 1, "a") || words.is(noun - 1, "one") || words.is(noun - 2, "a");
        if (have && relative != null && having && whose.anySelf() && words.in(0, Set.of("i", "we"))) {
            return "family." + relative;
        }
        return brotherOf(who) || sibling(who) ? "family.sibling" : "";
    }

    private boolean sibling(Span who) {
        boolean own = (whose.anySelf() || parents()) && names() == 1 && !cues.any(NO_SIBLINGS);
        boolean couple = words.is(who.to(), "and") && words.is(who.to() + 1, "my");
        return own && !couple && cues.has(SIBLINGS) && !knownName() && !genitiveAnywhere();
    }

    private boolean parents() {
        for (int i = 0; i + 1 < words.size(); i++) {
            if ((words.is(i, "my") || words.is(i, "our")) && words.in(i + 1, PARENTS)) {
                return true;
            }
        }
        return words.in(0, PARENTS);
    }

    /** "I am Vilma's big brother". */
    private boolean brotherOf(Span who) {
        boolean am = words.is(who.from() - 1, "am") && words.is(who.from() - 2, "i") && words.is(who.to(), "'s");
        for (int i = who.to() + 1; am && i < who.to() + 4 && !words.end(i); i++) {
            if (words.in(i, Set.of("brother", "sister", "twin"))) {
                return true;
            }
        }
        return false;
    }

    private boolean genitiveAnywhere() {
        return genitive(0, words.size()) && !words.in(words.size() - 1, Set.of("'s"));
    }

    private boolean knownName() {
        return findings.anyName();
    }

    /** How many names there are, counted once. */
    private int names() {
        if (count < 0) {
            count = countNames();
        }
        return count;
    }

    private int countNames() {
        int names = 0;
        for (int i = 0; i < words.size(); i++) {
            work.step();
            names += name(i) && !name(i - 1) ? 1 : 0;
        }
        return names;
    }

    private boolean isBoss(Span who) {
        int at = who.from();
        if (beside(who)) {
            return true;
        }
        boolean reportTo = words.is(at - 1, "to")
                && words.in(at - 2, Set.of("report", "answer", "reporting", "answering"))
                && whose.mine(at);
        boolean team = words.is(who.to(), "'s")
                && words.in(who.to() + 1, UNITS)
                && words.in(at - 1, Set.of("on", "in"))
                && whose.mine(at)
                && !words.is(who.to() + 1, "shop")
                && !words.is(who.to() + 1, "store");
        if (team) {
            return true;
        }
        boolean under = words.is(at - 1, "under") && words.text(at - 2).startsWith("work") && whose.mine(at);
        if (reportTo || under) {
            return true;
        }
        boolean nobodys = whose.anySelf() || words.is(0, "at");
        boolean alone = names() == 1 && nobodys && !whose.anyPerson();
        boolean apposition = words.is(who.to(), ",") && words.in(who.to() + 1, Set.of("my", "our", "who", "the"));
        boolean spokenTo =
                words.end(who.to()) && (at == 0 || words.end(at - 1) || words.in(at - 1, CALLS)); // "Wow, Nate, ..."
        if (spokenTo && !apposition) {
            return false;
        }
        boolean above = cues.has(ABOVE) || (cues.has(POWER) && cues.has(OFFICE));
        boolean other = cues.any(NO_BOSSES);
        return alone && above && !other && !reportsToMe(who);
    }

    private boolean reportsToMe(Span who) {
        return words.run(who.to(), "reports", "to", "me")
                || words.run(who.to(), "works", "for", "me")
                || words.run(who.to(), "works", "under", "me");
    }

    /** "My boss Henrik", "my new manager is called Greta", "Valentina is my manager", "Naomi, my team lead". */
    private boolean beside(Span who) {
        int left = who.from() - 1;
        while (left > who.from() - 4 && (words.in(left, NAMING) || words.is(left, ",") || words.is(left, "name"))) {
            left--;
        }
        if (bossAt(left) && (ofMine(left) || (words.in(left - 1, Set.of("a", "new")) && whose.mine(left)))) {
            return true;
        }
        if (bossAt(left - 2) && words.in(left, UNITS) && ofMine(left)) { // "the head of my department is"
            return true;
        }
        int at = who.to();
        boolean is = words.is(at, ",")
                || words.is(at, "is")
                || words.is(at, "'s")
                || words.run(at, "has", "been")
                || words.is(at, "became");
        for (int i = at + 1; is && i < at + 6 && !(words.end(i) && !words.is(i, ",")); i++) {
            if (bossAt(i) && ofMine(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean bossAt(int at) {
        boolean lead = words.in(at, LEADS) && (words.in(at - 1, UNITS) || words.is(at + 1, "of"));
        return words.in(at, BOSS) || lead;
    }
}
