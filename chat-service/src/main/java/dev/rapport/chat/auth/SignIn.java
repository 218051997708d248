package dev.rapport.chat.auth;

import dev.rapport.chat.turn.Session;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Begins and ends sessions. There are no passwords: a session is begun by whoever holds the application key (a program
 * of the operator's) or an invite that such a program asked for (a person's browser).
 */
public final class SignIn {
    private static final String DEFAULT_PLAN = "";
    private static final int TICKET_BYTES = 18; // 144 bits, more than anybody can guess
    private static final int INVITE_TICKET_LENGTH_MAX = 64;
    private static final int ID_BYTES = 12; // 96 bits: ids are names, not secrets, and must not collide

    private final Tokens tokens;
    private final SessionStore sessions;
    private final byte[] applicationKey;
    private final Lengths lengths;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** How long what is given out holds. */
    public record Lengths(Duration session, Duration invite) {}

    /** A session and the token that proves it. */
    public record Begun(Session session, String token) {}

    public SignIn(Tokens tokens, SessionStore sessions, String applicationKey, Lengths lengths, InstantSource clock) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.applicationKey = applicationKey.getBytes(StandardCharsets.UTF_8);
        this.lengths = lengths;
        this.clock = clock;
    }

    /**
     * Begins a session of the user that the application names.
     *
     * @param plan that the user's limits come from; empty for the default one. Whether there is such a plan is not known here
     */
    public Future<Begun> withKey(String user, String key, String plan) {
        return checkKey(user, key).compose(owner -> begin(owner, plan));
    }

    /**
     * Begins a session of the user that the invite is for.
     *
     * <p>An invite is the user's name, a dot and a ticket. It only says under which owner's key to look; whether there is
     * such a ticket the store says.
     */
    public Future<Begun> withInvite(String invite) {
        int dot = invite.lastIndexOf('.');
        String user = invite.substring(0, Math.max(0, dot));
        if (!Owner.isSubject(user) || invite.length() - dot > INVITE_TICKET_LENGTH_MAX) {
            return notInvited();
        }
        Owner owner = Owner.authenticated(user);
        return sessions.isInvited(owner, digest(invite))
                .compose(invited -> invited ? begin(owner, DEFAULT_PLAN) : notInvited());
    }

    /** An invite for the user that the application names. */
    public Future<String> invite(String user, String key) {
        return checkKey(user, key).compose(owner -> {
            String invite = owner.subject() + "." + random(TICKET_BYTES);
            return sessions.invite(owner, digest(invite), lengths.invite()).map(invite);
        });
    }

    /** How long an invite holds. */
    public Duration inviteLength() {
        return lengths.invite();
    }

    /** Ends the session: its token stops working on every instance. */
    public Future<Void> end(Session session) {
        return sessions.end(session.owner(), session.id());
    }

    private Future<Owner> checkKey(String user, String key) {
        if (!MessageDigest.isEqual(applicationKey, key.getBytes(StandardCharsets.UTF_8))) {
            return TurnFailed.future(new TurnFailure.NotAuthenticated(
                    "the application key is wrong (expected: the one in application.key)"));
        }
        if (!Owner.isSubject(user)) {
            return TurnFailed.future(new TurnFailure.BadRequest(
                    "#/user", user, "1 to " + Owner.SUBJECT_LENGTH_MAX + " letters, digits or . _ @ + -"));
        }
        return Future.succeededFuture(Owner.authenticated(user));
    }

    private Future<Begun> begin(Owner owner, String plan) {
        String id = newId("s_");
        String conversation = newId("c_");
        Session session =
                new Session(owner, id, conversation, plan, clock.instant().plus(lengths.session()));
        return sessions.begin(owner, id, new KeptSession(conversation, plan), lengths.session())
                .map(_ -> new Begun(session, tokens.issue(owner.subject(), id, lengths.session())));
    }

    private static <T> Future<T> notInvited() {
        return TurnFailed.future(new TurnFailure.NotAuthenticated(
                "the invite is wrong or its time is over (expected: a fresh one; ask for another)"));
    }

    private String newId(String prefix) {
        return prefix + random(ID_BYTES);
    }

    private String random(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /* The store keeps only this: who can read it cannot sign in with it. */
    private static String digest(String invite) {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(invite.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
