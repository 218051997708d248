package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.words;

import java.util.Set;

/** Closed classes of nouns: whoever uses one of them of themselves names the value, however the sentence goes. */
final class Kinds {
    /** Of two words the last is listed in {@link #TWO_WORDS}. */
    static final Set<String> INSTRUMENTS = words("""
            accordion autoharp bagpipe bagpipes balalaika bandoneon bandura banjo bass bassoon bayan biwa bodhran bongo
            bongos bouzouki bugle cajon calliope carillon castanets cavaquinho celesta celeste cello cembalo charango
            clarinet clarinets clavichord clavinova concertina conga congas contrabass contrabassoon cornet cymbals
            darbuka didgeridoo djembe dobro drum drums drumkit duduk dulcimer dulcian erhu euphonium fiddle fife flugelhorn
            flute glockenspiel gong guitar guitalele guqin guzheng hammond handpan hang harmonica harmonium harp harpsichord
            horn hurdy-gurdy jaw-harp kalimba kantele keyboard keytar kora koto lap-steel lute lyre mandola mandolin
            marimba mbira melodica melodeon mellotron musette nyckelharpa oboe ocarina organ oud pan-flute panpipes piano
            piccolo pipa psaltery rebec recorder sackbut samisen santoor santur sarangi sarod saxophone sax saz
            shakuhachi shamisen shawm sitar snare sousaphone spinet synth synthesizer tabla tambourine tanpura theorbo
            theremin timpani tin-whistle triangle trombone trumpet tuba ukulele uke vibraphone vihuela viol viola
            violin violoncello virginal vuvuzela washboard whistle xylophone zither""");

    /** Sports and exercise; what is an everyday word too, such as running, needs the more to go with it. */
    static final Set<String> SPORTS = words("""
            aerobics aikido airsoft archery athletics badminton ballet bandy barre baseball basketball biathlon billiards
            bmx bocce bodyboarding bodybuilding bouldering bowling bowls boxing calisthenics canoeing canyoning capoeira
            cheerleading climbing cricket croquet crossfit curling cycling cyclo-cross dancing darts decathlon discus
            diving dodgeball dressage dodgem eventing fencing fistball floorball football fitboxing footvolley freediving
            frisbee futsal golf gymnastics handball hang-gliding hiking hockey hurling jiu-jitsu jogging judo jujitsu
            kabaddi karate karting kayaking kendo kickboxing kitesurfing kite-surfing korfball krav-maga kung-fu lacrosse
            longboarding luge mma motocross mountaineering mountainbiking muay-thai netball orienteering padel paddleboarding paddling
            paintball paragliding parkour pentathlon petanque pickleball pilates ping-pong pole-dancing polo powerlifting
            qigong quidditch racquetball rafting rambling riding roller-derby rollerblading roller-skating rounders rowing
            rugby running sailing scuba shinty shooting shot-put showjumping skateboarding skating skeleton skiing
            skydiving slacklining slackline sledding snooker snorkeling snowboarding snowshoeing soccer softball spearfishing spinning
            speed-skating sprinting squash steeplechase sumo surfing swimming table-tennis taekwondo tai-chi tai tennis
            trampolining trampoline triathlon triathlons tumbling ultimate underwater-hockey unicycling volleyball
            wakeboarding walking wallyball waterpolo weightlifting weight-lifting windsurfing wrestling wushu yoga zumba""");

    /** Kept at home or on a farm. {@link Nouns#PETS} are those that "I have" alone makes pets. */
    static final Set<String> ANIMALS = words("""
            alpaca angelfish anole axolotl beagle bee bees betta bird bluetit boa borzoi boxer budgerigar budgie bulldog bullfinch
            bunny calf camel canary capybara carp cat chameleon chick chicken chihuahua chinchilla cichlid cockapoo cockatiel cockatoo
            cockerel cockroach collie corgi cow crab crayfish cricket dachshund dalmatian degu dog doberman donkey dove
            duck duckling emu falcon ferret finch firefish fish foal foxhound frog gecko gerbil goat goldfinch goldfish goldendoodle goose gosling
            gouldian greyhound grasshopper guinea-fowl guinea-pig guppy hamster hare hawk hedgehog hen hermit-crab heifer hound horse husky
            iguana jackdaw jackrabbit jerboa kitten kitty koi labradoodle labrador lamb leopard-gecko lizard llama lobster lovebird macaw
            maltese mantis mare marmoset mastiff mice millipede mongoose monkey mouse mule mynah newt newfoundland octopus ostrich otter owl ox
            parakeet parrot partridge peacock peafowl pheasant pig pigeon piglet piranha pomeranian pony poodle pooch puppy pup pug
            python quail rabbit ragdoll ram rat raven reindeer retriever robin rooster rottweiler salamander samoyed schnauzer scorpion seahorse setter
            sheep sheepdog sheltie shetland skink skunk sloth snail snake spaniel squirrel stallion starling stick-insect sugar-glider swan
            tabby tarantula tarpon terrapin terrier tetra toad tomcat tortoise toucan turkey turtle vizsla wallaby weasel weimaraner whippet
            wolfhound yak zebrafish""");

    /** What people react to. */
    static final Set<String> ALLERGENS = words("""
            acorn alcohol almond amaranth anchovy apple apricot artichoke asparagus aspartame aspirin aubergine avocado
            bamboo banana barley basil bean bee beef beet beetroot birch blackberry blueberry brazil-nut broccoli buckwheat
            bulgur butter buttermilk cabbage caffeine camomile caraway cardamom carrot casein cashew cat cauliflower
            caviar cayenne celeriac celery cheese cherry chestnut chia chicken chickpea chicory chili chilli chives
            chocolate chrysanthemum cilantro cinnamon citrus clam clove clover cocoa coconut cod codeine coffee coriander
            corn couscous crab cranberry crayfish cream cress crustacean cucumber cumin currant curry custard dairy
            date detergent dill dog dragonfruit duck dust egg eggplant elderberry endive fennel fenugreek feta feather
            fig fish flaxseed flour fructose galangal garlic gelatin gelatine ginger gluten goat goose gooseberry grape grapefruit grass
            guava haddock halibut ham hazel hazelnut hemp herring histamine honey hops hornet horse horseradish hummus
            ibuprofen iodine jackfruit kale kiwi kiwifruit kohlrabi kumquat lactose lamb lanolin latex leek lemon lemongrass lentil
            lettuce lime linseed liquorice lobster lupin lupine lychee macadamia mackerel maize malt mandarin mango
            margarine marjoram melon milk millet mint mites molasses mold mollusc mould mozzarella msg mulberry mushroom
            mussel mustard nectarine nettle nickel nightshade nut nutmeg oat oatmeal octopus okra olive onion orange
            oregano oyster papaya paprika parabens parmesan parsley parsnip passionfruit pea peach peanut pear pecan penicillin
            pepper perch perfume persimmon pesto pine pine-nut pineapple pistachio plum pollen pomegranate poppy pork
            potato prawn preservatives prune pumpkin quince quinoa radish ragweed raisin rapeseed raspberry rhubarb rice rosemary
            rye safflower saffron sage salami salmon sardine scallop seafood seaweed semolina sesame shellfish shrimp
            snail soap sorghum soy soya soybean spelt spinach squash squid strawberry sugar sulfites sulphites sunflower swordfish
            tahini tamarind tangerine tapioca taro tarragon thyme tofu tomato trout truffle tuna turkey turmeric turnip vanilla
            veal venison vinegar walnut wasp watercress watermelon wheat whey whisky wine wool yam yeast yogurt yoghurt
            zucchini courgette kefir pollock anchovies tilapia catfish eel carob sumac jicama cassava plantain teff""");

    /** Two words in a row that are one value; the second of each, or the first, stands in a list above. */
    static final Set<String> TWO_WORDS = Set.of(
            "double bass",
            "bass guitar",
            "electric guitar",
            "acoustic guitar",
            "french horn",
            "english horn",
            "steel drum",
            "steel drums",
            "pan flute",
            "tin whistle",
            "jaw harp",
            "bass clarinet",
            "bass drum",
            "grand piano",
            "pedal steel",
            "viola da",
            "uilleann pipes",
            "water polo",
            "table tennis",
            "ice hockey",
            "field hockey",
            "ice skating",
            "figure skating",
            "roller skating",
            "roller derby",
            "speed skating",
            "inline skating",
            "rock climbing",
            "ice climbing",
            "horse riding",
            "horseback riding",
            "martial arts",
            "tai chi",
            "kung fu",
            "krav maga",
            "muay thai",
            "nordic walking",
            "nordic skiing",
            "trail running",
            "cross-country skiing",
            "mountain biking",
            "scuba diving",
            "pole dancing",
            "pole vault",
            "pole vaulting",
            "high jump",
            "long jump",
            "shot put",
            "beach volleyball",
            "ultimate frisbee",
            "disc golf",
            "american football",
            "flag football",
            "gaelic football",
            "water aerobics",
            "weight lifting",
            "weight training",
            "strength training",
            "circuit training",
            "kite surfing",
            "stand-up paddling",
            "tap dancing",
            "ballroom dancing",
            "synchronised swimming",
            "open-water swimming",
            "guinea pig",
            "guinea pigs",
            "guinea fowl",
            "stick insect",
            "stick insects",
            "bearded dragon",
            "hermit crab",
            "hermit crabs",
            "sugar glider",
            "leopard gecko",
            "corn snake",
            "ball python",
            "giant snail",
            "shetland pony",
            "cocker spaniel",
            "border collie",
            "german shepherd",
            "golden retriever",
            "jack russell",
            "great dane",
            "maine coon",
            "dust mites",
            "house dust",
            "tree nuts",
            "tree nut",
            "pine nuts",
            "pine nut",
            "brazil nuts",
            "brazil nut",
            "soy sauce",
            "cow's milk",
            "goat's milk",
            "passion fruit",
            "dragon fruit",
            "star fruit",
            "sunflower seeds",
            "poppy seeds",
            "pumpkin seeds",
            "chia seeds",
            "kidney beans",
            "broad beans",
            "fava beans",
            "lima beans",
            "soy beans",
            "green peas",
            "bell peppers",
            "sweet potatoes",
            "food colouring",
            "artificial sweeteners",
            "red wine",
            "bee venom",
            "cat hair",
            "dog hair",
            "grass pollen",
            "birch pollen");

    private Kinds() {}

    /** Whether the word, or the singular of it, is of the class. */
    static boolean in(Set<String> kind, String word) {
        if (kind.contains(word)) {
            return true;
        }
        int length = word.length();
        if (length < 4 || !word.endsWith("s")) {
            return false;
        }
        return kind.contains(word.substring(0, length - 1))
                || (word.endsWith("es") && kind.contains(word.substring(0, length - 2)))
                || (word.endsWith("ies") && kind.contains(word.substring(0, length - 3) + 'y'));
    }
}
