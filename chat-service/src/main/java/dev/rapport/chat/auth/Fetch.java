package dev.rapport.chat.auth;

import io.vertx.core.Future;
import java.net.URI;

/** Fetches a document of an identity provider's. */
@FunctionalInterface
public interface Fetch {
    /** Fetches nothing. */
    Fetch NONE = address -> Future.failedFuture("nothing is fetched here: " + address);

    /** The text of the document; failed, with a reason for the log, if it is not to be had. */
    Future<String> get(URI address);
}
