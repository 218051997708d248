package dev.rapport.chat.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import dev.rapport.chat.Vectors;
import dev.rapport.chat.turn.TurnFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Project Wycheproof's vectors against what checks our tokens and those of issuers. They are no part of a checkout: {@code
 * -Drapport.vectors=DIR} says where they are, and CI requires them where it finds them.
 */
class WycheproofTest {
    private static final String FOLDER = "wycheproof/testvectors_v1/";
    private static final int TOKEN_LENGTH_MAX = 16_384;
    private static final Set<String> HEADER_FIELDS = Set.of("alg", "kid", "typ");
    private static final List<JWSAlgorithm> ALL = List.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512,
            JWSAlgorithm.HS256,
            JWSAlgorithm.HS384,
            JWSAlgorithm.HS512);

    /** Where our word is another one than theirs, and why. */
    private static final Map<Integer, String> PINNED = Map.of(
            346, "refused: a token of PS384 under a key that says PS256",
            350, "refused: the same, with key_ops",
            347, "refused: the key's algorithm is ES521, which does not exist",
            351, "refused: the same, with key_ops",
            367, "taken: letter by letter the text of 357, which is valid",
            370, "taken: the same",
            372, "refused: a ? within base64url, which RFC 7515 forbids",
            373, "refused: the same, in the payload");

    @Test
    void signatures_areJudgedAsStated_butForThePinnedEight() throws IOException {
        JsonNode groups = vectors("json_web_signature_test.json");
        Set<Integer> differing = new TreeSet<>();
        int count = 0;
        for (JsonNode group : groups) {
            for (JsonNode vector : group.path("tests")) {
                count++;
                if (isTaken(group, vector) != isValid(vector)) {
                    differing.add(vector.path("tcId").asInt());
                }
            }
        }
        assertThat(count).isEqualTo(401);
        assertThat(differing).isEqualTo(new TreeSet<>(PINNED.keySet()));
        assertThat(text(groups, 367)).isEqualTo(text(groups, 357)).isEqualTo(text(groups, 370));
    }

    @Test
    void keys_areJudgedAsStated_allOfThem() throws IOException {
        int count = 0;
        for (JsonNode group : vectors("json_web_key_test.json")) {
            for (JsonNode vector : group.path("tests")) {
                count++;
                assertThat(isTaken(group, vector))
                        .as("%s %s", vector.path("tcId"), group.path("comment"))
                        .isEqualTo(isValid(vector));
            }
        }
        assertThat(count).isEqualTo(26);
    }

    private static boolean isTaken(JsonNode group, JsonNode vector) {
        JsonNode key = group.has("public") ? group.path("public") : group.path("private");
        String set = key.has("keys") ? key.toString() : "{\"keys\":[" + key + "]}";
        JsonNode token = vector.path("jws");
        try {
            VerifyingKeys keys = VerifyingKeys.read(set, ALL);
            Jws jws = Jws.parse(token.isTextual() ? token.textValue() : token.toString(), TOKEN_LENGTH_MAX);
            String id = jws.header().getKeyID();
            return HEADER_FIELDS.containsAll(jws.names())
                    && id != null
                    && keys.find(id).filter(jws::isSignedBy).isPresent();
        } catch (TurnFailed | IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isValid(JsonNode vector) {
        return vector.path("result").asText().equals("valid");
    }

    private static String text(JsonNode groups, int id) {
        for (JsonNode group : groups) {
            for (JsonNode vector : group.path("tests")) {
                if (vector.path("tcId").asInt() == id) {
                    return vector.path("jws").asText();
                }
            }
        }
        throw new AssertionError("no vector " + id);
    }

    private static JsonNode vectors(String name) throws IOException {
        return StrictJson.object(Files.readString(Vectors.at(FOLDER + name)).getBytes(UTF_8))
                .path("testGroups");
    }
}
