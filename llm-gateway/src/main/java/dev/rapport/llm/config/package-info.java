/**
 * What the gateway can be told, checked. Start reading at {@link dev.rapport.llm.config.GatewayConfig}.
 */
@NullMarked
package dev.rapport.llm.config;

import org.jspecify.annotations.NullMarked;
