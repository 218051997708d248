/**
 * What is done when a provider does not answer. Start reading at {@link dev.rapport.llm.gateway.Gateway}.
 */
@NullMarked
package dev.rapport.llm.gateway;

import org.jspecify.annotations.NullMarked;
