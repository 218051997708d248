/** What is measured, for Prometheus. Start reading at {@link dev.rapport.chat.metrics.Metrics}. */
@NullMarked
package dev.rapport.chat.metrics;

import org.jspecify.annotations.NullMarked;
