package dev.rapport.llm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A certificate of our own making, in a store that a server may serve and a client may trust. */
final class Certificate {
    static final String PASSWORD = "changeit";
    private static final String TRUST = "javax.net.ssl.trustStore";
    private static final String TRUST_PASSWORD = "javax.net.ssl.trustStorePassword";

    private Certificate() {}

    /** Returns the path of its store. */
    static String create(Path folder, String host) throws IOException, InterruptedException {
        String store = folder.resolve(host + ".p12").toString();
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "SAN=DNS:" + host,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store,
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        return store;
    }

    /** Makes this JVM trust what is in the store, and nothing else. */
    static void trust(String store) {
        System.setProperty(TRUST, store);
        System.setProperty(TRUST_PASSWORD, PASSWORD);
    }

    static void distrust() {
        System.clearProperty(TRUST);
        System.clearProperty(TRUST_PASSWORD);
    }
}
