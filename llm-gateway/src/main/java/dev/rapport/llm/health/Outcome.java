package dev.rapport.llm.health;

/** What a call says about its provider. */
public enum Outcome {
    /** A whole answer. */
    WELL,
    /** No answer, or half of one, and the provider is to blame. */
    FAILED,
    /** The provider says that it has no room. It lives, but wants less. */
    OVERLOADED,
    /** The reader left, or the prompt was refused: says nothing. */
    NOT_ITS_FAULT
}
