package dev.rapport.chat.page;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The chat page, read once from the class path and served from memory.
 *
 * <p>Its paths are a fixed list: nothing of a request is ever made into a file name. A path that is not in the list is
 * left to the other routes. Stateless after {@link #load()}; one page serves all event loops and blocks none.
 */
public final class Page {
    /** All files but the first, which is {@code /}, are under {@code /page/}. */
    static final List<String> FILES = List.of(
            "index.html",
            "theme.js",
            "app.js",
            "api.js",
            "composer.js",
            "conversations.js",
            "frame.js",
            "keys.js",
            "markdown.js",
            "memories.js",
            "panel.js",
            "render.js",
            "session.js",
            "signin.js",
            "stream.js",
            "traits.js",
            "turns.js",
            "undo.js",
            "view.js",
            "waterfall.js",
            "why.js",
            "words.js",
            "yours.js",
            "style.css",
            "panel.css",
            "icon.svg");

    /**
     * What a model writes may be hostile. The page shows it as text only; these headers hold even if the page fails in
     * that: no script, style, image or connection but our own, and no markup from strings.
     */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self';"
            + " style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'";

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", CONTENT_SECURITY_POLICY,
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            // The copy buttons write to the clipboard; the page asks for nothing else.
            "Permissions-Policy",
                    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), clipboard-read=(),"
                            + " clipboard-write=(self)",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            // The version is asked for each time, so a new release is seen at once; the answer is mostly a short 304.
            "Cache-Control", "no-cache");

    private final Map<String, PageFile> files;

    private Page(Map<String, PageFile> files) {
        this.files = files;
    }

    /**
     * Reads all files; blocks, so call it before the event loops start.
     *
     * @throws IllegalStateException if a file is missing: the build is broken
     */
    public static Page load() {
        Map<String, PageFile> files = new LinkedHashMap<>();
        for (String name : FILES) {
            files.put(name.equals("index.html") ? "/" : "/page/" + name, PageFile.load(name));
        }
        return new Page(files);
    }

    /** Adds the page's routes, for GET and HEAD. */
    public void mount(Router router) {
        files.forEach((path, file) -> router.route(path)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> serve(context, path, file)));
    }

    private static void serve(RoutingContext context, String path, PageFile file) {
        if (!path.equals(context.request().path())) { // the router also takes /page/app.js/ and /x/../page/app.js
            context.next();
            return;
        }
        HttpServerResponse response = context.response();
        HEADERS.forEach(response::putHeader);
        response.putHeader(HttpHeaders.ETAG, file.etag());
        // A client that has gone away is no failure of ours.
        send(context, response, file).onFailure(_ -> response.reset());
    }

    private static Future<Void> send(RoutingContext context, HttpServerResponse response, PageFile file) {
        String held = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        if (held != null && file.isAmong(held)) {
            return response.setStatusCode(304).end();
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.contentType());
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader(
                    HttpHeaders.CONTENT_LENGTH, Integer.toString(file.body().length()));
            return response.end();
        }
        return response.end(file.body());
    }
}
