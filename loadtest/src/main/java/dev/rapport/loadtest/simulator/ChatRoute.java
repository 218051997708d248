package dev.rapport.loadtest.simulator;

import dev.rapport.loadtest.clock.LoopTimer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.regex.Matcher;

/** {@code POST /v1/chat/completions}. Runs on the connection's event loop. */
final class ChatRoute {
    /** Largest request body: 16 messages of 256 KiB. */
    static final int BODY_SIZE_MAX = 4 << 20;

    /** Most requests in flight; a process has no more file descriptors than about this anyway. */
    static final int IN_FLIGHT_MAX = 20_000;

    private final SimulatorSettings settings;
    private final RateLimits limits;
    private final RequestLog log;
    private final LoopTimer timer;

    ChatRoute(SimulatorSettings settings, RateLimits limits, RequestLog log, LoopTimer timer) {
        this.settings = settings;
        this.limits = limits;
        this.log = log;
        this.timer = timer;
    }

    void handle(HttpServerRequest http) {
        Buffer body = Buffer.buffer();
        http.handler(part -> {
            if (body.length() <= BODY_SIZE_MAX) { // the rest is read and thrown away, so that the client hears the 413
                body.appendBuffer(part);
            }
        });
        http.endHandler(complete -> answer(http, body, System.nanoTime(), System.currentTimeMillis()));
    }

    private void answer(HttpServerRequest http, Buffer body, long arrivedNanos, long arrivedAtMillis) {
        int inFlight = log.begin();
        Turn turn = turnOf(http, body, inFlight, arrivedNanos, arrivedAtMillis);
        Script script = turn.script();
        new Player(
                        http,
                        script,
                        timer,
                        arrivedNanos,
                        (tokens, firstTokenNanos, totalNanos, clientGone) -> log.end(new RequestRecord(
                                turn.nonce(),
                                turn.model(),
                                turn.stream(),
                                script.status(),
                                arrivedAtMillis,
                                firstTokenNanos,
                                totalNanos,
                                tokens,
                                clientGone ? "client-gone" : script.outcome())))
                .play();
    }

    /** What was asked for, as far as it could be read, and what to play. */
    private record Turn(String nonce, String model, boolean stream, Script script) {
        static Turn refused(int status, String message, String param, String code) {
            String error = Frames.error(message, "invalid_request_error", param.isEmpty() ? null : param, code);
            return new Turn("", "", false, Script.json(status, Map.of(), error, code));
        }
    }

    private Turn turnOf(HttpServerRequest http, Buffer body, int inFlight, long arrivedNanos, long arrivedAtMillis) {
        if (inFlight > IN_FLIGHT_MAX) {
            String error = Frames.error("Too many requests in flight.", "server_error", null, "overloaded");
            return new Turn("", "", false, Script.json(503, Map.of(), error, "overloaded"));
        }
        if (!settings.key().isEmpty() && !("Bearer " + settings.key()).equals(http.getHeader("authorization"))) {
            return Turn.refused(401, "No valid API key was sent.", "", "invalid_api_key");
        }
        if (body.length() > BODY_SIZE_MAX) {
            return Turn.refused(413, "The body is larger than " + BODY_SIZE_MAX + " bytes.", "", "body_too_large");
        }
        return switch (ChatRequest.parse(body.getBytes())) {
            case ChatRequest.Parsed.Invalid(var message, var param) ->
                Turn.refused(400, message, param, "invalid_request");
            case ChatRequest.Parsed.Valid(var request) -> turnOf(request, arrivedNanos, arrivedAtMillis);
        };
    }

    private Turn turnOf(ChatRequest request, long arrivedNanos, long arrivedAtMillis) {
        Fault fault = Fault.ofModel(request.model());
        if (fault == null) {
            return Turn.refused(
                    404, "Model '" + request.model() + "' is not configured here.", "model", "model_not_found");
        }
        Matcher references = AnswerPlan.REFERENCE.matcher(request.lastUserMessage());
        if (references.results().limit(2).count() > 1) {
            log.noteAmbiguous();
        }
        AnswerPlan plan = AnswerPlan.forMessage(settings.answers(), request.lastUserMessage());
        int answerTokens = plan.limitedTo(request.tokensMax()).tokenCount();
        Script script = switch (limits.admit(request.promptTokens() + answerTokens, arrivedNanos)) {
            case RateLimits.Admission.Granted(var headers) ->
                new ScriptWriter(plan, request, fault, headers, arrivedAtMillis / 1_000).write();
            case RateLimits.Admission.Refused(var type, var message, var headers) ->
                Script.json(
                        429, headers, Frames.error(message, type, null, "rate_limit_exceeded"), "rate_limit_exceeded");
        };
        return new Turn(plan.nonce(), request.model(), request.stream(), script);
    }
}
