package dev.rapport.loadtest.client;

import dev.rapport.loadtest.client.Connections.TooManyConnectionsException;
import io.netty.channel.ConnectTimeoutException;

/** Why a request failed. Each failed request is in exactly one class. */
public enum FailureClass {
    /** No connection: refused, no route, no such host. */
    REFUSED("refused"),
    CONNECT_TIMEOUT("connect-timeout"),
    /** This client has as many connections as it may; nothing was asked of the service. */
    CLIENT_LIMIT("client-limit"),
    /** The connection was lost before the status line came. */
    RESET_BEFORE_HEADERS("reset-before-headers"),
    HTTP_4XX("http-4xx"),
    HTTP_429("http-429"),
    HTTP_5XX("http-5xx"),
    /** A status that is neither an error nor the one expected. */
    HTTP_UNEXPECTED("http-unexpected"),
    WRONG_CONTENT_TYPE("wrong-content-type"),
    /** The stream ended without any text. */
    NO_FIRST_TOKEN("no-first-token"),
    /** The stream ended as HTTP has it, after some text, without {@code done} or {@code error}. */
    TRUNCATED_CLEAN("truncated-clean"),
    /** The connection was lost after some text. */
    TRUNCATED_ABRUPT("truncated-abrupt"),
    /** The stream said {@code error}. */
    IN_BAND_ERROR("in-band-error"),
    /** The answer is not the planned one; {@link Integrity} says how. */
    INTEGRITY("integrity"),
    /** Nothing came for too long. */
    IDLE_TIMEOUT("idle-timeout"),
    /** Not complete when its time was up. */
    TIMEOUT("timeout"),
    /** The service answered from its own last resort instead of the provider. */
    LOCAL_ANSWER("local-answer");

    private final String word;

    FailureClass(String word) {
        this.word = word;
    }

    /** As in reports. */
    public String word() {
        return word;
    }

    /** The class of a status that was not the expected one. */
    static FailureClass ofStatus(int status) {
        if (status == 429) {
            return HTTP_429;
        }
        return status >= 500 ? HTTP_5XX : status >= 400 ? HTTP_4XX : HTTP_UNEXPECTED;
    }

    /** The class of a connection that did not come about. */
    static FailureClass ofConnect(Throwable cause) {
        if (cause instanceof TooManyConnectionsException) {
            return CLIENT_LIMIT;
        }
        return cause instanceof ConnectTimeoutException ? CONNECT_TIMEOUT : REFUSED;
    }
}
