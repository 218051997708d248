/** What our HTTP client costs, against LangChain4j's own. Start at {@link dev.rapport.llm.http.bench.ClientComparison}. */
@NullMarked
package dev.rapport.llm.http.bench;

import org.jspecify.annotations.NullMarked;
