package dev.rapport.chat.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.PasswordBasedEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tokens that look like ours and are none, each wrong in one respect only (RFC 8725, and what went wrong elsewhere: pac4j
 * CVE-2026-29000, Hono CVE-2026-22817, fast-jwt CVE-2026-34950). All but those of the form are signed with our own key, so that
 * nothing but that one respect can be what they are refused for.
 */
public final class JwtMatrix {
    private static final String EVIL = "https://evil.example/keys";
    private static final int KILOBYTES_10 = 10_240;
    private static final byte[] SECRET = new byte[32];

    private final SigningKey key;
    private final RSAKey evil;
    private final long now;
    private final Map<String, String> header = new LinkedHashMap<>();
    private final Map<String, String> claims = new LinkedHashMap<>();
    private final Map<String, String> rows = new LinkedHashMap<>();

    private JwtMatrix(SigningKey key, Instant now, String session) throws JOSEException {
        this.key = key;
        this.evil = new RSAKeyGenerator(VerifyingKey.RSA_BITS_MIN).generate();
        this.now = now.getEpochSecond();
        header.put("alg", quoted(key.algorithm().getName()));
        header.put("typ", quoted("rapport-session+jwt"));
        header.put("kid", quoted(key.id()));
        claims.put("iss", quoted("rapport"));
        claims.put("aud", quoted("rapport-chat"));
        claims.put("sub", quoted("ada"));
        claims.put("sid", quoted(session));
        claims.put("jti", quoted("j_1"));
        claims.put("iat", Long.toString(this.now));
        claims.put("nbf", Long.toString(this.now));
        claims.put("exp", Long.toString(this.now + 600));
    }

    /** The token from which all others differ; it is good if there is such a session of ada's. The key is one of RS256. */
    public static String good(SigningKey key, Instant now, String session) throws JOSEException {
        return new JwtMatrix(key, now, session).token(Map.of(), Map.of());
    }

    /** The tokens by what is wrong with them. */
    public static Map<String, String> rows(SigningKey key, Instant now, String session) throws JOSEException {
        JwtMatrix matrix = new JwtMatrix(key, now, session);
        matrix.algorithms();
        matrix.headers();
        matrix.texts();
        matrix.times();
        matrix.payloads();
        matrix.forms();
        matrix.encrypted();
        return matrix.rows;
    }

    private void algorithms() throws JOSEException {
        for (String name : List.of("none", "None", "nOnE", "NONE", "", "RS512", "PS256", "ES256", "EdDSA", "rs256")) {
            header("alg " + name, "alg", quoted(name));
        }
        for (String value : List.of("7", "null", "[\"RS256\"]", "{}")) {
            header("alg " + value, "alg", value);
        }
        header("alg missing", "alg", "");
        // the public key, which everybody has, as the secret of an HMAC
        SigningKey other = SigningKey.generated("HS256");
        rows.put("alg swapped", sign(other, json(with(header, "alg", quoted("HS256"))), json(claims)));
    }

    private void headers() throws JOSEException {
        for (String type : List.of("JWT", "at+jwt", "logout+jwt", "rapport-session", "")) {
            header("typ " + type, "typ", quoted(type));
        }
        header("typ missing", "typ", "");
        header("typ a number", "typ", "7");
        Map<String, String> ids = Map.of(
                "path", quoted("../../../../dev/null"),
                "SQL", quoted("x' UNION SELECT 'k' --"),
                "null", "null",
                "a number", "7",
                "empty", quoted(""),
                "of 2 KB", quoted("k".repeat(2_048)),
                "other", quoted("other"));
        for (Map.Entry<String, String> id : ids.entrySet()) {
            header("kid " + id.getKey(), "kid", id.getValue());
        }
        header("kid missing", "kid", "");
        Map<String, String> more = Map.of(
                "jwk", evil.toPublicJWK().toJSONString(),
                "jku", quoted(EVIL),
                "x5u", quoted(EVIL),
                "x5c", "[\"MIIB\"]",
                "x5t", quoted("AAAA"),
                "crit", "[\"exp\"]",
                "b64", "false",
                "zip", quoted("DEF"),
                "cty", quoted("JWT"),
                "enc", quoted("A256GCM"));
        for (Map.Entry<String, String> field : more.entrySet()) {
            header(field.getKey() + " in the header", field.getKey(), field.getValue());
        }
        header("an unknown field in the header", "rapport", "true");
        row("crit and b64", json(with(with(header, "b64", "false"), "crit", "[\"b64\"]")), json(claims));
        row("alg twice", json(header).replaceFirst("\\{", "{\"alg\":\"none\","), json(claims));
        row("kid twice", json(header).replaceFirst("\\{", "{\"kid\":\"other\","), json(claims));
        row("header not an object", "[]", json(claims));
        row("something after the header", json(header) + "{}", json(claims));
    }

    private void texts() throws JOSEException {
        for (String name : List.of("iss", "aud", "sub", "sid", "jti")) {
            claim(name + " missing", name, "");
            for (String value : List.of("null", "7", "{}", "true", "[7]", quoted(""))) {
                claim(name + " " + value, name, value);
            }
        }
        for (String name : List.of("iss", "sub", "sid", "jti")) {
            claim(name + " a list", name, "[" + claims.get(name) + "]");
        }
        claim("iss another", "iss", quoted("https://login.example.com"));
        claim("aud another", "aud", quoted("rapport-load"));
        claim("aud ours and another", "aud", "[\"rapport-chat\",\"other\"]");
        for (String subject : List.of("a}b", "a b", "../x", "ada\\n", "a\\u0000", "a".repeat(65), "ada\\r\\nX: y")) {
            claim("sub " + subject, "sub", quoted(subject));
        }
        claim("sid of another key of the store", "sid", quoted("x}:conv:1"));
        row("sub twice", json(header), json(claims).replaceFirst("\\{", "{\"sub\":\"bob\","));
    }

    private void times() throws JOSEException {
        for (String name : List.of("iat", "nbf", "exp")) {
            claim(name + " missing", name, "");
            for (String value : List.of(
                    "null",
                    "true",
                    quoted(requireNonNull(claims.get(name))),
                    "[" + claims.get(name) + "]",
                    "-1",
                    "1e308",
                    "1e999",
                    "9223372036854775808",
                    "253402300800")) {
                claim(name + " " + value, name, value);
            }
        }
        claim("exp over", "exp", Long.toString(now - 31));
        claim("exp in 10 years", "exp", Long.toString(now + 315_360_000));
        claim("exp after a day and a second", "exp", Long.toString(now + 86_401));
        claim("nbf ahead", "nbf", Long.toString(now + 300));
        claim("iat long ago", "iat", Long.toString(now - 86_400));
        row("exp twice", json(header), json(claims).replaceFirst("\\{", "{\"exp\":" + (now + 60) + ","));
    }

    private void payloads() throws JOSEException {
        row("no payload", json(header), "");
        row("payload not an object", json(header), "[]");
        row("payload null", json(header), "null");
        row("something after the payload", json(header), json(claims) + "{}");
        row("payload too deep", json(header), json(with(claims, "x", "[".repeat(64) + "]".repeat(64))));
        row("payload of 10 KB", json(header), json(with(claims, "x", quoted("x".repeat(KILOBYTES_10)))));
        byte[] broken = json(claims).getBytes(UTF_8);
        broken[json(claims).indexOf("ada")] = (byte) 0xc3;
        rows.put("payload not UTF-8", sign(key, json(header).getBytes(UTF_8), broken));
        row("payload a token", json(header), quoted(token(Map.of(), Map.of())));
    }

    private void forms() throws JOSEException {
        String good = token(Map.of(), Map.of());
        String[] parts = good.split("\\.", -1);
        rows.put("two parts", parts[0] + "." + parts[1]);
        rows.put("no signature", parts[0] + "." + parts[1] + ".");
        rows.put("four parts", good + "." + parts[2]);
        rows.put("five parts", good + "." + parts[1] + "." + parts[2]);
        rows.put("two tokens", good + "," + good);
        rows.put("padded", good + "==");
        rows.put("a quoted one", quoted(good));
        rows.put("signature cut", good.substring(0, good.length() - 4));
        rows.put(
                "signature of another token",
                parts[0] + "." + parts[1] + "."
                        + token(Map.of(), Map.of("jti", quoted("j_2"))).split("\\.", -1)[2]);
        rows.put(
                "claims of another token",
                parts[0] + "." + token(Map.of(), Map.of("sub", quoted("bob"))).split("\\.", -1)[1] + "." + parts[2]);
        rows.put("signature all zero", parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length()));
        rows.put(
                "a ? within", parts[0] + "." + parts[1].substring(0, 5) + "?" + parts[1].substring(5) + "." + parts[2]);
        rows.put("unsigned", encoded("{\"alg\":\"none\"}".getBytes(UTF_8)) + "." + parts[1] + ".");
        SigningKey foreign = SigningKey.generated(key.algorithm().getName());
        rows.put("of another service's key, by our id", sign(foreign, json(header), json(claims)));
        rows.put("of another service", sign(foreign, json(with(header, "kid", quoted(foreign.id()))), json(claims)));
        rows.put(
                "JSON in place of compact",
                "{\"payload\":\"" + parts[1] + "\",\"signatures\":[{\"protected\":\"" + parts[0] + "\",\"signature\":\""
                        + parts[2] + "\"}]}");
    }

    /* With a good token inside, with none, and for whatever key: no JWE is a token of ours. */
    private void encrypted() throws JOSEException {
        Map<JWEAlgorithm, JWEEncrypter> ways = new LinkedHashMap<>();
        ways.put(JWEAlgorithm.RSA_OAEP_256, new RSAEncrypter(evil));
        ways.put(JWEAlgorithm.DIR, new DirectEncrypter(SECRET));
        ways.put(JWEAlgorithm.A256KW, new AESEncrypter(SECRET));
        ways.put(JWEAlgorithm.A256GCMKW, new AESEncrypter(SECRET));
        ways.put(JWEAlgorithm.ECDH_ES_A128KW, new ECDHEncrypter(new ECKeyGenerator(Curve.P_256).generate()));
        ways.put(JWEAlgorithm.PBES2_HS256_A128KW, new PasswordBasedEncrypter("password", 16, 1_000));
        for (Map.Entry<JWEAlgorithm, JWEEncrypter> way : ways.entrySet()) {
            for (String inside : List.of(token(Map.of(), Map.of()), json(claims))) {
                JWEObject jwe = new JWEObject(
                        new JWEHeader.Builder(way.getKey(), EncryptionMethod.A256GCM)
                                .contentType("JWT")
                                .keyID(key.id())
                                .build(),
                        new Payload(inside));
                jwe.encrypt(way.getValue());
                rows.put("JWE " + way.getKey() + " of " + inside.length() + " characters", jwe.serialize());
            }
        }
    }

    private void header(String name, String field, String value) throws JOSEException {
        row(name, json(with(header, field, value)), json(claims));
    }

    private void claim(String name, String field, String value) throws JOSEException {
        row(name, json(header), json(with(claims, field, value)));
    }

    private void row(String name, String headerJson, String claimsJson) throws JOSEException {
        if (rows.put(name, sign(key, headerJson, claimsJson)) != null) {
            throw new AssertionError("two rows " + name);
        }
    }

    private String token(Map<String, String> otherHeader, Map<String, String> otherClaims) throws JOSEException {
        Map<String, String> changedHeader = new LinkedHashMap<>(header);
        changedHeader.putAll(otherHeader);
        Map<String, String> changedClaims = new LinkedHashMap<>(claims);
        changedClaims.putAll(otherClaims);
        return sign(key, json(changedHeader), json(changedClaims));
    }

    /* An empty value takes the field away. */
    private static Map<String, String> with(Map<String, String> fields, String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.put(name, value);
        changed.values().removeIf(String::isEmpty);
        return changed;
    }

    private static String json(Map<String, String> fields) {
        StringBuilder json = new StringBuilder("{");
        fields.forEach((name, value) -> json.append(json.length() == 1 ? "" : ",")
                .append(quoted(name))
                .append(':')
                .append(value));
        return json.append('}').toString();
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static String sign(SigningKey by, String headerJson, String claimsJson) throws JOSEException {
        return sign(by, headerJson.getBytes(UTF_8), claimsJson.getBytes(UTF_8));
    }

    private static String sign(SigningKey by, byte[] headerJson, byte[] claimsJson) throws JOSEException {
        String signed = encoded(headerJson) + "." + encoded(claimsJson);
        return signed + "." + by.signer().sign(new JWSHeader(by.algorithm()), signed.getBytes(UTF_8));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
