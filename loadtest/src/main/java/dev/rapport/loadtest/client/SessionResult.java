package dev.rapport.loadtest.client;

/** What came of opening or ending a session. */
public sealed interface SessionResult {

    /** The session is open; {@code token} is what to show from now on. */
    record Opened(String token) implements SessionResult {}

    /** The session has ended. */
    record Ended() implements SessionResult {}

    record Failed(FailureClass failure, String detail) implements SessionResult {}
}
