package dev.rapport.chat.compress;

/** What a passage is about: the six that a compressed conversation is judged by, and the rest. In the order of a digest. */
public enum Category {
    GOALS("## Goals"),
    DECISIONS("## Decisions"),
    PROBLEMS("## Problems"),
    SOLUTIONS("## Solutions"),
    RELATIONSHIPS("## People"),
    TECHNICAL("## Technical details"),
    OTHER("## Also said");

    private final String heading;

    Category(String heading) {
        this.heading = heading;
    }

    /** The line above its passages. */
    public String heading() {
        return heading;
    }
}
