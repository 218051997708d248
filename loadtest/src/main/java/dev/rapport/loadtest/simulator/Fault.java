package dev.rapport.loadtest.simulator;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How an answer goes wrong, chosen by the model's name; a name that does not begin with {@code fault-} answers as planned,
 * unless its nonce is struck at a rate.
 *
 * @param tokens tokens that get through before it happens, where the kind says so; {@link #HALF} for half of the answer
 * @param outcome the word for the request's record: {@code ok}, the model's name, or the word of the rated fault
 */
record Fault(Kind kind, int tokens, String outcome) {
    /** Half of the tokens that are planned. */
    static final int HALF = -1;

    static final Fault NONE = new Fault(Kind.NONE, 0, FaultRates.OK);

    private static final String PREFIX = "fault-";
    private static final Pattern NAME = Pattern.compile("fault-([a-z0-9-]+?)(?:-(\\d{1,5}))?");

    /** The faults; {@link #word} is the model's name after {@code fault-}. */
    enum Kind {
        /** Answers as planned. */
        NONE("none", false),
        STATUS_500("500", false),
        STATUS_503("503", false),
        STATUS_429("429", false),
        /** Status 429 that does not say when to come back. */
        STATUS_429_BARE("429-bare", false),
        /** Accepts the request and says nothing. */
        HANG("hang", false),
        /** Sends status and headers, then nothing. */
        HANG_HEADERS_SENT("hang-headers-sent", false),
        /** Falls silent after so many tokens. */
        STALL("stall", true),
        /** Closes the connection after so many tokens: no finish reason, no {@code [DONE]}, no end of the body. */
        CUT("cut", true),
        /** Closes the connection where the message's {@link AnswerPlan#REFERENCE} says; answers as planned if it says nothing. */
        CUT_REF("cut-ref", false),
        /** Resets the connection when the token after so many is due. */
        RESET("reset", true),
        /** Ends the body as it should end, but after so many tokens: no finish reason, no {@code [DONE]}. */
        TRUNCATE("truncate", true),
        /** Sends a line that is no JSON after the first token, and then the rest. */
        GARBAGE("garbage", false),
        /** Sends a line that is no JSON in place of each token, nothing else, and ends the body as it should end. */
        GARBAGE_ALL("garbage-all", false),
        /** Sends one token of {@value ScriptWriter#HUGE_CHARS} characters that is not planned, and then all that is. */
        HUGE("huge", false),
        /** Answers 200 with a web page. */
        HTML("html", false),
        /** Sends an error frame after half of the tokens, and ends without {@code [DONE]}. */
        INBAND("inband", false),
        /** Answers 200 with the right content type and no body at all. */
        EMPTY("empty", false),
        /** Sends the token in the middle twice. */
        DUPLICATE("duplicate", false),
        /** Swaps the two tokens in the middle; an answer of one token stays whole. */
        REORDER("reorder", false),
        /** Sends a token of another nonce in the middle. */
        FOREIGN("foreign", false),
        /** Makes the gaps between tokens {@value ScriptWriter#SLOW_DRIP_FACTOR} times as long. */
        SLOW_DRIP("slow-drip", false),
        /** Sends everything, headers too, later. */
        DELAYED_HEADERS("delayed-headers", false),
        /** Sends no usage, although it was asked for. */
        NO_USAGE("no-usage", false);

        private final String word;
        private final boolean counted;

        Kind(String word, boolean counted) {
            this.word = word;
            this.counted = counted;
        }
    }

    /** The fault of this model name, or null if the name asks for one that does not exist. */
    static @Nullable Fault ofModel(String model) {
        if (!model.startsWith(PREFIX)) {
            return NONE;
        }
        for (Kind kind : Kind.values()) {
            if (!kind.counted && model.equals(PREFIX + kind.word)) {
                return new Fault(kind, 0, model);
            }
        }
        Matcher matcher = NAME.matcher(model);
        if (matcher.matches() && matcher.group(2) != null) {
            for (Kind kind : Kind.values()) {
                if (kind.counted && kind.word.equals(matcher.group(1))) {
                    return new Fault(kind, Integer.parseInt(requireNonNull(matcher.group(2))), model);
                }
            }
        }
        return null;
    }

    /** What a fault that strikes at a rate does. */
    static Fault ofRated(RatedFault rated) {
        Kind kind = switch (rated) {
            case CUT -> Kind.TRUNCATE;
            case DUPLICATE -> Kind.DUPLICATE;
            case REORDER -> Kind.REORDER;
            case FOREIGN -> Kind.FOREIGN;
            case STATUS_500 -> Kind.STATUS_500;
            case STATUS_503 -> Kind.STATUS_503;
            case STATUS_429 -> Kind.STATUS_429;
            case STALL -> Kind.STALL;
            case RESET -> Kind.RESET;
            case DELAYED_HEADERS -> Kind.DELAYED_HEADERS;
            case SLOW_DRIP -> Kind.SLOW_DRIP;
            case NO_USAGE -> Kind.NO_USAGE;
        };
        return new Fault(kind, HALF, rated.word());
    }

    /** How many of the tokens that this answer has to send get through before it happens. */
    int tokensOf(int tokenCount) {
        return tokens == HALF ? tokenCount / 2 : Math.min(tokens, tokenCount);
    }

    /** The models to list: one that answers, and one for each fault. */
    static List<String> models() {
        return Stream.concat(
                        Stream.of("sim"),
                        Arrays.stream(Kind.values())
                                .filter(kind -> kind != Kind.NONE)
                                .map(kind -> PREFIX + kind.word + (kind.counted ? "-3" : "")))
                .toList();
    }
}
