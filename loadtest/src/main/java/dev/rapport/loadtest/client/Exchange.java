package dev.rapport.loadtest.client;

import dev.rapport.loadtest.client.Connections.Line;
import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.record.Sample;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: takes a connection, sends once, times, and hands the body to its {@link Reply}. Never retries.
 * Runs on one event loop. Its future does not fail for what servers and networks do: that is a result.
 */
final class Exchange {
    private static final int ERROR_BODY_SIZE_MAX = 2_048;

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Heartbeats come every 10 s; a stream that is silent for longer than two of them is dead. */
    private static final Duration IDLE_TIME_MAX = Duration.ofSeconds(25);

    /**
     * @param plannedNanos the intended start, {@link System#nanoTime()}
     * @param timeMax from the plan to the end of the answer
     * @param leaveAfterNanos after it was sent the client leaves on purpose; 0 to stay
     */
    record Call(
            RequestOptions options,
            Buffer body,
            long plannedNanos,
            Duration timeMax,
            long leaveAfterNanos,
            Runnable onSent) {}

    private final Connections connections;
    private final LoopTimer timer;
    private final Call call;
    private final Reply reply;
    private final Promise<CallResult> result = Promise.promise();
    private final Buffer errorBody = Buffer.buffer();

    private @Nullable HttpClientRequest request;
    private LoopTimer.@Nullable Pending timeout;
    private LoopTimer.@Nullable Pending idleCheck;
    private LoopTimer.@Nullable Pending leaving;
    private long begunNanos;
    private long sentNanos = Sample.UNREACHED;
    private long headersNanos = Sample.UNREACHED;
    private long heardNanos;
    private long bytesReceived;
    private int status;
    private double retryAfterSeconds = -1;
    private String requestId = "";
    private String instance = "";
    private @Nullable FailureClass refusal;
    private boolean settled;

    Exchange(Connections connections, LoopTimer timer, Call call, Reply reply) {
        this.connections = connections;
        this.timer = timer;
        this.call = call;
        this.reply = reply;
    }

    Future<CallResult> run() {
        begunNanos = sincePlanned();
        timeout = timer.at(call.plannedNanos() + call.timeMax().toNanos(), this::timedOut);
        connections.take(System.nanoTime()).onComplete((line, failure) -> {
            if (failure != null) {
                settle(FailureClass.ofConnect(failure), false, brief(failure));
            } else if (settled) {
                connections.giveBack(line, System.nanoTime());
            } else {
                open(line);
            }
        });
        return result.future();
    }

    private void open(Line line) {
        line.connection().request(call.options()).onComplete((opened, failure) -> {
            if (failure != null) {
                settle(FailureClass.RESET_BEFORE_HEADERS, false, brief(failure));
            } else {
                send(line, opened);
            }
        });
    }

    private void send(Line line, HttpClientRequest opened) {
        request = opened;
        call.onSent().run();
        sentNanos = sincePlanned();
        heardNanos = sentNanos;
        idleCheck = timer.at(System.nanoTime() + IDLE_TIME_MAX.toNanos(), this::checkIdle);
        if (call.leaveAfterNanos() > 0) {
            leaving = timer.at(System.nanoTime() + call.leaveAfterNanos(), this::leave);
        }
        opened.send(call.body()).onComplete((response, failure) -> {
            if (failure != null) {
                settle(FailureClass.RESET_BEFORE_HEADERS, false, brief(failure));
            } else {
                headers(line, response);
            }
        });
    }

    private void headers(Line line, HttpClientResponse response) {
        headersNanos = sincePlanned();
        heardNanos = headersNanos;
        status = response.statusCode();
        requestId = header(response, "x-request-id");
        instance = header(response, "x-served-by");
        retryAfterSeconds = retryAfter(response);
        String contentType = header(response, "content-type");
        refusal = reply.refuse(status, contentType);
        response.handler(this::read);
        response.exceptionHandler(cause -> ended(true, brief(cause)));
        response.endHandler(end -> {
            ended(false, "the body ended");
            connections.giveBack(line, System.nanoTime());
        });
    }

    private void read(Buffer bytes) {
        long at = sincePlanned(); // before parsing: that is our time, not the server's
        heardNanos = at;
        bytesReceived += bytes.length();
        if (settled) {
            return;
        }
        if (refusal != null) {
            errorBody.appendBuffer(bytes, 0, Math.min(bytes.length(), ERROR_BODY_SIZE_MAX - errorBody.length()));
        } else if (!reply.read(bytes, at)) {
            ended(true, "enough");
            giveUp();
        }
    }

    private void ended(boolean abrupt, String how) {
        if (refusal != null) {
            settle(refusal, false, status + " " + ChatApi.cut(errorBody.toString()));
        } else {
            Reply.Conclusion conclusion = reply.end(abrupt, how);
            settle(conclusion.failure(), conclusion.cancelled(), conclusion.detail());
        }
    }

    private void timedOut() {
        settle(FailureClass.TIMEOUT, false, "after " + call.timeMax().toMillis() + " ms");
        giveUp();
    }

    private void leave() {
        settle(null, true, "left " + call.leaveAfterNanos() / NANOS_PER_MILLI + " ms after it was sent");
        giveUp();
    }

    private void checkIdle() {
        long silent = sincePlanned() - heardNanos;
        if (settled) {
            return;
        }
        if (silent >= IDLE_TIME_MAX.toNanos()) {
            settle(FailureClass.IDLE_TIMEOUT, false, "nothing for " + IDLE_TIME_MAX.toSeconds() + " s");
            giveUp();
        } else {
            idleCheck = timer.at(System.nanoTime() + IDLE_TIME_MAX.toNanos() - silent, this::checkIdle);
        }
    }

    /** Closes the connection: what still comes is not wanted, and must not be taken for the next answer. */
    private void giveUp() {
        if (request != null) {
            request.reset();
        }
    }

    private void settle(@Nullable FailureClass failure, boolean cancelled, String detail) {
        if (settled) {
            return;
        }
        settled = true;
        cancel(timeout);
        cancel(idleCheck);
        cancel(leaving);
        long settledNanos = sincePlanned();
        Reply.Content content = reply.content();
        long done = content.doneNanos() == Sample.UNREACHED && failure == null && !cancelled
                ? settledNanos // an answer without a body ends with its headers
                : content.doneNanos();
        Sample.Times times = new Sample.Times(
                begunNanos,
                sentNanos,
                headersNanos,
                content.firstTokenNanos(),
                content.lastTokenNanos(),
                done,
                settledNanos);
        result.complete(new CallResult(
                times,
                content.answer(),
                failure,
                cancelled,
                detail,
                status,
                retryAfterSeconds,
                call.body().length(),
                bytesReceived,
                new Sample.Server(requestId, instance, content.stageMillis()),
                content.body()));
    }

    private static void cancel(LoopTimer.@Nullable Pending pending) {
        if (pending != null) {
            pending.cancel();
        }
    }

    private static String header(HttpClientResponse response, String name) {
        String value = response.getHeader(name);
        return value == null ? "" : value;
    }

    /** Seconds, of which the service may also give milliseconds; -1 if it says nothing that can be read. */
    private static double retryAfter(HttpClientResponse response) {
        try {
            String millis = header(response, "retry-after-ms");
            if (!millis.isEmpty()) {
                return Double.parseDouble(millis) / 1_000;
            }
            String seconds = header(response, "retry-after");
            return seconds.isEmpty() ? -1 : Double.parseDouble(seconds);
        } catch (NumberFormatException e) {
            return -1; // a date: nobody here sends one
        }
    }

    /** An exception in a few words, for a report. */
    private static String brief(Throwable cause) {
        String message = cause.getMessage();
        return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    private long sincePlanned() {
        return System.nanoTime() - call.plannedNanos();
    }
}
