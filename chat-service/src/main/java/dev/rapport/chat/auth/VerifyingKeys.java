package dev.rapport.chat.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of one signer (RFC 7517).
 *
 * @param byId those that may be used
 * @param leftOut why others may not
 */
record VerifyingKeys(Map<String, VerifyingKey> byId, List<String> leftOut) {
    /** Providers publish 2 to 6. */
    static final int COUNT_MAX = 64;

    VerifyingKeys {
        byId = Map.copyOf(byId);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Reads a key set. A key that may not be used, such as one for encryption, is left out; a set in which one cannot tell which
     * key is meant is refused.
     *
     * @param allowed algorithms, in the order of preference for keys that name none
     * @throws IllegalArgumentException if it is no key set, two keys have one id, or it has secrets beside public keys
     */
    static VerifyingKeys read(String json, Collection<JWSAlgorithm> allowed) {
        JsonNode entries = entries(json);
        Map<String, VerifyingKey> usable = new HashMap<>();
        List<String> leftOut = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Set<Boolean> secrecy = new HashSet<>();
        for (JsonNode entry : entries) {
            String id = entry.path("kid").asText("");
            if (!id.isEmpty() && !ids.add(id)) {
                throw new IllegalArgumentException("kid: two keys have the same (expected: one key for each id)");
            }
            secrecy.add(entry.path("kty").asText("").equals(KeyType.OCT.getValue()));
            try {
                usable.put(id, VerifyingKey.of(JWK.parse(entry.toString()), allowed));
            } catch (ParseException | IllegalArgumentException e) {
                leftOut.add(String.valueOf(e.getMessage()));
            }
        }
        if (secrecy.size() > 1) {
            throw new IllegalArgumentException("kty: oct beside others (expected: secrets and public keys apart)");
        }
        return new VerifyingKeys(usable, leftOut);
    }

    Optional<VerifyingKey> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    private static JsonNode entries(String json) {
        JsonNode entries;
        try {
            entries = StrictJson.object(json.getBytes(StandardCharsets.UTF_8)).path("keys");
        } catch (IOException e) {
            throw new IllegalArgumentException("the key set is no JSON object", e);
        }
        if (!entries.isArray() || entries.size() > COUNT_MAX) {
            throw new IllegalArgumentException("keys: missing or too many (expected: a list of 0.." + COUNT_MAX + ")");
        }
        return entries;
    }
}
