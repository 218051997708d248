package dev.rapport.loadtest.simulator;

import dev.rapport.loadtest.simulator.Script.Ending;
import dev.rapport.loadtest.simulator.Script.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Turns a plan and a fault into the script of what is written when. Pure. */
final class ScriptWriter {
    /** How much longer the gaps of a slow drip are. */
    static final int SLOW_DRIP_FACTOR = 20;

    /** Length of the token of {@link Fault.Kind#HUGE}: 1 MiB in one line, which no token needs. */
    static final int HUGE_CHARS = 1 << 20;

    private static final String EVENT_STREAM = "text/event-stream; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String NO_JSON = "data: {\"id\":\"chatcmpl-, this is no JSON\n\n";
    private static final String HTML_PAGE =
            "<!doctype html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>";

    /** What {@code fault-429} tells clients to wait. */
    private static final long REFUSED_WAIT_NANOS = 1_000_000_000;

    private static final int BASE_36 = 36;

    private final AnswerPlan plan;
    private final ChatRequest request;
    private final Terms terms;
    private final Fault fault;
    private final Frames frames;

    /**
     * What else an answer depends on.
     *
     * @param headers that it carries whatever comes
     * @param serviceNanos how long all of it takes; empty if the plan says
     * @param delayNanos how late {@link Fault.Kind#DELAYED_HEADERS} is
     */
    record Terms(
            Fault fault,
            Map<String, String> headers,
            OptionalLong serviceNanos,
            long delayNanos,
            long createdSeconds) {}

    ScriptWriter(AnswerPlan plan, ChatRequest request, Terms terms) {
        AnswerPlan limited = plan.limitedTo(request.tokensMax());
        this.plan = terms.serviceNanos().isPresent()
                ? limited.takingNanos(terms.serviceNanos().getAsLong())
                : limited;
        this.request = request;
        this.terms = terms;
        this.fault = terms.fault();
        boolean streamsUsage = request.wantsUsage() && fault.kind() != Fault.Kind.NO_USAGE;
        boolean cutShort = limited.tokenCount() < plan.tokenCount();
        this.frames = new Frames(limited, request, cutShort, streamsUsage, terms.createdSeconds());
    }

    /** A piece of the answer's text and its time. */
    private record Piece(String text, long dueNanos) {}

    Script write() {
        return switch (fault.kind()) {
            case STATUS_500 -> status(500, "The server had an error.", "server_error", "internal_error");
            case STATUS_503 -> status(503, "The engine is overloaded.", "server_error", "overloaded");
            case STATUS_429 -> refused();
            case STATUS_429_BARE -> status(429, "Rate limit reached.", "requests", "rate_limit_exceeded");
            case HANG -> answer(List.of(), Ending.SILENCE);
            case HANG_HEADERS_SENT -> answer(List.of(new Step(0, "", 0)), Ending.SILENCE);
            case HTML ->
                new Script(
                        200,
                        "text/html; charset=utf-8",
                        terms.headers(),
                        List.of(new Step(plan.dueNanos(0), HTML_PAGE, 0)),
                        Ending.COMPLETE,
                        fault.outcome());
            case EMPTY -> answer(List.of(new Step(plan.dueNanos(0), "", 0)), Ending.COMPLETE);
            case NONE,
                    STALL,
                    CUT,
                    CUT_REF,
                    RESET,
                    TRUNCATE,
                    GARBAGE,
                    GARBAGE_ALL,
                    HUGE,
                    INBAND,
                    DUPLICATE,
                    REORDER,
                    FOREIGN,
                    SLOW_DRIP,
                    DELAYED_HEADERS,
                    NO_USAGE -> request.stream() ? streamed() : whole();
        };
    }

    private Script status(int status, String message, String type, String code) {
        return Script.json(status, terms.headers(), Frames.error(message, type, null, code), fault.outcome());
    }

    private Script refused() {
        Map<String, String> all = new LinkedHashMap<>(terms.headers());
        all.putAll(RateLimits.retryHeaders(REFUSED_WAIT_NANOS));
        String body = Frames.error("Rate limit reached. Try again in 1s.", "requests", null, "rate_limit_exceeded");
        return Script.json(429, all, body, fault.outcome());
    }

    private Script streamed() {
        int tokenCount = plan.tokenCount();
        int through = fault.tokensOf(tokenCount);
        return switch (fault.kind()) {
            case STALL -> answer(tokens(through), Ending.SILENCE);
            case CUT -> answer(tokens(through), Ending.CLOSE);
            case CUT_REF ->
                plan.cutAfter().isPresent()
                        ? answer(tokens(plan.cutAfter().getAsInt()), Ending.CLOSE)
                        : answer(complete(), Ending.COMPLETE);
            case RESET -> answer(tokensThen(through, ""), Ending.RESET);
            case TRUNCATE -> answer(tokensThen(through, ""), Ending.COMPLETE);
            case GARBAGE -> answer(garbled(), Ending.COMPLETE);
            case GARBAGE_ALL -> answer(garbage(), Ending.COMPLETE);
            case INBAND -> answer(tokensThen(tokenCount / 2, "data: " + stopped() + "\n\n"), Ending.COMPLETE);
            default -> answer(complete(), Ending.COMPLETE);
        };
    }

    private static String stopped() {
        return Frames.error("The model stopped responding.", "server_error", null, "upstream_timeout");
    }

    /** What the client gets as the answer's text, where that is not cut off: the plan's tokens but for the fault. */
    private List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>(plan.tokenCount() + 1);
        for (int i = 0; i < plan.tokenCount(); i++) {
            pieces.add(new Piece(plan.tokens().get(i), dueNanos(i)));
        }
        int middle = pieces.size() / 2;
        long due = dueNanos(middle);
        switch (fault.kind()) {
            case DUPLICATE -> {
                if (!pieces.isEmpty()) {
                    pieces.add(middle, pieces.get(middle));
                }
            }
            case HUGE -> pieces.add(0, new Piece("x".repeat(HUGE_CHARS) + " ", dueNanos(0)));
            case FOREIGN -> {
                String other = Long.toUnsignedString(Draws.hash("other than " + plan.nonce()), BASE_36);
                pieces.add(middle, new Piece(" w" + other + "." + middle, due));
            }
            case REORDER -> {
                if (pieces.size() > 1) {
                    int first = Math.min(middle, pieces.size() - 2);
                    Piece earlier = pieces.get(first);
                    Piece later = pieces.get(first + 1);
                    pieces.set(first, new Piece(later.text(), earlier.dueNanos()));
                    pieces.set(first + 1, new Piece(earlier.text(), later.dueNanos()));
                }
            }
            default -> {} // all others leave the text as it is
        }
        return pieces;
    }

    private long dueNanos(int index) {
        long planned = plan.dueNanos(index);
        return switch (fault.kind()) {
            case SLOW_DRIP -> plan.dueNanos(0) + (planned - plan.dueNanos(0)) * SLOW_DRIP_FACTOR;
            case DELAYED_HEADERS -> planned + terms.delayNanos();
            default -> planned;
        };
    }

    /** The role and the first {@code count} tokens; the role leaves with the first token, as do the headers. */
    private List<Step> tokens(int count) {
        List<Step> steps = new ArrayList<>(count + 2);
        if (count == 0) {
            steps.add(new Step(dueNanos(0), frames.role(), 0));
        }
        List<Piece> pieces = pieces();
        for (int i = 0; i < count; i++) {
            Piece piece = pieces.get(i);
            steps.add(new Step(piece.dueNanos(), (i == 0 ? frames.role() : "") + frames.token(piece.text()), 1));
        }
        return steps;
    }

    /** The first {@code count} tokens, and then this instead of the next one, or at the last one's time. */
    private List<Step> tokensThen(int count, String text) {
        List<Step> steps = tokens(count);
        steps.add(new Step(dueNanos(Math.min(count, lastIndex())), text, 0));
        return steps;
    }

    private List<Step> complete() {
        List<Step> steps = tokens(pieces().size());
        steps.add(new Step(lastDueNanos(), frames.end(), 0));
        return steps;
    }

    private long lastDueNanos() {
        return dueNanos(lastIndex());
    }

    /** Of the last token, or of the time at which an answer of none ends. */
    private int lastIndex() {
        return Math.max(0, plan.tokenCount() - 1);
    }

    private List<Step> garbled() {
        List<Step> steps = complete();
        steps.add(1, new Step(plan.dueNanos(0), NO_JSON, 0));
        return steps;
    }

    private List<Step> garbage() {
        List<Step> steps = new ArrayList<>(plan.tokenCount());
        for (int i = 0; i <= lastIndex(); i++) {
            steps.add(new Step(plan.dueNanos(i), NO_JSON, 0));
        }
        return steps;
    }

    /** The answer in one piece when its last token is due, or what is left of it. */
    private Script whole() {
        List<Piece> pieces = pieces();
        String text = pieces.stream().map(Piece::text).collect(Collectors.joining());
        String body = frames.whole(text, fault.kind() != Fault.Kind.NO_USAGE);
        Script complete = answer(List.of(new Step(lastDueNanos(), body, pieces.size())), Ending.COMPLETE);
        List<Step> half = List.of(new Step(lastDueNanos(), body.substring(0, body.length() / 2), 0));
        return switch (fault.kind()) {
            case STALL -> answer(half, Ending.SILENCE);
            case CUT -> answer(half, Ending.CLOSE);
            case CUT_REF -> plan.cutAfter().isPresent() ? answer(half, Ending.CLOSE) : complete;
            case RESET -> answer(half, Ending.RESET);
            case GARBAGE, GARBAGE_ALL, TRUNCATE -> answer(half, Ending.COMPLETE);
            case INBAND -> answer(List.of(new Step(lastDueNanos(), stopped(), 0)), Ending.COMPLETE);
            default -> complete;
        };
    }

    private Script answer(List<Step> steps, Ending ending) {
        String contentType = request.stream() ? EVENT_STREAM : JSON;
        return new Script(200, contentType, terms.headers(), List.copyOf(steps), ending, fault.outcome());
    }
}
