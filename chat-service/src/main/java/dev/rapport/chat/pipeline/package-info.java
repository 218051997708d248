/** The whole path of a message: {@link dev.rapport.chat.pipeline.ChatPipeline#run}. */
@NullMarked
package dev.rapport.chat.pipeline;

import org.jspecify.annotations.NullMarked;
