package dev.rapport.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;

/** Asks the running service for what lets a person in, with the application key of this installation. */
final class Sessions {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Status status;
    private final StateFolder folder;

    Sessions(Status status, StateFolder folder) {
        this.status = status;
        this.folder = folder;
    }

    /** A session token. */
    String token(String user) {
        return ask("/session", user, "token");
    }

    /** An address that signs a browser in, once. What follows # is not sent to any server or log. */
    String signInLink(String user) {
        return status.url() + "/#invite=" + ask("/session/invite", user, "invite");
    }

    private String ask(String path, String user, String field) {
        try {
            String key = Files.readString(folder.secrets().resolve("application.key"))
                    .strip();
            Http.Answer answer =
                    Http.postJson(status.localUrl() + path, Json.write(Map.of("user", user, "key", key)), TIMEOUT);
            if (answer.status() / 100 != 2) {
                throw new LaunchProblem("POST " + path + " answered " + answer.status() + ": "
                        + answer.body().strip());
            }
            Object value = Json.readObject(answer.body()).get(field);
            if (value == null) {
                throw new LaunchProblem("POST " + path + " answered without \"" + field + "\"");
            }
            return value.toString();
        } catch (IOException e) {
            throw new LaunchProblem("POST " + path + " failed: " + e + " (./rapport status shows what runs)", e);
        }
    }
}
