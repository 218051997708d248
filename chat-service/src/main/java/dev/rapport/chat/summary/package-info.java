/** Summaries of long conversations by a model, off the path of a turn. Start reading at {@link dev.rapport.chat.summary.Summarize}. */
@NullMarked
package dev.rapport.chat.summary;

import org.jspecify.annotations.NullMarked;
