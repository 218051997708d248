package dev.rapport.chat.traits;

/** What a value looks like, and so where it ends. */
enum ValueKind {
    /** One noun phrase or activity: "green tea". */
    THING,
    /** A list of them: "tea, jazz and hiking". */
    THINGS,
    /** A thing whose last word is a trade. */
    TRADE,
    PLACE,
    NAME,
    AGE,
    DATE,
    /** "They/them". */
    PRONOUNS,
    /** The rest of the clause: "run a marathon in the spring". */
    CLAUSE
}
