/** Tests of the gateway's configuration. */
@NullMarked
package dev.rapport.llm.config;

import org.jspecify.annotations.NullMarked;
