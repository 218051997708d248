package dev.rapport.chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Other people's hostile requests at an instance's own port, with no NGINX before it. */
@Timeout(120)
class ConformanceIT {
    private static final int PROBES = 28;

    /** JSONTestSuite, of which 188 are no JSON. */
    private static final int DOCUMENTS = 318;

    private static final int NO_JSON = 188;
    private static final String NO = "n_";

    @TempDir
    private static Path folder;

    private static RunningService service;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        service = new RunningService(folder, 1);
        token = service.begin(1, "ada").token;
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    /* Each on a connection of its own, to a path that is not there and to one that takes a body. */
    @ParameterizedTest
    @ValueSource(strings = {"/a", "/session"})
    void httpProbes_getOneOfTheStatusesThatAreAllowed(String path) throws Exception {
        JsonArray probes = new JsonObject(Buffer.buffer(
                        Files.readAllBytes(Vectors.at("http-hygiene").resolve("probes.json"))))
                .getJsonArray("probes");
        assertThat(probes).hasSize(PROBES);
        Map<String, String> wrong = new TreeMap<>();
        for (Object entry : probes) {
            JsonObject probe = (JsonObject) entry;
            List<Integer> allowed = probe.getJsonArray("allowed_status").stream()
                    .map(status -> (Integer) status)
                    .toList();
            byte[] raw = HexFormat.of().parseHex(probe.getString("raw_latin1_hex"));
            String request = new String(raw, ISO_8859_1).replaceFirst(" /a ", " " + path + " ");
            int status = status(request.getBytes(ISO_8859_1));
            if (!allowed.contains(status)) {
                wrong.put(probe.getString("name"), status + " of " + allowed);
            }
        }

        assertThat(wrong).isEmpty();
    }

    /* 0 if the connection was closed without a word. */
    private static int status(byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port(1))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request);
            InputStream in = socket.getInputStream();
            String begin = new String(in.readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
            return begin.isEmpty() ? 0 : Integer.parseInt(begin.substring(begin.length() - 3));
        }
    }

    static Stream<Operation> withBody() throws IOException {
        return Operation.all().stream().filter(Operation::json);
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void jsonSuite_whatIsNoJson_isRefusedAndNothingIsAFault(Operation operation) throws Exception {
        List<Path> documents = Vectors.files("jsontestsuite/test_parsing");
        assertThat(documents).hasSize(DOCUMENTS);
        Map<String, Integer> wrong = new TreeMap<>();
        int refused = 0;
        for (Path document : documents) {
            String name = document.getFileName().toString();
            HttpResponse<String> response =
                    service.send(service.request(1, operation.path(kind -> "gen_AAAAAAAAAAAAAAAAAAAA"))
                            .header("authorization", "Bearer " + token)
                            .method(operation.method(), BodyPublishers.ofByteArray(Files.readAllBytes(document))));
            int status = response.statusCode();
            refused += name.startsWith(NO) && status == 400 ? 1 : 0;
            // None of them is a good body of ours either, but for {} where nothing is required.
            boolean good = name.equals("y_object_empty.json") && operation.id().equals("undo") && status == 404;
            if (status != 400 && !good) {
                wrong.put(name, status);
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(refused).isEqualTo(NO_JSON);
    }
}
