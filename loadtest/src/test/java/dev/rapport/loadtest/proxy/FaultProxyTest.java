package dev.rapport.loadtest.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault between two plain sockets: the test holds both ends. */
class FaultProxyTest {
    /** Longer than anything takes on loopback that is not held back. */
    private static final int SILENT_MILLIS = 400;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Socket> sockets = new ArrayList<>();
    private final ServerSocket upstream = newServer();
    private FaultProxy proxy = newProxy();

    private static ServerSocket newServer() {
        try {
            return new ServerSocket(0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private FaultProxy newProxy() {
        var address = ProxySettings.address("127.0.0.1:" + upstream.getLocalPort());
        return FaultProxy.start(vertx, new ProxySettings("127.0.0.1", 0, address, 0, 7))
                .await();
    }

    @BeforeEach
    void boundAccept() throws IOException {
        upstream.setSoTimeout(5_000);
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        upstream.close();
        http.close();
        vertx.close().await();
    }

    private record Pair(Socket client, Socket server) {}

    /** A connection through the proxy, and its other end. */
    private Pair connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        Socket server = upstream.accept();
        sockets.add(client);
        sockets.add(server);
        client.setSoTimeout(5_000);
        server.setSoTimeout(5_000);
        return new Pair(client, server);
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(proxy.control() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void fault(String json) throws Exception {
        HttpResponse<String> response = call("POST", "/faults", json.replace('\'', '"'));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Socket socket, int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.UTF_8);
    }

    private static byte[] readToEnd(Socket socket) throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SILENT_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(5_000);
    }

    private static void assertReset(Socket socket) {
        assertThatThrownBy(() -> readToEnd(socket))
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    /** The stats once they say this; each look is a round trip. */
    private void awaitStats(String part) throws Exception {
        String stats = "";
        for (int i = 0; i < 1_000 && !stats.contains(part); i++) {
            stats = call("GET", "/stats", "").body();
        }
        assertThat(stats).contains(part);
    }

    @Test
    void noFault_bytesBothWays_andTheEnd() throws Exception {
        Pair pair = connect();
        send(pair.client(), "ping");
        assertThat(read(pair.server(), 4)).isEqualTo("ping");
        send(pair.server(), "pong");
        pair.server().close();

        assertThat(new String(readToEnd(pair.client()), StandardCharsets.UTF_8)).isEqualTo("pong");
        assertThat(call("GET", "/stats", "").body()).contains("\"bytes_up\":4,\"bytes_down\":4");
    }

    /** As without a proxy: who has said everything may still listen. */
    @Test
    void noFault_clientEndsItsHalf_theOtherGoesOnUntilItsOwnEnd() throws Exception {
        Pair pair = connect();
        send(pair.client(), "all of it");
        pair.client().shutdownOutput();
        assertThat(readToEnd(pair.server())).isEqualTo("all of it".getBytes(StandardCharsets.UTF_8));
        assertSilent(pair.client());

        send(pair.server(), "one");
        assertThat(read(pair.client(), 3)).isEqualTo("one");
        send(pair.server(), "two");
        pair.server().close();
        assertThat(readToEnd(pair.client())).isEqualTo("two".getBytes(StandardCharsets.UTF_8));
        awaitStats("\"open\":0");
    }

    @Test
    void noFault_serverEndsItsHalf_theOtherGoesOnUntilItsOwnEnd() throws Exception {
        Pair pair = connect();
        send(pair.server(), "all of it");
        pair.server().shutdownOutput();
        assertThat(readToEnd(pair.client())).isEqualTo("all of it".getBytes(StandardCharsets.UTF_8));

        send(pair.client(), "one");
        assertThat(read(pair.server(), 3)).isEqualTo("one");
        pair.client().close();
        assertThat(readToEnd(pair.server())).isEmpty();
        awaitStats("\"open\":0");
    }

    /** A direction that swallows passes no end on, and must not keep the connection for ever. */
    @Test
    void timeout_bothPeersHaveEnded_connectionIsClosed() throws Exception {
        fault("{'type':'timeout','direction':'up'}");
        Pair pair = connect();
        send(pair.client(), "lost");
        pair.server().close();
        assertThat(readToEnd(pair.client())).isEmpty();
        pair.client().close();

        awaitStats("\"open\":0");
    }

    @Test
    void latency_down_delaysTheReplyAlone() throws Exception {
        fault("{'type':'latency','attributes':{'latency_ms':300}}");
        Pair pair = connect();
        send(pair.client(), "ping");
        assertThat(read(pair.server(), 4)).isEqualTo("ping");
        long sentNanos = System.nanoTime();
        send(pair.server(), "pong");

        assertThat(read(pair.client(), 4)).isEqualTo("pong");
        assertThat(System.nanoTime() - sentNanos).isGreaterThanOrEqualTo(300_000_000L);
    }

    @Test
    void bandwidth_limitsBytesPerSecond() throws Exception {
        fault("{'type':'bandwidth','direction':'up','attributes':{'bytes_per_s':10000}}");
        Pair pair = connect();
        long sentNanos = System.nanoTime();
        send(pair.client(), "x".repeat(5_000));

        assertThat(read(pair.server(), 5_000)).hasSize(5_000);
        assertThat(System.nanoTime() - sentNanos).isGreaterThanOrEqualTo(500_000_000L);
    }

    @Test
    void slicer_deliversSmallPieces() throws Exception {
        fault("{'type':'slicer','attributes':{'size':3,'delay_ms':50}}");
        Pair pair = connect();
        long sentNanos = System.nanoTime();
        send(pair.server(), "abcdefgh");
        InputStream in = pair.client().getInputStream();
        byte[] piece = new byte[100];

        assertThat(in.read(piece)).isEqualTo(3);
        assertThat(in.read(piece)).isEqualTo(3);
        assertThat(in.read(piece)).isEqualTo(2);
        assertThat(System.nanoTime() - sentNanos).isGreaterThanOrEqualTo(150_000_000L);
    }

    @Test
    void reset_afterBytes_resetsBothSides() throws Exception {
        fault("{'type':'reset','attributes':{'after_bytes':4}}");
        Pair pair = connect();
        send(pair.server(), "pong and more");

        assertReset(pair.client());
        assertReset(pair.server());
    }

    @Test
    void reset_afterTime_resetsASilentConnection() throws Exception {
        Pair pair = connect();
        fault("{'type':'reset','attributes':{'after_ms':100}}");

        assertReset(pair.client());
    }

    @Test
    void halfClose_up_endsOneWayAndNotTheOther() throws Exception {
        fault("{'type':'half_close','direction':'up','attributes':{'after_bytes':3}}");
        Pair pair = connect();
        send(pair.client(), "abcdef");

        assertThat(readToEnd(pair.server())).isEqualTo("abc".getBytes(StandardCharsets.UTF_8));
        send(pair.server(), "still here");
        assertThat(read(pair.client(), 10)).isEqualTo("still here");
    }

    @Test
    void timeout_swallowsAndKeepsTheConnection() throws Exception {
        fault("{'type':'timeout','direction':'up','attributes':{'after_bytes':2}}");
        Pair pair = connect();
        send(pair.client(), "abcdef");

        assertThat(read(pair.server(), 2)).isEqualTo("ab");
        assertSilent(pair.server());
        send(pair.server(), "ok");
        assertThat(read(pair.client(), 2)).isEqualTo("ok");
    }

    @Test
    void limitData_closesAfterSoManyBytes() throws Exception {
        fault("{'type':'limit_data','attributes':{'bytes':5}}");
        Pair pair = connect();
        send(pair.server(), "0123456789");

        assertThat(readToEnd(pair.client())).isEqualTo("01234".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void dropReplyAfter_requestArrivesAndReplyIsLost() throws Exception {
        fault("{'type':'drop_reply_after','attributes':{'bytes':0}}");
        Pair pair = connect();
        send(pair.client(), "request");
        assertThat(read(pair.server(), 7)).isEqualTo("request");
        send(pair.server(), "reply");

        assertReset(pair.client());
    }

    @Test
    void dropReplyAfter_exactlyThatMany_arrive_andTheNextIsLost() throws Exception {
        fault("{'type':'drop_reply_after','attributes':{'bytes':3}}");
        Pair pair = connect();
        send(pair.server(), "abc");
        assertThat(read(pair.client(), 3)).isEqualTo("abc");
        assertSilent(pair.client());
        send(pair.server(), "d");

        assertReset(pair.client());
    }

    /** The same bytes are hit again by a second proxy of the same seed, and others on another connection. */
    @Test
    void corrupt_sameSeed_hitsTheSameBits() throws Exception {
        String spec = "{'type':'corrupt','attributes':{'per_byte':0.05}}";
        fault(spec);
        byte[] first = corrupted();
        byte[] second = corrupted();
        proxy = newProxy();
        fault(spec);

        assertThat(corrupted()).isEqualTo(first).isNotEqualTo(second);
        assertThat(first).isNotEqualTo("x".repeat(1_000).getBytes(StandardCharsets.UTF_8));
        assertThat(corrupted()).isEqualTo(second);
    }

    private byte[] corrupted() throws IOException {
        Pair pair = connect();
        send(pair.server(), "x".repeat(1_000));
        return pair.client().getInputStream().readNBytes(1_000);
    }

    @Test
    void down_refusesConnections_andComesBackOnTheSamePort() throws Exception {
        Pair pair = connect();
        int port = proxy.port();
        fault("{'name':'off','type':'down'}");
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(ConnectException.class);
        assertThat(pair.client().getInputStream().read()).isEqualTo(-1);

        assertThat(call("DELETE", "/faults/off", "").statusCode()).isEqualTo(200);

        Pair again = connect();
        send(again.client(), "hi");
        assertThat(read(again.server(), 2)).isEqualTo("hi");
    }

    @Test
    void probability_half_strikesTheSameConnectionsForTheSameSeed() throws Exception {
        String spec = "{'type':'limit_data','probability':0.5,'attributes':{'bytes':0}}";
        fault(spec);
        List<Boolean> first = struckOf12();
        proxy = newProxy();
        fault(spec);

        assertThat(first).contains(true, false);
        assertThat(struckOf12()).isEqualTo(first);
    }

    private List<Boolean> struckOf12() throws IOException {
        List<Boolean> struck = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Pair pair = connect();
            send(pair.server(), "x");
            struck.add(pair.client().getInputStream().read() < 0);
        }
        return struck;
    }

    /** A client that does not read: the proxy stops reading too, instead of keeping it all. */
    @Test
    void slowReader_stopsTheProxyFromReading() throws Exception {
        Pair pair = connect();
        byte[] block = new byte[1 << 20];
        int blocks = 24; // more than all socket buffers and queues on the way hold
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                for (int i = 0; i < blocks; i++) {
                    pair.server().getOutputStream().write(block);
                }
                pair.server().shutdownOutput();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        awaitStats("\"pauses\":1");
        assertThat(writer.join(Duration.ofMillis(SILENT_MILLIS))).isFalse();

        assertThat(readToEnd(pair.client())).hasSize(blocks * block.length);
        writer.join();
    }
}
