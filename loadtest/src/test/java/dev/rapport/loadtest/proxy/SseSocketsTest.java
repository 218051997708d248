package dev.rapport.loadtest.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults of event streams between two plain sockets, byte by byte. */
class SseSocketsTest {
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** Of one event's two halves; a reader that waits is awake long before. */
    private static final int SPLIT_MILLIS = 300;

    private static final long PAUSE_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(SPLIT_MILLIS / 2);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ServerSocket upstream = newServer();

    private static ServerSocket newServer() {
        try {
            ServerSocket server = new ServerSocket(0);
            server.setSoTimeout(5_000);
            return server;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() throws IOException {
        upstream.close();
        http.close();
        vertx.close().await();
    }

    private FaultProxy proxy(long seed, String fault) throws Exception {
        var address = ProxySettings.address("127.0.0.1:" + upstream.getLocalPort());
        FaultProxy proxy = FaultProxy.start(vertx, new ProxySettings("127.0.0.1", 0, address, 0, seed))
                .await();
        HttpRequest post = HttpRequest.newBuilder(URI.create(proxy.control() + "/faults"))
                .POST(HttpRequest.BodyPublishers.ofString(fault.replace('\'', '"')))
                .build();
        HttpResponse<String> response = http.send(post, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return proxy;
    }

    /** Sends a stream of these events over a connection of its own; the pieces that the client read of it. */
    private List<Piece> stream(FaultProxy proxy, String... events) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                Socket server = upstream.accept()) {
            client.setSoTimeout(5_000);
            StringBuilder all = new StringBuilder(HEAD);
            for (String event : events) {
                all.append(EventFaults.framed(event.getBytes(StandardCharsets.UTF_8)));
            }
            server.getOutputStream().write((all + "0\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            server.shutdownOutput();
            return pieces(client.getInputStream());
        }
    }

    /** A read's bytes, as one character each. */
    private record Piece(String text, long atNanos) {}

    private static List<Piece> pieces(InputStream in) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        byte[] buffer = new byte[4_096];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            pieces.add(new Piece(new String(buffer, 0, count, StandardCharsets.ISO_8859_1), System.nanoTime()));
        }
        return pieces;
    }

    private static String text(List<Piece> pieces) {
        return pieces.stream().map(Piece::text).collect(Collectors.joining());
    }

    /** The stream ends inside a character; the connection is closed, and nothing is put in the place of what is lost. */
    @Test
    void cutUtf8_closesInsideTheFirstWideCharacter() throws Exception {
        FaultProxy proxy = proxy(7, "{'type':'sse_cut_utf8'}");
        String wide = "data: a\u00f6b\n\n";
        String received = text(stream(proxy, "data: plain\n\n", wide, "data: after\n\n"));

        int size = wide.getBytes(StandardCharsets.UTF_8).length;
        assertThat(received)
                .isEqualTo(HEAD + "d\r\ndata: plain\n\n\r\n" + Integer.toHexString(size) + "\r\ndata: a\u00c3");
    }

    @Test
    void split_sameSeed_cutsAtTheSamePlaces() throws Exception {
        List<Integer> first = splitPlaces(7);

        assertThat(first).allMatch(place -> place > HEAD.length()).doesNotHaveDuplicates();
        assertThat(splitPlaces(7)).isEqualTo(first);
        assertThat(splitPlaces(8)).isNotEqualTo(first);
    }

    /** Where a long event is cut on each of three connections. */
    private List<Integer> splitPlaces(long seed) throws Exception {
        FaultProxy proxy = proxy(seed, "{'type':'sse_split','attributes':{'delay_ms':" + SPLIT_MILLIS + "}}");
        List<Integer> places = new ArrayList<>();
        for (int connection = 0; connection < 3; connection++) {
            List<Piece> pieces = stream(proxy, "data: " + "x".repeat(500) + "\n\n");
            int place = 0;
            for (int i = 1; i < pieces.size(); i++) {
                place += pieces.get(i - 1).text().length();
                if (pieces.get(i).atNanos() - pieces.get(i - 1).atNanos() > PAUSE_NANOS_MIN) {
                    places.add(place);
                    break;
                }
            }
        }
        assertThat(places).hasSize(3);
        return places;
    }

    @Test
    void drop_halfOfTheConnections_sameSeed_hitsTheSameOnes() throws Exception {
        List<Boolean> first = dropped(7);

        assertThat(first).contains(true, false);
        assertThat(dropped(7)).isEqualTo(first);
        assertThat(dropped(8)).isNotEqualTo(first);
    }

    private List<Boolean> dropped(long seed) throws Exception {
        FaultProxy proxy = proxy(seed, "{'type':'sse_drop','probability':0.5,'attributes':{'event':1}}");
        List<Boolean> dropped = new ArrayList<>();
        for (int connection = 0; connection < 12; connection++) {
            String received = text(stream(proxy, "data: a\n\n", "data: b\n\n", "data: c\n\n"));
            assertThat(received).contains("data: a", "data: c");
            dropped.add(!received.contains("data: b"));
        }
        return dropped;
    }
}
