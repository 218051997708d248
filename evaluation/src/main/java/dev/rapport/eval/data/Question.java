package dev.rapport.eval.data;

import java.util.List;

/**
 * What is asked after the last message.
 *
 * @param number its place in the file, from 0
 * @param evidence the turns that one must have read to answer; may be empty
 */
public record Question(int number, String conversation, String category, String text, List<String> evidence) {
    public Question {
        evidence = List.copyOf(evidence);
    }
}
