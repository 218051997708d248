package dev.rapport.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;

/** What {@code ./rapport up} prints when everything runs: where, as whom, and what answers. */
final class Welcome {
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(2);

    private final Installation installation;
    private final PrintStream out;

    Welcome(Installation installation, PrintStream out) {
        this.installation = installation;
        this.out = out;
    }

    void print(Status status, String user) {
        out.println();
        out.println("Rapport runs:  " + status.url());
        out.println("Sign in as " + user + ": " + signInLink(status, user));
        out.println("Answers:       " + answers(status));
        out.println("Topology:      " + status.instances() + " instances x " + status.loops()
                + " event loops behind NGINX, two Redis; ./rapport status shows them, ./rapport down stops them");
        Machine.here()
                .advice(status.instances(), status.loops())
                .ifPresent(advice -> out.println("Hint:          " + advice));
    }

    private String signInLink(Status status, String user) {
        try {
            return new Sessions(status, installation.folder()).signInLink(user);
        } catch (LaunchProblem e) {
            return "none (" + e.getMessage() + ")";
        }
    }

    private static String answers(Status status) {
        return status.parts().stream()
                .filter(part -> part.kind() == Part.Kind.INSTANCE)
                .findFirst()
                .map(part -> health(part, "answers"))
                .orElse("unknown");
    }

    /** One field of what an instance says about itself; "unknown" if it says nothing. */
    static String health(PartStatus instance, String field) {
        try {
            String body = Http.get("http://127.0.0.1:" + instance.port() + "/health", ASK_TIMEOUT)
                    .body();
            Object value = Json.readObject(body).get(field);
            return value == null ? "unknown" : value.toString();
        } catch (IOException _) {
            return "unknown";
        }
    }
}
