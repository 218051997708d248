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
import java.util.Optional;

/**
 * Begins and ends sessions. There are no passwords: a session is begun by whoever holds an application key (a program
 * of the operator's), an invite that such a program asked for (a person's browser), or an ID token of a configured issuer.
 */
public final class SignIn {
    private static final String DEFAULT_PLAN = "";
    private static final int TICKET_BYTES = 18; // 144 bits, more than anybody can guess
    private static final int INVITE_TICKET_LENGTH_MAX = 64;
    private static final int ID_BYTES = 12; // 96 bits: ids are names, not secrets, and must not collide

    private final Tokens tokens;
    private final SessionStore sessions;
    private final Credentials credentials;
    private final Lengths lengths;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** How long what is given out holds. */
    public record Lengths(Duration session, Duration invite) {}

    /** What is taken for a proof of who asks. */
    public record Credentials(ApplicationKeys keys, IdTokens idTokens) {}

    /** A session and the token that proves it. */
    public record Begun(Session session, String token) {}

    public SignIn(Tokens tokens, SessionStore sessions, Credentials credentials, Lengths lengths, InstantSource clock) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.credentials = credentials;
        this.lengths = lengths;
        this.clock = clock;
    }

    /**
     * Begins a session of the user that the application names.
     *
     * @param plan that the user's limits come from; empty for the default one. Whether there is such a plan is not known here
     */
    public Future<Begun> withKey(String user, String key, String plan) {
        return mayName(user, key, plan).compose(owner -> begin(owner, planOf(key, plan)));
    }

    /** Begins a session of the person that an ID token names, with the plan that it names. */
    public Future<Begun> withIdToken(String idToken) {
        return credentials.idTokens().verify(idToken).compose(person -> begin(person.owner(), person.plan()));
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
        String digest = digest(invite);
        return sessions.invited(owner, digest)
                .compose(plan ->
                        plan.map(given -> beginInvited(owner, digest, given)).orElseGet(SignIn::notInvited));
    }

    /** An invite for the user that the application names. */
    public Future<String> invite(String user, String key) {
        return mayName(user, key, DEFAULT_PLAN).compose(owner -> {
            String invite = owner.subject() + "." + random(TICKET_BYTES);
            return sessions.invite(owner, digest(invite), planOf(key, DEFAULT_PLAN), lengths.invite())
                    .map(invite);
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

    /**
     * Ends all sessions and invites of the user that the application names, who may be an issuer's.
     *
     * @return completed when no token of the user's is good on any instance
     */
    public Future<Void> revoke(String user, String key) {
        return checkKey(user, key).compose(sessions::endAll);
    }

    /** Ends all sessions and invites of the session's owner. */
    public Future<Void> endAll(Session session) {
        return sessions.endAll(session.owner());
    }

    /* An issuer's users are the issuer's: a program that could name them could be them. */
    private Future<Owner> mayName(String user, String key, String plan) {
        return checkKey(user, key).compose(owner -> {
            if (credentials.idTokens().isUser(user)) {
                return bad("#/user", user, "a name that is no issuer's; its users sign in with their ID tokens");
            }
            String only = planOf(key, plan);
            return plan.isEmpty() || plan.equals(only)
                    ? Future.succeededFuture(owner)
                    : bad("#/plan", plan, only + ", or none; this key gives no other");
        });
    }

    private String planOf(String key, String plan) {
        String only =
                credentials.keys().find(key).map(ApplicationKeys.Key::plan).orElse("");
        return only.isEmpty() ? plan : only;
    }

    private Future<Owner> checkKey(String user, String key) {
        Optional<ApplicationKeys.Key> known = credentials.keys().find(key);
        if (known.isEmpty()) {
            return TurnFailed.future(new TurnFailure.NotAuthenticated(
                    "the application key is wrong (expected: the one in application.key, or one of application.keys)"));
        }
        if (!Owner.isSubject(user)) {
            return bad("#/user", user, "1 to " + Owner.SUBJECT_LENGTH_MAX + " letters, digits or . _ @ + -");
        }
        return user.startsWith(known.get().users())
                ? Future.succeededFuture(Owner.authenticated(user))
                : bad("#/user", user, "a name that begins with " + known.get().users() + ", as this key may give");
    }

    private static <T> Future<T> bad(String pointer, String value, String expected) {
        return TurnFailed.future(new TurnFailure.BadRequest(pointer, value, expected));
    }

    private Future<Begun> begin(Owner owner, String plan) {
        Session session = newSession(owner, plan);
        return sessions.begin(owner, session.id(), kept(session), lengths.session())
                .map(_ -> begun(session));
    }

    /* Looked for once more: all may have been ended since the plan was read. */
    private Future<Begun> beginInvited(Owner owner, String digest, String plan) {
        Session session = newSession(owner, plan);
        return sessions.beginInvited(owner, digest, session.id(), kept(session), lengths.session())
                .compose(there -> there ? Future.succeededFuture(begun(session)) : notInvited());
    }

    private Session newSession(Owner owner, String plan) {
        return new Session(
                owner, newId("s_"), newId("c_"), plan, clock.instant().plus(lengths.session()));
    }

    private static KeptSession kept(Session session) {
        return new KeptSession(session.conversation(), session.plan());
    }

    private Begun begun(Session session) {
        return new Begun(session, tokens.issue(session.owner().subject(), session.id(), lengths.session()));
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
