package dev.rapport.chat.auth;

import com.nimbusds.jose.JWSAlgorithm;
import dev.rapport.memory.Owner;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An identity provider that users may come from (OpenID Connect Core 1.0).
 *
 * @param name what the names of its users begin with, 1 to 16 letters and digits
 * @param issuer its address, as its tokens have it in {@code iss}
 * @param audience what it calls this service, in {@code aud}
 * @param jwks where its keys are; empty if its discovery document says so
 * @param algorithms that its tokens may be signed with, in the order of preference for keys that name none
 * @param userClaim what says who the user is
 * @param planClaim what says which plan the user has; empty if nothing does
 */
public record Issuer(
        String name,
        String issuer,
        String audience,
        Optional<URI> jwks,
        List<JWSAlgorithm> algorithms,
        String userClaim,
        String planClaim) {
    /** Who is meant by a name that begins with an issuer's is the issuer's to say. */
    static final String MARK = "+";

    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,16}");
    private static final Set<String> OWN_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<JWSAlgorithm> KNOWN = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /** Checks what the operator wrote. */
    public Issuer {
        algorithms = List.copyOf(algorithms);
        require(NAME.matcher(name).matches(), "name", name, "1 to 16 of a-z and 0-9");
        require(isAddress(issuer), "issuer", issuer, "an address with https; http on this machine only");
        require(!audience.isBlank(), "audience", "empty", "what the issuer calls this service");
        jwks.ifPresent(at -> require(
                isAddress(at.toString()), "jwks", at.toString(), "an address with https; http on this machine only"));
        require(
                !algorithms.isEmpty() && KNOWN.containsAll(algorithms),
                "algorithms",
                algorithms.toString(),
                "some of " + KNOWN.stream().map(JWSAlgorithm::getName).sorted().toList());
        require(!userClaim.isBlank(), "user-claim", "empty", "the name of a claim");
    }

    /** Where its discovery document is (OpenID Connect Discovery 1.0 section 4). */
    URI discovery() {
        return URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration");
    }

    /**
     * Our name of one of its users: the issuer's name, a plus, and what the issuer calls the user. Where that could be no name of
     * ours, its SHA-256 stands for it, after a second plus, which a name that is taken as it is cannot begin with. So no two
     * users, of whatever issuers, have one name.
     */
    String user(String called) {
        String plain = name + MARK + called;
        return Owner.isSubject(called) && Owner.isSubject(plain)
                ? plain
                : name + MARK + MARK + digest(called); // 61 characters at the most
    }

    /** Whether it is one of its users' names, by its form. */
    boolean isUser(String user) {
        return user.startsWith(name + MARK);
    }

    /**
     * Whether keys may be fetched there. Who can change them on their way can be any user, so it has to be HTTPS, except where
     * there is no way.
     */
    static boolean isAddress(String text) {
        try {
            URI address = new URI(text);
            String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            return address.getHost() != null
                    && address.getUserInfo() == null
                    && address.getFragment() == null
                    && (scheme.equals("https") || (scheme.equals("http") && OWN_HOSTS.contains(address.getHost())));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static void require(boolean good, String field, String value, String expected) {
        if (!good) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: " + expected + ")");
        }
    }

    private static String digest(String called) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(called.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
