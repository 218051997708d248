/**
 * A client of the native chat route that believes nothing: it times each answer from its plan and checks every token.
 * Start reading at {@link dev.rapport.loadtest.client.ChatApi}.
 */
@NullMarked
package dev.rapport.loadtest.client;

import org.jspecify.annotations.NullMarked;
