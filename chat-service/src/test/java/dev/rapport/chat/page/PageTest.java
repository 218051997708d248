package dev.rapport.chat.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static int port;

    @BeforeAll
    static void start() {
        Router router = Router.router(VERTX);
        Page.load().mount(router);
        HttpServer server = VERTX.createHttpServer().requestHandler(router);
        port = server.listen(0, "127.0.0.1").await().actualPort();
    }

    @AfterAll
    static void stop() {
        VERTX.close().await();
    }

    @Test
    void get_root_isTheIndex() throws Exception {
        HttpResponse<String> response = get("/");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(response.body()).isEqualTo(Files.readString(folder().resolve("index.html")));
    }

    @ParameterizedTest
    @MethodSource("pathsBelowPage")
    void get_eachFile_isItsContentWithItsType(String path) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(Files.readString(folder().resolve(path.substring("/page/".length()))));
        assertThat(header(response, "content-type"))
                .isIn("text/javascript; charset=utf-8", "text/css; charset=utf-8", "image/svg+xml");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void get_eachFile_hasTheSecurityHeaders(String path) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(header(response, "content-security-policy"))
                .isEqualTo(
                        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self';"
                                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                                + " require-trusted-types-for 'script'");
        assertThat(header(response, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(response, "referrer-policy")).isEqualTo("no-referrer");
        assertThat(header(response, "cross-origin-opener-policy")).isEqualTo("same-origin");
        assertThat(header(response, "cross-origin-resource-policy")).isEqualTo("same-origin");
        assertThat(header(response, "permissions-policy")).contains("camera=()", "microphone=()", "geolocation=()");
        assertThat(header(response, "cache-control")).isEqualTo("no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"old\", %s", "*"})
    void get_versionIsHeld_is304WithoutBody(String heldPattern) throws Exception {
        String etag = header(get("/page/app.js"), "etag");

        HttpResponse<String> response = get("/page/app.js", "If-None-Match", heldPattern.formatted(etag));

        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
        assertThat(header(response, "etag")).isEqualTo(etag);
        assertThat(header(response, "cache-control")).isEqualTo("no-cache");
    }

    @Test
    void get_otherVersionIsHeld_isTheFile() throws Exception {
        String etagOfOther = header(get("/page/style.css"), "etag");

        assertThat(get("/page/app.js", "If-None-Match", etagOfOther).statusCode())
                .isEqualTo(200);
    }

    @Test
    void head_file_isLikeGetWithoutBody() throws Exception {
        HttpResponse<String> head = send("HEAD", "/page/style.css");
        HttpResponse<String> get = get("/page/style.css");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name : List.of("content-length", "content-type", "etag", "content-security-policy")) {
            assertThat(header(head, name)).as(name).isEqualTo(header(get, name));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page/",
                "/page",
                "/page/index.html",
                "/page/none.js",
                "/page/app.js/",
                "/page/App.js",
                "/page/../page/app.js",
                "/page/%2e%2e/page/app.js",
                "/page/app%2ejs",
                "/page//app.js",
                "/page/../../application.properties",
                "/index.html"
            })
    void get_anyOtherPath_is404(String path) throws Exception {
        assertThat(rawStatus(path)).isEqualTo(404);
    }

    @Test
    void post_file_isRefused() throws Exception {
        assertThat(send("POST", "/page/app.js").statusCode()).isEqualTo(405);
    }

    @Test
    void get_twoHundredAtOnce_allWhole() throws Exception {
        String expected = Files.readString(folder().resolve("app.js"));

        List<String> bodies = Stream.generate(() ->
                        CLIENT.sendAsync(request("GET", "/page/app.js"), HttpResponse.BodyHandlers.ofString(UTF_8)))
                .limit(200)
                .toList()
                .stream()
                .map(response -> response.join().body())
                .toList();

        assertThat(bodies).hasSize(200).allMatch(expected::equals);
    }

    @Test
    void load_missingFile_saysWhereItWasExpected() {
        assertThatThrownBy(() -> PageFile.load("none.js"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("page file: none.js (expected: on the class path under /page/)");
    }

    @Test
    void files_areAllThatTheFolderHolds() throws Exception {
        try (Stream<Path> entries = Files.list(folder())) {
            assertThat(entries.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Page.FILES);
        }
    }

    /** Anything else would be refused by the policy, and break the page in the browser only. */
    @Test
    void index_hasNothingThatThePolicyForbids() throws Exception {
        String index = Files.readString(folder().resolve("index.html"));

        assertThat(index)
                .doesNotContainPattern("(?i)<style|\\sstyle=|\\son[a-z]+=|javascript:|https?://|<iframe|<base");
        assertThat(matches("<script[^>]*>([^<]*)</script>", index)).containsOnly("");
        assertThat(matches("(?:src|href)=\"(/[^\"]*)\"", index)).isNotEmpty().isSubsetOf(paths());
    }

    @Test
    void scripts_makeNoMarkupFromStringsAndNameNoOtherPlace() throws Exception {
        for (String name :
                Page.FILES.stream().filter(file -> file.endsWith(".js")).toList()) {
            String script = Files.readString(folder().resolve(name));
            assertThat(script)
                    .as(name)
                    .doesNotContainPattern(
                            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function"
                                    + "|DOMParser|setHTML|srcdoc|createContextualFragment|'a'|'img'|'iframe'");
            assertThat(matches("from '([^']*)'", script))
                    .as(name)
                    .allMatch(from -> Page.FILES.contains(from.substring(2)));
            assertThat(matches("https?://([^/']*)", script)).as(name).isSubsetOf("www.w3.org");
        }
    }

    static List<String> paths() {
        return Stream.concat(Stream.of("/"), pathsBelowPage()).toList();
    }

    static Stream<String> pathsBelowPage() {
        return Page.FILES.stream().filter(name -> !name.equals("index.html")).map(name -> "/page/" + name);
    }

    private static List<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static Path folder() throws URISyntaxException {
        URI index = Page.class.getResource("/page/index.html").toURI();
        return requireNonNull(Path.of(index).getParent());
    }

    private static HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    private static HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        return CLIENT.send(request(method, path, headers), HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    private static HttpRequest request(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    /** By the Vert.x client, which sends the path as it is. */
    private static int rawStatus(String path) {
        io.vertx.core.http.HttpClient client = VERTX.createHttpClient();
        try {
            return requireNonNull(client.request(io.vertx.core.http.HttpMethod.GET, port, "127.0.0.1", path)
                    .compose(request -> request.send())
                    .map(response -> response.statusCode())
                    .await());
        } finally {
            client.close().await();
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElseThrow(() -> new AssertionError("no header " + name));
    }
}
