/** What is known of a user, looked at and corrected by that user. Start reading at {@link dev.rapport.chat.knowledge.Memories}. */
@NullMarked
package dev.rapport.chat.knowledge;

import org.jspecify.annotations.NullMarked;
