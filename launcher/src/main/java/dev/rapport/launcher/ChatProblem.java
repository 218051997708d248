package dev.rapport.launcher;

import java.io.IOException;
import java.util.Map;

/** The service said no; its message says why, and what to do next. */
final class ChatProblem extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    private ChatProblem(int status, String message) {
        super(message);
        this.status = status;
    }

    /** From a response that is no success. */
    static ChatProblem of(Http.Answer answer) {
        try {
            return of(answer.status(), Json.readObject(answer.body()));
        } catch (IOException _) { // a proxy answered in the place of the service
            return of(answer.status(), Map.of());
        }
    }

    /** From a problem of RFC 9457. */
    static ChatProblem of(int status, Map<String, Object> problem) {
        Object title = problem.getOrDefault("title", "status " + status);
        Object detail = problem.getOrDefault("detail", "");
        String said = detail.equals("") ? title.toString() : title + ": " + detail;
        return new ChatProblem(status, said + (said.endsWith(".") ? "" : ".") + next(status, said));
    }

    private static String next(int status, String said) {
        return switch (status) {
            case 401 -> " Start the client again to sign in.";
            case 404 -> " /memories and /conversations list what there is.";
            case 429, 503 -> said.contains("Try again") ? "" : " Try again in a moment.";
            case 400, 413, 422 -> " Change the message and send it again.";
            default -> status >= 500 ? " Try again; ./rapport logs says why, if it stays like this." : "";
        };
    }

    int status() {
        return status;
    }
}
