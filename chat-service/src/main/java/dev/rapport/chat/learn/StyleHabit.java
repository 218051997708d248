package dev.rapport.chat.learn;

import dev.rapport.chat.turn.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the last messages of a user have in common, in a few words that a prompt can hold: "brief, informal, wants lists".
 *
 * <p>Only what holds for nearly all of them is said, and nothing of fewer than {@value #MESSAGES_MIN}. The limits are a guess,
 * not measured; they are far apart, so that who writes now so and now so has no style.
 */
final class StyleHabit {
    /** Fewer show a mood. */
    static final int MESSAGES_MIN = 5;

    /** Older ones do not count; a conversation is read back with about as many. */
    static final int MESSAGES_MAX = 10;

    /** Neither brief nor long. */
    static final int MIDDLE_WORDS = 30;

    private static final double NEARLY_ALL = 0.8;
    private static final double OFTEN = 0.4;
    private static final int BRIEF_WORDS_MAX = 10;
    private static final int LONG_WORDS_MIN = 60;
    private static final float INFORMAL_MAX = 0.4f;
    private static final float FORMAL_MIN = 0.65f;

    private StyleHabit() {}

    /**
     * The habit.
     *
     * @param messages the newest last
     * @return empty if there is none to tell
     */
    static String of(List<Style> messages) {
        if (messages.size() < MESSAGES_MIN) {
            return "";
        }
        List<Style> last = messages.subList(Math.max(0, messages.size() - MESSAGES_MAX), messages.size());
        List<String> habits = new ArrayList<>();
        add(habits, "brief", share(last, style -> style.words() <= BRIEF_WORDS_MAX) >= NEARLY_ALL);
        add(habits, "at length", share(last, style -> style.words() >= LONG_WORDS_MIN) >= NEARLY_ALL);
        add(habits, "informal", share(last, style -> style.formality() <= INFORMAL_MAX) >= NEARLY_ALL);
        add(habits, "formal", share(last, style -> style.formality() >= FORMAL_MIN) >= NEARLY_ALL);
        add(habits, "uses emoji", share(last, style -> style.emoji() > 0) >= NEARLY_ALL);
        add(habits, "mostly asks", share(last, Style::asks) >= NEARLY_ALL);
        add(habits, "wants lists", share(last, Style::list) >= OFTEN);
        add(habits, "wants code", share(last, Style::code) >= OFTEN);
        return String.join(", ", habits);
    }

    private static void add(List<String> habits, String habit, boolean has) {
        if (has) {
            habits.add(habit);
        }
    }

    private static double share(List<Style> messages, Predicate<Style> chosen) {
        return (double) messages.stream().filter(chosen).count() / messages.size();
    }
}
