package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.words;

import dev.rapport.chat.turn.Trait.Polarity;
import java.util.List;
import java.util.Set;

/** Finds where the user lives, and who employs them, in what is said of rooms and rent, badges and colleagues there. */
final class PlaceHints {
    private static final float CONFIDENCE = 0.7f;

    private static final Cues LIVING = Cues.of("""
            street keys key bedroom kitchen window balcony garden attic basement cellar door house place room studio address
            boxes box stuff furniture tram bike commute home move school doctor gym unpacked van tenant bakery block
            neighbourhood neighborhood corner view yard stairs elevator night winter""", """
            flat apartment rent landlord landlady neighbour* neighbor* lease mortgage flatmate flatmates roommate roommates
            postcode zip resident residents settled settle my_home our_home home_for home_is vote voted registered my_taxes
            our_taxes houseboat my_street my_kitchen my_bedroom our_place my_place new_place front_door i_rent we_rent my_house
            our_house a_house housewarming started_over address moved_in my_address my_balcony our_balcony my_garden our_garden
            condo townhouse loft my_block come_home my_commute my_stuff small_house utilities heating where_i at_home
            sublet movers painted_the local locals library_card dog_tax my_neighbourhood my_studio residency mailbox letterbox local_council town_hall council_tax for_good""");
    private static final Set<String> HOUSEHOLD = words("""
            flat apartment house home place room kitchen bedroom bathroom window windows door street balcony garden attic
            basement cellar mail mailbox bakery rent lease landlord landlady neighbours neighbors neighbourhood neighborhood
            sofa couch furniture walls roof stairs commute library supermarket block condo studio loft houseboat
            postcode address boxes""");
    private static final Set<String> FORMER = words("old former previous last first ex childhood");
    private static final Set<String> AWAY = words("""
            hotel trip holiday holidays vacation visit visiting visited flew fly flight conference layover met film airbnb hostel
            weekend was booked stayed travelling traveling wedding tour office out-of parents grandparents last_week left leaving
            born grew school""");
    private static final Cues WORKING = Cues.of(
            "shift desk office job contract colleagues canteen warehouse boss team department years accounting", """
            badge salary hired hires paycheck payslip been_at my_desk my_office my_shift my_shifts my_job my_colleagues
            signed_a pays_me my_boss my_team i_fly stack_shelves my_badge my_contract work_for works_council my_uniform
            switched_from my_department my_payslip my_career onboarding""");
    private static final Set<String> LEFT = words("left quit fired applied interview applying rejected lost");
    private static final Set<String> WORK_LINKS = words("at by for with from to");

    private static final Set<String> LINKS = words("in across of to into outside near");

    private final Words words;
    private final Findings findings;
    private final Work work;
    private final Cues.Found cues;
    private final Whose whose;
    private final int first;

    PlaceHints(Words words, Findings findings, Work work) {
        this.words = words;
        this.findings = findings;
        this.work = work;
        this.cues = new Cues.Found(words, work);
        this.whose = new Whose(words, cues);
        this.first = findings.size();
    }

    /** Reads one statement. */
    void read() {
        if (words.size() > HintReader.WORDS_MAX || !whose.anySelf() || whose.unreal()) {
            return;
        }
        if (!away()) {
            home();
        }
        employer();
    }

    private void employer() {
        for (int i = 0; i < words.size() && !findings.has(first, Attribute.EMPLOYER); i++) {
            work.step();
            boolean by = words.is(i, "by") && !words.in(i - 1, Set.of("hired", "employed"));
            boolean at = words.in(i, WORK_LINKS) && !by && words.capital(i + 1) && !words.in(i - 1, LEFT);
            boolean subject = i == 0 && words.capital(0) && words.in(1, Set.of("pays", "hired", "employs"));
            int from = subject ? 0 : i + 1;
            if ((at || subject) && !words.is(from, "i") && !whose.denied(from) && !whose.anothers(from)) {
                Span company = capitals(new Span(from, Math.min(words.size(), from + 4)));
                if (cues.worth(WORKING, company) >= 2 && !left()) {
                    findings.add(
                            Attribute.EMPLOYER.key(),
                            Attribute.EMPLOYER.cardinality(),
                            words,
                            company,
                            Polarity.AFFIRMED,
                            CONFIDENCE);
                }
            }
        }
    }

    private boolean left() {
        return cues.any(LEFT);
    }

    private void home() {
        boolean household = household();
        for (int i = 0; i < words.size() && !work.spent(); i++) {
            work.step();
            int place = placeAt(i);
            if (place >= 0 && !whose.denied(place) && !whose.anothers(place)) {
                List<Span> found = new ValueReader(words, work).read(ValueKind.PLACE, place);
                if (!found.isEmpty() && (household || cues.worth(LIVING, capitals(found.getFirst())) >= 2)) {
                    add(capitals(found.getFirst()));
                    return;
                }
            }
        }
    }

    /** Whether something is "mine" or "ours" that stands where one lives. */
    private boolean household() {
        for (int i = 0; i < words.size(); i++) {
            if (words.in(i, HOUSEHOLD) && whose.possessed(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean away() {
        for (int i = 0; i + 1 < words.size(); i++) {
            if ((words.is(i, "my") || words.is(i, "our")) && words.in(i + 1, FORMER)) {
                return true;
            }
        }
        return cues.any(AWAY);
    }

    /** Where a place begins; -1 if none does here. */
    private int placeAt(int at) {
        boolean linked = words.in(at, LINKS) && words.capital(at + 1);
        if (linked) {
            return at + 1;
        }
        boolean home = words.in(at, Set.of("is", "'s", "made", "call")) && words.capital(at + 1);
        if (home) {
            return at + 1;
        }
        boolean first =
                at == 0 && words.capital(0) && !words.in(0, Lexicon.PRONOUNS) && !words.in(0, Lexicon.DETERMINERS);
        return first && (words.is(1, "is") || words.is(1, "has")) ? 0 : -1;
    }

    /** No more than the words with capitals: "Graz" of "Graz now". */
    private Span capitals(Span place) {
        int to = place.from();
        while (to < place.to() && words.capital(to)) {
            to++;
        }
        return new Span(place.from(), Math.max(to, place.from() + 1));
    }

    private void add(Span place) {
        boolean name = !words.in(place.from(), Lexicon.MONTHS)
                && !words.in(place.from(), Lexicon.DAYS)
                && !Nouns.LANGUAGES.contains(words.text(place.from()));
        if (name) {
            findings.add(
                    Attribute.HOME.key(), Attribute.HOME.cardinality(), words, place, Polarity.AFFIRMED, CONFIDENCE);
        }
    }
}
