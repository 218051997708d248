package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.words;

import java.util.Map;
import java.util.Set;

/** The nouns and adjectives that say what a value is. Singular; {@link #singular} finds the plural's. */
final class Nouns {
    static final Set<String> PETS = words("""
            dog cat puppy kitten pup hamster parrot rabbit bunny horse pony goldfish fish turtle tortoise snake lizard
            gecko iguana hedgehog ferret rat mouse gerbil budgie canary cockatiel cockatoo bird chicken hen duck goat
            pig sheep cow donkey llama alpaca pet labrador lab poodle beagle corgi husky terrier retriever bulldog
            dachshund chihuahua collie shepherd spaniel pug rottweiler dalmatian greyhound tabby siamese guinea-pig
            frog spider tarantula bearded-dragon macaw axolotl chinchilla mutt kitty doggo pitbull animal""");

    /** The relation as users write it, and the one word it is kept under. */
    static final Map<String, String> RELATIVES = Map.ofEntries(
            Map.entry("mother", "mother"),
            Map.entry("mom", "mother"),
            Map.entry("mum", "mother"),
            Map.entry("mama", "mother"),
            Map.entry("father", "father"),
            Map.entry("dad", "father"),
            Map.entry("papa", "father"),
            Map.entry("parent", "parents"),
            Map.entry("sister", "sister"),
            Map.entry("sis", "sister"),
            Map.entry("brother", "brother"),
            Map.entry("sibling", "siblings"),
            Map.entry("son", "son"),
            Map.entry("daughter", "daughter"),
            Map.entry("grandmother", "grandmother"),
            Map.entry("grandma", "grandmother"),
            Map.entry("granny", "grandmother"),
            Map.entry("nana", "grandmother"),
            Map.entry("grandfather", "grandfather"),
            Map.entry("grandpa", "grandfather"),
            Map.entry("grandparent", "grandparents"),
            Map.entry("grandson", "grandson"),
            Map.entry("granddaughter", "granddaughter"),
            Map.entry("grandchild", "grandchildren"),
            Map.entry("aunt", "aunt"),
            Map.entry("auntie", "aunt"),
            Map.entry("uncle", "uncle"),
            Map.entry("cousin", "cousin"),
            Map.entry("nephew", "nephew"),
            Map.entry("niece", "niece"),
            Map.entry("stepmother", "stepmother"),
            Map.entry("stepfather", "stepfather"),
            Map.entry("stepsister", "stepsister"),
            Map.entry("stepbrother", "stepbrother"),
            Map.entry("stepson", "stepson"),
            Map.entry("stepdaughter", "stepdaughter"),
            Map.entry("mother-in-law", "mother-in-law"),
            Map.entry("father-in-law", "father-in-law"),
            Map.entry("sister-in-law", "sister-in-law"),
            Map.entry("brother-in-law", "brother-in-law"),
            Map.entry("family", "family"),
            Map.entry("child", "child"),
            Map.entry("kid", "child"),
            Map.entry("baby", "baby"),
            Map.entry("toddler", "toddler"));

    static final Set<String> PARTNERS = words("""
            wife husband girlfriend boyfriend partner fiance fianc\u00e9 fiancee fianc\u00e9e spouse hubby wifey""");

    static final Set<String> CHILDREN = words("kid child son daughter toddler baby twin triplet boy girl newborn");

    static final Set<String> STATUS = words("married engaged divorced single widowed separated widow widower");

    static final Set<String> DIETS = words("""
            vegan vegetarian pescatarian pescetarian halal kosher gluten-free dairy-free lactose-free keto ketogenic
            paleo flexitarian carnivore coeliac celiac lactose-intolerant ovo low-carb plant-based sugar-free""");

    static final Set<String> CONDITIONS = words("""
            diabetes diabetic asthma asthmatic epilepsy epileptic arthritis migraine adhd add autism autistic dyslexia
            dyslexic depression anxiety hypertension insomnia eczema psoriasis cancer anemia anaemia anemic anaemic
            osteoporosis endometriosis tinnitus fibromyalgia lupus ibs hypothyroidism parkinson's alzheimer's
            sclerosis scoliosis insomniac disabled pregnant deaf blind colourblind colorblind colour-blind color-blind
            sciatica gout tinnitus dementia vertigo hayfever rosacea gastritis bronchitis sinusitis narcolepsy
            hemophilia haemophilia ptsd ocd bipolar schizophrenia migraines claustrophobia claustrophobic hypochondriac disability""");

    static final Set<String> LOOKS = words("""
            tall short bald blonde blond brunette redhead ginger freckled left-handed right-handed skinny overweight
            chubby muscular slim thin petite tallest shortest taller shorter obese fat tattooed pale fit strong
            colorblind deaf blind""");

    static final Set<String> BODY = words("hair eye eyes beard freckles tattoo tattoos skin feet moustache mustache");

    static final Set<String> VEHICLES = words("""
            car truck motorcycle motorbike scooter van suv jeep pickup convertible sedan minivan bike bicycle moped
            campervan camper boat sailboat yacht tractor bus taxi hatchback tesla toyota honda ford bmw audi volvo
            mercedes volkswagen vw fiat mustang prius civic corolla camry mazda nissan chevy chevrolet porsche ferrari
            mini jaguar lexus opel vauxhall seat dacia saab lancia suzuki yamaha kawasaki ducati chrysler dodge buick subaru kia hyundai skoda renault peugeot harley vespa e-bike ebike""");

    static final Set<String> GOODS = words("""
            piano guitar violin drum house apartment flat farm cabin cottage garden telescope camera laptop computer
            iphone phone macbook playstation xbox ps5 switch printer business shop store restaurant bakery company
            greenhouse pool sauna smartwatch tablet ipad drone kayak surfboard collection bookstore condo mansion
            ranch cafe caf\u00e9 studio thermomix airfryer raspberry""");

    static final Set<String> GENDERS = words("""
            man woman guy girl boy male female lady non-binary nonbinary trans transgender dude gal genderfluid""");

    static final Set<String> NATIONALITIES = words("""
            american british english scottish welsh irish german french spanish italian portuguese dutch belgian swiss
            austrian polish czech slovak hungarian romanian bulgarian greek turkish russian ukrainian swedish norwegian
            danish finnish icelandic estonian latvian lithuanian croatian serbian bosnian slovenian albanian canadian
            mexican brazilian argentinian argentine chilean colombian peruvian venezuelan cuban indian pakistani
            bangladeshi nepalese chinese japanese korean vietnamese thai indonesian filipino malaysian singaporean
            australian egyptian moroccan algerian tunisian nigerian kenyan ghanaian ethiopian israeli iranian iraqi
            lebanese syrian saudi afghan hispanic latino latina caucasian asian african""");

    static final Set<String> LANGUAGES = words("""
            english german french spanish italian portuguese dutch polish czech slovak hungarian romanian bulgarian
            greek turkish russian ukrainian swedish norwegian danish finnish icelandic estonian latvian lithuanian
            croatian serbian bosnian slovenian albanian hindi urdu bengali punjabi tamil telugu marathi gujarati
            chinese mandarin cantonese japanese korean vietnamese thai indonesian tagalog malay arabic hebrew persian
            farsi swahili amharic yoruba zulu afrikaans catalan basque galician welsh irish gaelic esperanto latin
            languages language""");

    private Nouns() {}

    /** The singular of a word of one of these lists; any other word is returned as it is. */
    static String singular(String word) {
        if (word.length() < 4 || !word.endsWith("s")) {
            return word.equals("mice") ? "mouse" : word.endsWith("ren") && word.equals("children") ? "child" : word;
        }
        String stem = word.substring(0, word.length() - 1);
        return switch (stem) {
            case "puppie", "kittie", "bunnie", "pupie", "babie", "ponie", "canarie" ->
                stem.substring(0, stem.length() - 2) + 'y';
            case "wive" -> "wife";
            case "fishe" -> "fish";
            case "huskie" -> "husky";
            default -> stem;
        };
    }

    static boolean oneOf(Set<String> nouns, String word) {
        return nouns.contains(word) || nouns.contains(singular(word));
    }
}
