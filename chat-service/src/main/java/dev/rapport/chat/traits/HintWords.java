package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.words;

import java.util.Set;

/** What {@link HintReader} looks for: the words that go with having or doing something, and those that speak against it. */
final class HintWords {
    static final Cues MUSIC = Cues.of("""
            strings string bow reed reeds mallets valves lip lips finger fingers fingertips band orchestra ensemble quartet
            quintet trio choir gig gigs amp pedal pedals solo concert concerts parade recital tune tuned tuning chair case
            neighbours neighbors earplugs evening evenings wall loud piece pieces sheet teacher tutor church open-mic wedding
            weddings audition section notes note folk jazz blues sonata melody bach duet hour hours minutes night nights
            morning mornings weekend weekends monday mondays tuesday tuesdays wednesday wednesdays thursday thursdays friday
            fridays saturday saturdays sunday sundays every sit sits sitting sat behind knees wrist back breath cracked broke
            broken snapped polish* clean* oil* repair* fixed shop hall attic cellar basement lift car tram train""", """
            practi* rehears* pluck* strum* restr* lesson lessons scales chord chords embouchure callus* etude* busk* jam
            jamming jams fingering sight-reading arpeggio* metronome playing play noodl* bandmates luthier rosin bridge
            mouthpiece spit_valve plectrum capo frets fretboard bellows detuned out_of_tune conductor second_chair
            first_chair""");

    static final Cues EXERCISE = Cues.of("""
            evening evenings morning mornings night nights weekend weekends monday mondays tuesday tuesdays wednesday
            wednesdays thursday thursdays friday fridays saturday saturdays sunday sundays week weekly twice daily month
            season seasons hour hours minutes breakfast lunch dawn sore ache aches aching hurt hurts bruise* blister* knee
            knees ankle elbow elbows shoulder shoulders forearm forearms calves legs back muscle* wrist thighs hip sweat*
            exhausted dead stiff legs club team league match gear kit bag shoes helmet stick racket racquet grips belt mat
            rink pool track court pitch gym field water lake river hall beach lap laps lengths rounds goal goals scored
            fit fitness shape stress grumpy sane head happy doctor energy lungs pulse knackered bones joints slope slopes
            black_eye after_work before_work rain wet-suit wetsuit gloves partner opponent captain tickets medal ribs""", """
            practice practise* practic* train training trainer coach tournament sparring session sessions class classes
            workout* exercise cardio stamina signed_up membership competition competitions competing regional personal_best
            me-time clear_my my_sport keep_fit stay_fit in_shape belong* hooked addicted passion go_to every_week plan
            drill drills teammates referee kata dan doing""");

    static final Cues REACTION = Cues.of("""
            label labels bite crumb doctor waiter restaurant kitchen bakery skin eyes mouth face lips tongue throat stomach
            pill pills symptoms bedding pharmacy test tested traces medical reason reasons body sick not_have cough*
            careful dangerous diet face tears doctors clinic incident trace spoonful served ask asked confirmed no_more back
            woke_up twice red driven nurse please check menu ingredients ingredient hidden touch bathroom belly
            nose runny breath breathe breathing toilet chart file party""", """
            hive hives rash rashes itch* swell* swollen epipen epipens epi-pen epinephrine adrenaline anaphyla* antihistamine*
            allerg* emergency emergency_room hospital ambulance wheez* sneez* blister* immune reacts react reacted reaction
            reactions stay_away steer_clear keep_away off_limits off-limits forbidden intoleran* tolerate not_handle
            not_touch not_tolerate not_digest must_not not_eat never_eat cramp* not_allowed banned poison poisonous deadly
            lethal airway airways numb welts puff puffs puffy kills kill killed kill_me die dying faint vomit throw_up
            throwing_up bloat* positive closes closed closing inhaler ban avoid avoiding cross-contamination free
            hands_off enemies disagree* double_over doubled doubled_over er break_out breaks_out sensitiv*
            migraine migraines tingl* ventilator intensive_care bracelet culprit go_near not_friends lump choke choking
            resuscitat* corticoid cortisone""");

    static final Cues KEEPING = Cues.of("""
            sofa couch curtain curtains lap bed carpet rug slippers slipper kitchen room living_room home house door fridge
            shelf jumper sweater visitors furniture laundry shoes sock socks homework cable charger charger pillow keyboard
            garden eggs milk milked milking hair fur sleep asleep night morning up water lamp vase plant plants window balcony
            door desk floor noise loud barn bathroom flat apartment vacuum toys toy again mud wheel sand guests skin warm warmer food""", """
            vet vets veterinar* litter cage tank aquarium terrarium vivarium hutch coop kennel stable paddock leash lead walk
            walks walkies walking groom* feed fed feeding feeds cleaning_up clean_up cleaned_up mess chew* gnaw* scratch* shed
            shedding sheds purr* bark* meow* whin* squeal* hay kibble bowl treats knocked_over knocks_over let_out escaped
            escape puddle puddles pellets muck mucking saddle hooves hoof keep kept bite bites shreds shredded shred litterbox
            wagging tail crickets sits_on sleeps snores scream* squawk* imitate* spat shear* sheared stung hive hives
            pee peed poop pooped droppings adopted rescued neutered spayed vaccin* worming bath baths moult* molt* feathers
            perch brush brushing breeder lives_in look_after looks_after microchip* stole stolen ate eaten pet-sitter sitter hairball hairballs nest woke wakes""");

    static final Cues EARNING = Cues.of("""
            job shift shifts clients client patients office colleagues exam board library company restaurant court station
            apprentice apprentices routine career years licence license invoice invoices sign door practice union tax taxes
            customers desk hours overtime monday bills rent night day degree qualified certified registered uniform
            employer boss week linkedin cv resume busy""", """
            business_card business_cards payslip pay_slip paycheck paycheque badge name_tag nametag nameplate contract hired
            hire hires employed employs salary wage wages tax_return profession occupation trade years_as title living income
            day_job earn earns money trained pay_me pays paid self-employed took_on took_me certificate diploma letterhead
            email_signature signature doorplate door_plate brass""");

    static final Cues SPEAKING = Cues.of("", """
            speak speaks speaking talk talking understand dream swear count counting read_and write fluent* bilingual native
            tongue first_language second_language raised grew_up mother_tongue at_home accent vocabulary learned pray think_in
            rusty is_quite is_good is_decent is_fluent is_rusty chat""");
    static final Cues SUFFERING = Cues.of("", """
            suffer* live_with living_with struggl* diagnos* inject insulin pill pills medication medicine tablets treated
            dealing_with battling told_i get_migraines inhaler chronic flare* therapy i_get i_got on_and cope coping managing
            in_my""");
    static final Set<String> THINGS_OF_A_PEOPLE = words("""
            food film films movie teacher friend friends restaurant cuisine breakfast people girl guy man woman car cars music
            class homework exam course lessons""");
    static final Set<String> LOTS = words("""
            life fate lot routine curse perks perk joys joy habit habits hands eye eyes burden privilege daily everyday
            world work day days soul ear ears patience""");

    static final Set<String> SEEMING = words("""
            see saw seen dress dressed disguised costume treat treated pose posed cast play played acting act perceived such
            same well soon far used""");
    static final Set<String> DEALING = words("""
            call called calling need needed find found hire hiring see saw visit visited meet met know knew want wanted date
            dated dating marry married spoke speak talk talked talking consult consulted looking ask asked asking book booked
            like recommend recommended pay paid sue sued trust said says told appointment costs cost""");

    static final Set<String> HEARING =
            words("hear heard hearing listen listened listening sound sounds sounded concert museum hired gorgeous");
    static final Set<String> WARES = words("costs cost price window expensive cheap");
    static final Set<String> SUBSTITUTES = words("instead option options alternative alternatives substitute");
    static final Set<String> WHATEVER = words("anything something everything dishes food foods meals");
    static final Set<String> MAKES =
            words("makes make made gives give gave sends send sent puts put lands brings causes triggers turns");
    static final Set<String> MY = words("me my");
    static final Set<String> NO_CAUSES = words("""
            stress work heat cold weather exercise sport running smoke medication doctor people someone life love music news
            that this which what school traffic noise dust covid asthma allergy allergies reaction fear anxiety sun pain""");
    static final Set<String> TIMES = words("""
            evening evenings morning mornings night nights weekend weekends week mondays tuesdays wednesdays thursdays fridays
            saturdays sundays monday tuesday wednesday thursday friday saturday sunday month season""");
    static final Set<String> GONE = words("went gone go going out");
    static final Set<String> LATELY = words("last other yesterday ago trip once neighborhood neighbourhood");
    static final Set<String> TRYING = words("tried trying try attempted");

    /** What people do without doing a sport. */
    static final Set<String> EVERYWHERE =
            words("walking running dancing shooting riding hiking swimming diving spinning training");

    static final Set<String> UNLOVED = words("hate dislike boring bored ticket tickets game games fan fans cheer");

    /** Sports that are words for other things, too. */
    static final Set<String> EVERYDAY = words("""
            walking running dancing shooting riding spinning ultimate diving skeleton cricket bowls darts barre polo rambling
            paddling tumbling hurling sledding rafting training jogging bowling curling fencing discus rounders boxing
            padel hiking swimming sailing football baseball basketball soccer hockey tennis bass horn organ keyboard triangle recorder drum
            whistle gong virginal snare washboard keys horns hang pipe""");

    static final Set<String> FOOD_TALK = words("""
            dinner lunch cooked roast roasted grilled soup stew curry recipe ordered eat eating menu sandwich salad fried
            tacos burger""");
    static final Set<String> AT_LARGE = words("""
            street road forest woods hotel zoo safari park field farmer saw seen spotted beach wild hunting hunted hunt
            sanctuary shelter cartoon statue emoji logo jacket costume computer pad click cursor hot-dog""");
    static final Set<String> ARTICLES = words("a an the my our");

    static final Set<String> VERBS_AFTER = words("and or to the of pays starts gets has knows needs earns works");

    private HintWords() {}
}
