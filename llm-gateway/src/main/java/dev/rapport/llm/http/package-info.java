/**
 * LangChain4j's HTTP client on Vert.x: answers are read as they come, on the event loop that asked. Start reading at
 * {@link dev.rapport.llm.http.VertxHttpClient}.
 *
 * <p>Knows how a streamed answer looks on the wire, and nothing of prompts or policy.
 */
@NullMarked
package dev.rapport.llm.http;

import org.jspecify.annotations.NullMarked;
