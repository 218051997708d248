package dev.rapport.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a part whether it does its work. Blocks for {@link #TIMEOUT} at most. */
@FunctionalInterface
interface Probe {
    /** A part that does not answer within this time is not ready. */
    Duration TIMEOUT = Duration.ofSeconds(1);

    boolean isReady();

    /** Ready when the address answers 200. */
    static Probe http(String url) {
        return () -> {
            try {
                return Http.get(url, TIMEOUT).status() == 200;
            } catch (IOException _) {
                return false;
            }
        };
    }

    /** Ready when Redis answers a ping: one that still loads its data refuses it. */
    static Probe redis(int port, String operatorPassword) {
        byte[] question =
                ("AUTH operator " + operatorPassword + "\r\nPING\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII);
        return () -> {
            try (Socket socket = new Socket()) {
                int millis = (int) TIMEOUT.toMillis();
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
                socket.setSoTimeout(millis);
                socket.getOutputStream().write(question);
                InputStream answer = socket.getInputStream();
                return new String(answer.readNBytes("+OK\r\n+PONG\r\n".length()), StandardCharsets.US_ASCII)
                        .equals("+OK\r\n+PONG\r\n");
            } catch (IOException _) {
                return false;
            }
        };
    }
}
