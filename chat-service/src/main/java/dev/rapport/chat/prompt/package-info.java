/** Stage 5 of 7: what exactly does the model read? Start reading at {@link dev.rapport.chat.prompt.BuildPrompt}. */
@NullMarked
package dev.rapport.chat.prompt;

import org.jspecify.annotations.NullMarked;
