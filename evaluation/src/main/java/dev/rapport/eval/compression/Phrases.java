package dev.rapport.eval.compression;

import dev.rapport.chat.compress.Category;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/** The sentences of made-up conversations; {@code <slot>} is filled at random. */
final class Phrases {
    private static final Pattern SLOT = Pattern.compile("<(\\w+)>");

    private static final List<String> GOALS = List.of(
            "By <date> the service should carry <n> orders a minute.",
            "What I am after is a start-up time below <n> ms.",
            "We want to move all <n> customers off <system> before <date>.",
            "My goal is to pass the <system> exam with <n> points.",
            "The budget for this year is <n> euros, and I would like to stay below it.",
            "In the end <person> needs a report of <n> rows each morning.");
    private static final List<String> DECISIONS = List.of(
            "We decided to keep <system> and to drop <system>.",
            "After the meeting on <date> it is settled: <system> it will be, with <n> replicas.",
            "<person> and I agreed on a limit of <n> requests a second.",
            "I chose the plan for <n> euros a month rather than the cheaper one.",
            "We will store dates as UTC, as <person> proposed on <date>.",
            "Going with <system> means that the <n> old jobs stay where they are.");
    private static final List<String> PROBLEMS = List.of(
            "Since <date> the nightly job on <host> stops after <n> rows.",
            "Every <n> requests or so <system> answers with a blank page.",
            "The import fails with error <n> as soon as two workers run.",
            "<person> complains that the search takes <n> seconds.",
            "On <host> the disk fills up with <n> MB of logs a day.",
            "The totals on page <n> are wrong by a cent, and nobody knows why.");
    private static final List<String> SOLUTIONS = List.of(
            "It was the clock of <host>: after setting it the <n> errors were gone.",
            "Raising the pool to <n> connections fixed the hanging requests.",
            "<person> solved it by rebuilding the index of <system>, which took <n> minutes.",
            "The workaround is to restart <host> every <n> hours.",
            "With batches of <n> rows the import runs through.",
            "The cause was a missing comma in line <n> of the <system> file.");
    private static final List<String> RELATIONSHIPS = List.of(
            "<person> leads the team of <n> that runs <host>.",
            "My sister <person> works in the same building, on floor <n>.",
            "<person> is the one to ask about <system>; she built it in <year>.",
            "I report to <person>, who reports to <person>.",
            "Our biggest client is <person>'s shop with <n> branches.",
            "<person> and <person> have not spoken since <date>.");
    private static final List<String> TECHNICAL = List.of(
            "<host> runs <system> <n>.2 on port <n>.",
            "The key has the form `ord:<n>:{id}` and lives for <n> seconds.",
            "Our certificates are renewed on day <n> by `renew --host <host>`.",
            "```sql\nSELECT id FROM orders\n WHERE total > <n>\n   AND host = '<host>';\n```",
            "```yaml\npool:\n  max: <n>\n  host: <host>\n```",
            "The table has <n> million rows and an index on (customer, day).");

    /* Some have a name, a day or a number too, or these alone would tell facts from chatter. */
    private static final List<String> CHATTER = List.of(
            "Thanks, that makes sense.",
            "Let me think about it for a moment.",
            "I had lunch with <person> on <date>, it was nice.",
            "It has been raining for <n> hours here.",
            "Could you say that in other words?",
            "Good morning, I am back at my desk.",
            "I read that twice and I am still not sure what it means.",
            "The coffee machine on floor <n> is empty again.",
            "Is that usual?",
            "I will try it after the break.",
            "<person> says hello, by the way.",
            "That is a nice way to look at it.",
            "My train was late by <n> minutes, as always.",
            "Sorry, I was away for a while.",
            "Does that hold for others, too?",
            "I like the short version better.",
            "Hm, interesting.",
            "Please go on.",
            "Somebody told me so in <year>.",
            "I watched a film about ships last night.",
            "The window is open and it is getting cold.",
            "Let us go through it slowly.");
    private static final List<String> ADVICE = List.of(
            "There are several ways to look at this, and each has its merits.",
            "A good first step is to write down what you see and when you see it.",
            "In general it is worth keeping such things simple, since somebody else will read them later.",
            "You may find it easier to change one thing at a time and to compare.",
            "Many teams begin with the defaults and only look closer when there is a reason to.",
            "It depends on how often this happens and on who is waiting for it.",
            "If you tell me a little more about the surroundings, I can be more precise.",
            "Take your time, there is no hurry with this part.",
            "That is a common question, and the answer is less clear than one would think.",
            "One could also wait and see whether it comes back.");

    private static final List<String> PEOPLE =
            List.of("Ines", "Tomas", "Mirela", "Jonas", "Aiko", "Rashid", "Petra", "Olu", "Carmen", "Viktor");
    private static final List<String> SYSTEMS = List.of(
            "Kestrel", "Heron", "Postgres", "Redis", "Jenkins", "Lucene", "Grafana", "Osprey", "Nomad", "Kafka");
    private static final List<String> MONTHS =
            List.of("March", "April", "May", "June", "July", "September", "October", "November");

    private Phrases() {}

    static String fact(Category category, Random random) {
        return filled(
                switch (category) {
                    case GOALS -> GOALS;
                    case DECISIONS -> DECISIONS;
                    case PROBLEMS -> PROBLEMS;
                    case SOLUTIONS -> SOLUTIONS;
                    case RELATIONSHIPS -> RELATIONSHIPS;
                    case TECHNICAL -> TECHNICAL;
                    case OTHER -> CHATTER;
                },
                random);
    }

    static String chatter(Random random) {
        return filled(CHATTER, random);
    }

    static String advice(Random random) {
        return filled(ADVICE, random);
    }

    private static String filled(List<String> templates, Random random) {
        return SLOT.matcher(one(templates, random)).replaceAll(slot -> switch (slot.group(1)) {
            case "n" -> Integer.toString(2 + random.nextInt(5_000));
            case "year" -> Integer.toString(2005 + random.nextInt(20));
            case "date" -> 1 + random.nextInt(28) + " " + one(MONTHS, random);
            case "person" -> one(PEOPLE, random);
            case "system" -> one(SYSTEMS, random);
            case "host" -> one(List.of("atlas-", "boreas-", "db-"), random) + (1 + random.nextInt(40));
            default -> throw new IllegalStateException("slot: " + slot.group() + " (expected: one of those above)");
        });
    }

    private static String one(List<String> some, Random random) {
        return some.get(random.nextInt(some.size()));
    }
}
