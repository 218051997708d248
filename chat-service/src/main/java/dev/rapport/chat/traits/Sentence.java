package dev.rapport.chat.traits;

/**
 * One sentence and what may be learnt from it.
 *
 * @param words all its words, closing marks included
 * @param claim the part in which the user states something; empty in a question
 * @param remember whether the user asks to remember it
 * @param own whether it is the user's at all, and not pasted or part of a role play
 */
record Sentence(Words words, Span claim, boolean command, boolean remember, boolean own) {}
