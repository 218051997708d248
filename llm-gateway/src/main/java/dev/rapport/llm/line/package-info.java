/**
 * The requests of one loop that wait for one provider. Each loop keeps its own sorted line, and the limiter grants to the
 * loop whose head is the oldest of all: a merge of sorted lists, so the order is that of all instances together. Start
 * reading at {@link dev.rapport.llm.line.Line}.
 */
@NullMarked
package dev.rapport.llm.line;

import org.jspecify.annotations.NullMarked;
