package dev.rapport.loadtest.simulator;

import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.simulator.Places.Place;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;

/** {@code POST /v1/chat/completions}. Runs on the connection's event loop. */
final class ChatRoute {
    /** Largest request body: 16 messages of 256 KiB. */
    static final int BODY_SIZE_MAX = 4 << 20;

    /** Most requests in flight; a process has no more file descriptors than about this anyway. */
    static final int IN_FLIGHT_MAX = 20_000;

    /** What who finds no place is told to wait: nobody knows when one will be free, and headers count whole seconds. */
    private static final long NO_PLACE_WAIT_NANOS = 1_000_000_000;

    private final SimulatorSettings settings;
    private final RateLimits limits;
    private final Places places;
    private final RequestLog log;
    private final Context loop;
    private final LoopTimer timer;

    ChatRoute(SimulatorSettings settings, SimulatorLoop.Shared shared, Context loop) {
        this.settings = settings;
        this.limits = shared.limits();
        this.places = shared.places();
        this.log = shared.log();
        this.loop = loop;
        this.timer = LoopTimer.of(loop);
    }

    /** A request that has fully come in. */
    private record Arrival(HttpServerRequest http, Buffer body, Place place, int inFlight, long nanos, long atMillis) {}

    /**
     * What was asked for, as far as it could be read, and what to play.
     *
     * @param served whether it takes a place; refusals take none
     */
    private record Turn(
            String nonce,
            String model,
            boolean stream,
            int promptTokens,
            Script script,
            boolean served,
            RateLimits.Charge charge) {
        /** Refused before its message was read. */
        static Turn unread(Script script) {
            return new Turn("", "", false, 0, script, false, RateLimits.Charge.NONE);
        }

        /** Refused by a limit, or because of what its messages say. */
        static Turn refused(AnswerPlan plan, ChatRequest request, Script script, RateLimits.Charge charge) {
            return new Turn(
                    plan.nonce(), request.model(), request.stream(), request.promptTokens(), script, false, charge);
        }
    }

    private static Script invalid(int status, String message, String param, String code) {
        String error = Frames.error(message, "invalid_request_error", param.isEmpty() ? null : param, code);
        return Script.json(status, Map.of(), error, code);
    }

    void handle(HttpServerRequest http) {
        log.open();
        http.response().closeHandler(gone -> log.abandon()); // until the body has come, and a player watches
        Buffer body = Buffer.buffer();
        http.handler(part -> {
            if (body.length() <= BODY_SIZE_MAX) { // the rest is read and thrown away, so that the client hears the 413
                body.appendBuffer(part);
            }
        });
        http.endHandler(complete -> {
            long atMillis = System.currentTimeMillis();
            answer(new Arrival(http, body, new Place(loop), log.begin(atMillis), System.nanoTime(), atMillis));
        });
    }

    private void answer(Arrival arrival) {
        Turn turn = turnOf(arrival);
        Place place = arrival.place();
        Player player = new Player(arrival.http(), turn.script(), timer, arrival.nanos(), course -> {
            log.end(recordOf(turn, arrival.atMillis(), course));
            places.leave(place, System.nanoTime());
        });
        player.watch();
        if (turn.served()) {
            places.enter(place, player::start, arrival.nanos());
        } else {
            places.leave(place, System.nanoTime()); // it may have taken one before it was refused
            player.start(arrival.nanos());
        }
    }

    private static RequestRecord recordOf(Turn turn, long arrivedAtMillis, Player.Course course) {
        return new RequestRecord(
                turn.nonce(),
                turn.model(),
                turn.stream(),
                turn.script().status(),
                arrivedAtMillis,
                course.firstTokenNanos(),
                course.totalNanos(),
                course.tokens(),
                course.clientGone() ? "client-gone" : turn.script().outcome(),
                course.waitedNanos(),
                turn.promptTokens(),
                turn.charge());
    }

    private Turn turnOf(Arrival arrival) {
        if (arrival.inFlight() > IN_FLIGHT_MAX) {
            String error = Frames.error("Too many requests in flight.", "server_error", null, "overloaded");
            return Turn.unread(Script.json(503, Map.of(), error, "overloaded"));
        }
        String key = arrival.http().getHeader("authorization");
        if (!settings.key().isEmpty() && !("Bearer " + settings.key()).equals(key)) {
            return Turn.unread(invalid(401, "No valid API key was sent.", "", "invalid_api_key"));
        }
        if (arrival.body().length() > BODY_SIZE_MAX) {
            String message = "The body is larger than " + BODY_SIZE_MAX + " bytes.";
            return Turn.unread(invalid(413, message, "", "body_too_large"));
        }
        return switch (ChatRequest.parse(arrival.body().getBytes())) {
            case ChatRequest.Parsed.Invalid(var message, var param) ->
                Turn.unread(invalid(400, message, param, "invalid_request"));
            case ChatRequest.Parsed.Valid(var request) -> turnOf(request, arrival);
        };
    }

    private Turn turnOf(ChatRequest request, Arrival arrival) {
        Fault byModel = Fault.ofModel(request.model());
        if (byModel == null) {
            String message = "Model '" + request.model() + "' is not configured here.";
            return Turn.unread(invalid(404, message, "model", "model_not_found"));
        }
        Matcher references = AnswerPlan.REFERENCE.matcher(request.lastUserMessage());
        if (references.results().limit(2).count() > 1) {
            log.noteAmbiguous();
        }
        AnswerPlan whole = AnswerPlan.forMessage(settings.answers(), request.lastUserMessage())
                .behindCanaries(request.canaries());
        OptionalInt difference = whole.firstDifference(request.prefix());
        if (difference.isPresent()) {
            return wrongPrefix(whole, request, difference.getAsInt());
        }
        return admitted(byModel, whole.after(request.prefix()), request, arrival);
    }

    private static Turn wrongPrefix(AnswerPlan whole, ChatRequest request, int difference) {
        String message = "messages: the last one, the assistant's, differs from the answer at character " + difference
                + " of " + request.prefix().length() + " (expected: a beginning of the answer)";
        return Turn.refused(
                whole, request, invalid(400, message, "messages", "invalid_prefix"), RateLimits.Charge.NONE);
    }

    private Turn admitted(Fault byModel, AnswerPlan plan, ChatRequest request, Arrival arrival) {
        if (settings.service().refuses() && !places.take(arrival.place())) {
            Map<String, String> headers = RateLimits.retryHeaders(NO_PLACE_WAIT_NANOS);
            Script script = tooMany(headers, "Too many at one time.", "concurrency");
            return Turn.refused(plan, request, script, RateLimits.Charge.NONE);
        }
        int answerTokens = plan.limitedTo(request.tokensMax()).tokenCount();
        return switch (limits.admit(request.promptTokens() + answerTokens, arrival.nanos())) {
            case RateLimits.Admission.Granted(var headers, var charge) -> {
                var terms = termsOf(faultOf(byModel, plan.nonce()), plan.nonce(), headers, arrival.atMillis());
                Script script = new ScriptWriter(plan, request, terms).write();
                yield new Turn(
                        plan.nonce(), request.model(), request.stream(), request.promptTokens(), script, true, charge);
            }
            case RateLimits.Admission.Refused(var type, var message, var headers, var charge) ->
                Turn.refused(plan, request, tooMany(headers, message, type), charge);
        };
    }

    private static Script tooMany(Map<String, String> headers, String message, String type) {
        String code = type.equals("concurrency") ? "concurrency_limit_exceeded" : "rate_limit_exceeded";
        return Script.json(429, new LinkedHashMap<>(headers), Frames.error(message, type, null, code), code);
    }

    /** A fault that the model's name asks for comes before one that strikes at a rate. */
    private Fault faultOf(Fault byModel, String nonce) {
        RatedFault rated = settings.faults().strikes(settings.answers().seed(), nonce);
        if (rated == null || byModel.kind() != Fault.Kind.NONE) {
            return byModel;
        }
        log.noteFault(rated);
        return Fault.ofRated(rated);
    }

    private ScriptWriter.Terms termsOf(Fault fault, String nonce, Map<String, String> headers, long arrivedAtMillis) {
        return new ScriptWriter.Terms(
                fault,
                headers,
                settings.service().serviceNanos(settings.answers().seed(), nonce),
                TimeUnit.MILLISECONDS.toNanos(settings.faults().delayedHeadersMillis()),
                TimeUnit.MILLISECONDS.toSeconds(arrivedAtMillis));
    }
}
