package dev.rapport.loadtest.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.simulator.AnswerPlan;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A chat's answer: reads the event stream, times its tokens, and judges it against the plan. */
final class StreamedReply implements Reply {
    /** Most text of one answer; the longest planned answer has a third of that. */
    private static final int ANSWER_CHARS_MAX = 1 << 20;

    private static final double NANOS_PER_MICRO = 1e3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AnswerPlan plan;
    private final int cancelAfterTokens;
    private final SseParser parser = new SseParser(this::event);
    private final StringBuilder text = new StringBuilder();
    private final List<Integer> gapsMicros = new ArrayList<>();
    private final Map<String, Double> stageMillis = new LinkedHashMap<>();

    private long readNanos;
    private long firstTokenNanos = Sample.UNREACHED;
    private long lastTokenNanos = Sample.UNREACHED;
    private long doneNanos = Sample.UNREACHED;
    private String provider = "";
    private @Nullable String streamError;
    private int usageTokens = -1;
    private int events;
    private int reads;
    private int eventsBeforeRead;
    private int learned;
    private int recalled;
    private int queued;
    private int replaced;
    private int afterDone;
    private int malformed;
    private boolean leaving;

    /**
     * The answer of this plan.
     *
     * @param cancelAfterTokens leave after so many events with text; 0 to stay
     */
    StreamedReply(AnswerPlan plan, int cancelAfterTokens) {
        this.plan = plan;
        this.cancelAfterTokens = cancelAfterTokens;
    }

    @Override
    public @Nullable FailureClass refuse(int status, String contentType) {
        if (status != 200) {
            return FailureClass.ofStatus(status);
        }
        return contentType.toLowerCase(Locale.ROOT).startsWith("text/event-stream")
                ? null
                : FailureClass.WRONG_CONTENT_TYPE;
    }

    @Override
    public boolean read(Buffer bytes, long atNanos) {
        readNanos = atNanos;
        eventsBeforeRead = events;
        try {
            parser.feed(bytes.getBytes());
        } catch (SseParser.EventTooLargeException e) {
            malformed++;
            return false;
        }
        reads += events > eventsBeforeRead ? 1 : 0;
        return !leaving;
    }

    private void event(SseEvent event) {
        switch (event.name()) {
            case "token" -> token(json(event));
            case "done" -> done(json(event));
            case "error" -> streamError = ChatApi.cut(event.data());
            case "recalled" -> recalled = json(event).path("memories").size();
            case "queued" -> queued++;
            case "replaced" -> replaced++;
            default -> {} // events that do not exist yet
        }
    }

    private void token(JsonNode data) {
        if (data.isMissingNode()) {
            return; // no JSON, and counted as that
        }
        JsonNode piece = data.path("text");
        if (!piece.isTextual() || text.length() + piece.asText().length() > ANSWER_CHARS_MAX) {
            malformed++;
            return;
        }
        afterDone += doneNanos == Sample.UNREACHED ? 0 : 1;
        text.append(piece.asText());
        if (!piece.asText().isEmpty()) {
            events++;
            if (firstTokenNanos == Sample.UNREACHED) {
                firstTokenNanos = readNanos;
            } else {
                gapsMicros.add((int) Math.round((readNanos - lastTokenNanos) / NANOS_PER_MICRO));
            }
            lastTokenNanos = readNanos;
            /* Several may come in one read, of a service that stalled; having decided to leave, it stays decided. */
            leaving |= cancelAfterTokens > 0 && events >= cancelAfterTokens;
        }
    }

    private void done(JsonNode data) {
        afterDone += doneNanos == Sample.UNREACHED ? 0 : 1;
        doneNanos = readNanos;
        provider = data.path("provider").asText("");
        usageTokens = data.path("usage").path("completion_tokens").asInt(-1);
        learned = data.path("learned").size();
        data.path("timing_ms").properties().forEach(stage -> {
            if (stage.getValue().isNumber()) {
                stageMillis.put(stage.getKey(), stage.getValue().asDouble());
            }
        });
    }

    private JsonNode json(SseEvent event) {
        try {
            return JSON.readTree(event.data());
        } catch (JsonProcessingException e) {
            malformed++;
            return MissingNode.getInstance();
        }
    }

    @Override
    public Conclusion end(boolean abrupt, String how) {
        if (leaving) {
            return new Conclusion(null, true, "left after " + events + " tokens");
        }
        if (streamError != null) {
            return failed(FailureClass.IN_BAND_ERROR, streamError);
        }
        if (malformed > 0) {
            return failed(FailureClass.INTEGRITY, how);
        }
        if (doneNanos != Sample.UNREACHED && provider.equals("local")) {
            return failed(FailureClass.LOCAL_ANSWER, "done names the provider: local");
        }
        if (firstTokenNanos == Sample.UNREACHED) {
            return failed(FailureClass.NO_FIRST_TOKEN, how);
        }
        if (doneNanos == Sample.UNREACHED) {
            return failed(
                    abrupt ? FailureClass.TRUNCATED_ABRUPT : FailureClass.TRUNCATED_CLEAN,
                    how + " after " + text.length() + " characters");
        }
        Integrity integrity = Integrity.check(plan, text.toString(), afterDone, malformed);
        return integrity.intact()
                ? new Conclusion(null, false, "")
                : failed(FailureClass.INTEGRITY, integrity.toString());
    }

    private static Conclusion failed(FailureClass failure, String detail) {
        return new Conclusion(failure, false, detail);
    }

    /**
     * Whatever became of the answer, what came of it is held against the plan: another user's token is one, also if an
     * error follows it. Only what did not come is no fault of an answer that did not end; that is one failure, not many.
     */
    @Override
    public Content content() {
        boolean ended = doneNanos != Sample.UNREACHED;
        boolean local = ended && provider.equals("local"); // no text of the plan's, and a failure of its own
        Integrity found = ended
                ? Integrity.check(plan, text.toString(), afterDone, malformed)
                : Integrity.checkBeginning(plan, text.toString(), malformed);
        Integrity integrity = ended ? found : found.withoutMissing();
        if (local) {
            integrity = new Integrity(
                    0, 0, 0, Integrity.tokensOfOthers(plan, text.toString()), afterDone, malformed, false);
        }
        int tokens = plan.tokenCount() - found.missing();
        return new Content(
                firstTokenNanos,
                lastTokenNanos,
                doneNanos,
                new Sample.Answer(
                        plan.tokenCount(),
                        tokens,
                        usageTokens,
                        events,
                        reads,
                        List.copyOf(gapsMicros),
                        integrity,
                        learned,
                        recalled,
                        provider,
                        queued,
                        replaced),
                Map.copyOf(stageMillis),
                "");
    }
}
