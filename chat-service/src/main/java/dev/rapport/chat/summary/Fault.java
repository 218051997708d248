package dev.rapport.chat.summary;

import java.util.Locale;

/** Why a sentence of a summary is left out. */
public enum Fault {
    /** A number, a date or a number's word that the text does not have. */
    NUMBER,
    /** A name that the text does not have. */
    NAME,
    /** Speaks of "I" or to "you": an apology, an error, a question. */
    PERSON,
    /** Reads like an order to the assistant. */
    ORDER,
    /** Most of its words do not stand in the text. */
    WORDS;

    /** The word of the metrics. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
