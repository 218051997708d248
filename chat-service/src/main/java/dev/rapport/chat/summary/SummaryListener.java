package dev.rapport.chat.summary;

/** Hears what comes of summaries; never what they say. Called on the event loop. */
public interface SummaryListener {
    /** A summary that was due is over. */
    void ended(Outcome outcome);

    /** A sentence was left out. */
    void leftOut(Fault fault);
}
