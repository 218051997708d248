package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.words;

import java.util.Set;

/**
 * Tells a trade from the other things one can be: "I am a nurse", but "I am a vegetarian" and "I am a dreamer".
 *
 * <p>A list of trades, the endings that English gives to trades, and the words with such endings that are none.
 */
final class Jobs {
    private static final Set<String> TRADES = words("""
            nurse chef cook judge pilot clerk coach guard guide maid model monk nun priest pastor vicar surgeon vet spy
            student intern trainee apprentice freelancer consultant accountant assistant attendant lieutenant merchant
            sergeant captain butcher architect athlete comedian librarian mechanic technician magician musician
            politician physician physiotherapist secretary detective executive representative scientist cashier
            analyst economist journalist pharmacist therapist psychologist dentist artist actor actress author barista
            bartender boss builder ceo cto cfo coo contractor coordinator counselor counsellor dancer designer
            developer director doctor doula driver editor electrician engineer farmer firefighter fisherman florist
            gardener hairdresser hairstylist handyman housewife househusband homemaker inspector instructor investor
            janitor jeweler jeweller lawyer lecturer lifeguard locksmith lumberjack machinist manager mailman
            marine masseuse mathematician midwife miner nanny notary officer operator optician optometrist painter
            paralegal paramedic photographer plumber poet policeman policewoman postman potter president principal
            producer professor programmer psychiatrist radiologist realtor receptionist recruiter reporter researcher
            sailor salesman salesperson saleswoman scholar sculptor seamstress singer sniper soldier solicitor
            stewardess stockbroker supervisor surveyor tailor teacher tutor translator interpreter trucker tester
            undertaker veterinarian waiter waitress warden weaver welder writer zookeeper baker barber brewer
            carpenter cleaner bricklayer broker biologist chemist physicist historian geologist astronaut astronomer
            anthropologist entrepreneur banker babysitter au-pair bodyguard bouncer beautician cobbler cabinetmaker
            postdoc phd undergraduate sophomore freshman sysadmin devops admin founder co-founder cofounder owner
            streamer youtuber blogger influencer vlogger pensioner retiree stylist planner trainer walker wrestler
            dj cop fireman stuntman cameraman businessman businesswoman freelance professional specialist skateboarder
            actuary acrobat ambassador aide bailiff blacksmith goldsmith silversmith tinsmith gunsmith shipwright playwright
            wheelwright butler chaplain chauffeur curate custodian deacon dietitian dean diplomat consul envoy docent imam
            rabbi jockey magistrate masseur osteopath naturopath chiropodist physio roadie scribe sexton sheriff shepherd
            sommelier sous-chef steward stagehand stonemason mason stockman concierge croupier couturier entrepreneur
            restaurateur luthier thatcher vintner verger valet ranger hygienist audiologist midwife herdsman milkman
            fishmonger ironmonger cheesemonger ghostwriter copywriter dressmaker watchmaker shoemaker toolmaker
            cabinet-maker cowboy mayor senator bishop cantor usher docker
            glazier farrier falconer cooper tiler thatcher locksmith surveyor audiologist cartographer archivist curator
            biochemist chemist florist optometrist geneticist glassblower roofer welder plasterer potter milliner furrier
            tanner brewer distiller forester gamekeeper groundskeeper stonecutter engraver upholsterer typesetter printer
            bookbinder courier dispatcher teller underwriter appraiser auctioneer lecturer proofreader translator copyeditor
            ghostwriter bookkeeper radiographer phlebotomist sonographer perfusionist podiatrist speech-therapist
            butcher baker confectioner waiter bartender barista housekeeper caretaker janitor doorman porter bellhop lifeguard
            mortician beekeeper paramedic orderly bursar registrar cartoonist animator illustrator illusionist mime
            ventriloquist puppeteer optometrist landlord caregiver carer volunteer stripper psychic sorcerer hacker agent attorney diver umpire referee""");

    private static final Set<String> NOT_TRADES = words("""
            lover beginner believer fan member customer user foreigner loser winner dreamer sinner gamer mother father
            sister brother teenager newcomer riser feminist christian vegetarian perfectionist optimist pessimist
            realist idealist person reader drinker eater smoker thinker listener speaker supporter lurker helper
            follower keeper hater teetotaler fighter survivor cancer number matter minor senior junior neighbor
            neighbour stranger monster liar talker player starter never ever other another over under computer
            daughter grandmother grandfather stepmother stepfather widower human woman man american canadian german
            indian italian australian russian brazilian norwegian austrian asian european pescatarian libertarian
            humanitarian extremist racist sexist narcissist introvert minimalist activist owl type bear
            character hoarder sucker goner homeowner late-riser early-riser taurus virgo crier collector sleeper
            runner hiker swimmer biker camper traveler traveller spender saver joker partier outdoors better
            older younger taller shorter bigger smaller happier together later water weather father's owner's""");

    private static final Set<String> SURE_ENDINGS = words("""
            ologist ician smith wright grapher maker blower keeper monger dresser binder setter layer finisher polisher
            hauler grower breeder cutter driver engineer programmer planner welder fitter roofer plasterer
            plumber logist metrist urist onomist ienist grammer mender turner carver grinder caster trimmer
            woodworker metalworker worker mechanic handler groomer tuner sommelier""");

    private Jobs() {}

    /** Whether the head of "I am a ..." names a trade. */
    static boolean isTrade(String head) {
        if (NOT_TRADES.contains(head)) {
            return false;
        }
        return TRADES.contains(head)
                || ends(head, "er", 5)
                || ends(head, "or", 6)
                || ends(head, "ist", 6)
                || ends(head, "ician", 7)
                || ends(head, "ologist", 8)
                || ends(head, "man", 7)
                || ends(head, "eer", 6);
    }

    /** The same of a word that stands where much else may stand: "letter" and "however" end like a trade, too. */
    static boolean isSurelyTrade(String head) {
        if (NOT_TRADES.contains(head)) {
            return false;
        }
        for (String ending : SURE_ENDINGS) {
            if (ends(head, ending, ending.length() + 3)) {
                return true;
            }
        }
        return TRADES.contains(head);
    }

    private static boolean ends(String word, String ending, int lengthMin) {
        return word.length() >= lengthMin && word.endsWith(ending);
    }
}
