package dev.rapport.loadtest.simulator;

import dev.rapport.loadtest.simulator.Script.Ending;
import dev.rapport.loadtest.simulator.Script.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a plan and a fault into the script of what is written when. Pure. */
final class ScriptWriter {
    private static final String EVENT_STREAM = "text/event-stream; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String HTML_PAGE =
            "<!doctype html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>";

    /** What {@code fault-429} tells clients to wait. */
    private static final long REFUSED_WAIT_NANOS = 1_000_000_000;

    private final AnswerPlan plan;
    private final ChatRequest request;
    private final Fault fault;
    private final Frames frames;
    private final Map<String, String> headers;

    ScriptWriter(AnswerPlan plan, ChatRequest request, Fault fault, Map<String, String> headers, long createdSeconds) {
        this.plan = plan.limitedTo(request.tokensMax());
        this.request = request;
        this.fault = fault;
        this.headers = headers;
        this.frames = new Frames(this.plan, request, this.plan.tokenCount() < plan.tokenCount(), createdSeconds);
    }

    Script write() {
        return switch (fault.kind()) {
            case STATUS_500 -> status(500, "The server had an error.", "server_error", "internal_error");
            case STATUS_503 -> status(503, "The engine is overloaded.", "server_error", "overloaded");
            case STATUS_429 -> refused();
            case HANG -> new Script(200, contentType(), headers, List.of(), Ending.SILENCE, outcome());
            case HANG_HEADERS_SENT -> answer(List.of(new Step(0, "", 0)), Ending.SILENCE);
            case HTML ->
                new Script(
                        200,
                        "text/html; charset=utf-8",
                        headers,
                        List.of(new Step(plan.dueNanos(0), HTML_PAGE, 0)),
                        Ending.COMPLETE,
                        outcome());
            case EMPTY -> answer(List.of(new Step(plan.dueNanos(0), "", 0)), Ending.COMPLETE);
            case NONE, STALL, CUT, GARBAGE, INBAND -> request.stream() ? streamed() : whole();
        };
    }

    private Script status(int status, String message, String type, String code) {
        return Script.json(status, headers, Frames.error(message, type, null, code), outcome());
    }

    private Script refused() {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(RateLimits.retryHeaders(REFUSED_WAIT_NANOS));
        String body = Frames.error("Rate limit reached. Try again in 1s.", "requests", null, "rate_limit_exceeded");
        return Script.json(429, all, body, outcome());
    }

    private Script streamed() {
        int tokenCount = plan.tokenCount();
        return switch (fault.kind()) {
            case STALL -> answer(tokens(Math.min(fault.tokens(), tokenCount)), Ending.SILENCE);
            case CUT -> answer(tokens(Math.min(fault.tokens(), tokenCount)), Ending.CLOSE);
            case GARBAGE -> answer(garbled(), Ending.COMPLETE);
            case INBAND -> {
                List<Step> steps = tokens(tokenCount / 2);
                steps.add(new Step(
                        plan.dueNanos(tokenCount / 2),
                        "data: "
                                + Frames.error(
                                        "The model stopped responding.", "server_error", null, "upstream_timeout")
                                + "\n\n",
                        0));
                yield answer(steps, Ending.COMPLETE);
            }
            default -> answer(complete(), Ending.COMPLETE);
        };
    }

    /** The role and the first {@code count} tokens; the role leaves with the first token, as do the headers. */
    private List<Step> tokens(int count) {
        List<Step> steps = new ArrayList<>(count + 2);
        if (count == 0) {
            steps.add(new Step(plan.dueNanos(0), frames.role(), 0));
        }
        for (int i = 0; i < count; i++) {
            steps.add(new Step(plan.dueNanos(i), (i == 0 ? frames.role() : "") + frames.token(i), 1));
        }
        return steps;
    }

    private List<Step> complete() {
        List<Step> steps = tokens(plan.tokenCount());
        steps.add(new Step(plan.dueNanos(plan.tokenCount() - 1), frames.end(), 0));
        return steps;
    }

    private List<Step> garbled() {
        List<Step> steps = complete();
        steps.add(1, new Step(plan.dueNanos(0), "data: {\"id\":\"chatcmpl-, this is no JSON\n\n", 0));
        return steps;
    }

    /** The answer in one piece when its last token is due, or what is left of it. */
    private Script whole() {
        long due = plan.dueNanos(plan.tokenCount() - 1);
        String body = frames.whole();
        String half = body.substring(0, body.length() / 2);
        return switch (fault.kind()) {
            case STALL -> answer(List.of(new Step(due, half, 0)), Ending.SILENCE);
            case CUT -> answer(List.of(new Step(due, half, 0)), Ending.CLOSE);
            case GARBAGE -> answer(List.of(new Step(due, half, 0)), Ending.COMPLETE);
            case INBAND -> {
                String error = Frames.error("The model stopped responding.", "server_error", null, "upstream_timeout");
                yield answer(List.of(new Step(due, error, 0)), Ending.COMPLETE);
            }
            default -> answer(List.of(new Step(due, body, plan.tokenCount())), Ending.COMPLETE);
        };
    }

    private Script answer(List<Step> steps, Ending ending) {
        return new Script(200, contentType(), headers, List.copyOf(steps), ending, outcome());
    }

    private String contentType() {
        return request.stream() ? EVENT_STREAM : JSON;
    }

    /** {@code ok}, or the model's name where it asked for a fault. */
    private String outcome() {
        return fault.kind() == Fault.Kind.NONE ? "ok" : request.model();
    }
}
